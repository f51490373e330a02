# two_hosts.sh - a second libvirt host beside a throw-away one, and a LAN; to be sourced
#
#	make_hosts
#	on_b virsh list
#	on_b has_option vnet0 locked true	# functions, too, as the test has them
#
# Both share /usr. Each has its own libvirtd, /etc/libvirt, /etc/onebridge, /run, /var, UTS
# name and network, in which br0 leads by its uplink to the LAN. There is a third host, lan,
# in a network namespace.
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# shellcheck source=tests/system/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

on_b() {
	nsenter --target "$(<"$TMPDIR/host_b")" --mount --net --pid --uts --ipc \
		"$BASH" "$(realpath "$0")" --here "$@"
}

on() { # HOST COMMAND…: a or b
	case $1 in
	a) "${@:2}" ;;
	b) on_b "${@:2}" ;;
	esac
}

uri() { # HOST
	echo "qemu+tcp://host$1/system"
}

be_host_b() {
	local folder
	mkdir -p /etc/onebridge
	for folder in /etc/libvirt /etc/onebridge /var/{lib,cache,log}/libvirt; do
		mkdir -p "$TMPDIR/b$folder"
		cp -a "$folder/." "$TMPDIR/b$folder"
		mount --bind "$TMPDIR/b$folder" "$folder"
	done
	mount -t tmpfs -o mode=755 tmpfs /run
	mkdir -p /run/lock "$TMPDIR"
	chmod 1777 /run/lock "$TMPDIR"
	umount --lazy /sys
	mount -t sysfs sysfs /sys
	ip link set lo up
	touch /run/host_b
	sleep infinity
	false # so that this shell stays, to which libvirt's orphans come
}

# libvirt refuses to migrate to a host of the same name or UUID. Only root, with all its
# capabilities, may do what post-copy needs (userfaultfd).
start_listening() { # HOST
	hostname "host$1"
	cat >>/etc/libvirt/libvirtd.conf <<-END
		listen_tls = 0
		listen_tcp = 1
		auth_tcp = "none"
		host_uuid = "$(uuid_of "host$1")"
	END
	printf '%s\n' 'user = "root"' 'group = "root"' 'clear_emulator_capabilities = 0' >>/etc/libvirt/qemu.conf
	[ -S /run/libvirt/virtlogd-sock ] || virtlogd -d
	libvirtd -d --listen
	eventually 10 virsh version
}

# The LAN is a bridge of the third host's.
join_lan() { # HOST
	make_bridge br0
	ip link set "uplink$1" master br0 up
	ip address add "10.0.0.$2/24" dev br0
}

make_lan() {
	ip netns add lan
	ip -netns lan link add lan type bridge
	ip -netns lan address add 10.0.0.3/24 dev lan
	ip -netns lan link set lan up
	ip link add uplinka type veth peer name hosta netns lan
	ip link add uplinkb netns "$(<"$TMPDIR/host_b")" type veth peer name hostb netns lan
	ip -netns lan link set hosta master lan up
	ip -netns lan link set hostb master lan up
	join_lan a 1
	on_b join_lan b 2
}

make_hosts() {
	printf '%s\n' '10.0.0.1 hosta' '10.0.0.2 hostb' >>/etc/hosts
	unshare --mount --net --pid --uts --ipc --fork --kill-child --mount-proc \
		"$BASH" "$(realpath "$0")" --here be_host_b >"$TMPDIR/host_b.log" 2>&1 &
	eventually 5 pgrep -P $! >/dev/null
	pgrep -P $! >"$TMPDIR/host_b"
	eventually 5 on_b test -e /run/host_b
	stop_libvirtd TERM
	start_listening a
	on_b start_listening b
	make_lan
}

