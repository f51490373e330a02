# network.sh - the network hook called as libvirt does, without libvirt; to be sourced
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2034 # the tests use them
# shellcheck source=tests/netns/faults.sh
. "$(dirname "${BASH_SOURCE[0]}")/faults.sh"

network_file=/etc/libvirt/hooks/network.d/onebridge
owner="<owner><name>web</name><uuid>$(uuid_of web)</uuid></owner>"
port_mac="<mac address='52:54:00:00:00:01'/>"
plug="<plug type='network' bridge='virbr7'/>"
forward= # of the network, as XML

# network_xml [CHILD-OF-NETWORKPORT…]
network_xml() {
	echo "<hookData><network><name>lan</name>$forward<bridge name='virbr7' stp='on' delay='0'/>" \
		"</network>${*:+"<networkport>$*</networkport>"}</hookData>"
}

# network OPERATION [CHILD…]: shows what is said on stderr, and returns the status.
network() {
	local part=begin
	[ "$1" != stopped ] || part=end
	network_xml "${@:2}" | network_reads "$1" "$part"
}

network_reads() { # OPERATION [PART]
	local status=0
	"${under[@]}" "$network_file" lan "$1" "${2-begin}" - \
		>"$TMPDIR/stdout" 2>"$TMPDIR/stderr" || status=$?
	cat "$TMPDIR/stderr"
	same 'stdout' '' "$(<"$TMPDIR/stdout")" || return 99
	return "$status"
}

# refuses PATTERN… -- CHILD…: the port, in one line that has all that.
refuses() {
	local patterns=() status=0
	while [ "$1" != -- ]; do
		patterns+=("$1")
		shift
	done
	network port-created "${@:2}" >/dev/null || status=$?
	same 'exit status' 1 "$status"
	same 'lines on stderr' 1 "$(wc -l <"$TMPDIR/stderr")"
	contains "$(<"$TMPDIR/stderr")" "^onebridge: network 'lan': " "${patterns[@]}"
}

# --- what libvirt keeps of running guests

# runs NAME INTERFACE…: with this shell as its QEMU.
runs() { # [STATE='paused' reason='migration']
	mkdir -p /run/libvirt/qemu
	cat >"/run/libvirt/qemu/$1.xml" <<-END
		<domstatus state='${state-running}' reason='${reason-booted}' pid='$$'>
		<monitor path='/dev/null' type='unix'/>
		<domain type='qemu' id='1'><name>$1</name><uuid>$(uuid_of "$1")</uuid>
		<devices>${*:2}</devices></domain></domstatus>
	END
}

network_nic() { # MAC-END TAP [CHILDREN]
	echo "<interface type='network'><mac address='52:54:00:00:00:$1'/><source network='lan'/>" \
		"<actual type='network'><source bridge='virbr7'/></actual><target dev='$2'/>" \
		"<alias name='net0'/>${3-}</interface>"
}
