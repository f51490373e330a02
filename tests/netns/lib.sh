# lib.sh - the hook called as libvirt does, without libvirt; to be sourced by *.test
#
#	cases() {
#		try 'a guest joins br0' joins_br0
#	}
#	run "$@"	# the last line of a test
#
# Each case has a network, a /run and an /etc/onebridge of its own.
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2034 # the tests use them
# shellcheck source=tests/system/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../system/lib.sh"

# Whatever a case leaves running ends with it.
own_host=(unshare --net --mount --pid --fork --kill-child --mount-proc "$BASH" "$0" --alone)

try() {
	check "$1" "${own_host[@]}" "${@:2}"
}

run() {
	if [ "${1-}" = --alone ]; then
		alone "${@:2}"
	else
		cases
		done_testing
	fi
}

alone() {
	mkdir -p /etc/onebridge
	mount -t tmpfs -o mode=755 tmpfs /etc/onebridge
	mount -t tmpfs -o mode=755 tmpfs /run
	mkdir -p "$TMPDIR"
	run_case "$@"
}

# --- the guest, and what libvirt does for it

interfaces=() # of the guest, as XML
under=()      # what the hook is run by: strace and its options

be_guest() { # NAME: whom all the rest is about from now on
	guest=$1
	uuid=$(uuid_of "$1")
}

be_guest "web 1/a 'b'"

# The guest that most cases have: a TAP of ours with two queues, and one of libvirt's.
two_nics() {
	interfaces=("$(own_tap 01 own0 "<driver queues='2'/>")" "$(made_tap 02 vnet0)")
}

# Its TAP is made by libvirt, and named so that it is told as libvirt tells it.
made_tap() { # MAC-END vnetN [CHILDREN]
	ethernet "$1" "<target dev='$2'/>${3-}"
}

libvirt_makes_tap() { # MAC-END vnetN [BRIDGE]
	ip tuntap add "$2" mode tap vnet_hdr
	ip link set "$2" address "fe:54:00:00:00:$1" ${3:+master "$3"}
	ip link set "$2" up
}

# The whole XML is told while the guest runs only: no vnetN before it starts, nor after.
guest_xml() { # OPERATION
	local nics=${interfaces[*]}
	[[ $1 = @(start|started|reconnect) ]] || nics=${nics//"<target dev='vnet"[0-9]"'/>"/}
	echo "<domain type='qemu'><name>$guest</name><uuid>$uuid</uuid><devices>$nics</devices></domain>"
}

# --- the hook

# hook OPERATION: shows what is said on stderr, and returns the status.
hook() {
	guest_xml "$1" >"$TMPDIR/$uuid.xml"
	hook_reads "$TMPDIR/$uuid.xml" "$1"
}

hook_reads() { # FILE OPERATION
	local part=begin status=0
	[[ $2 != @(stopped|release) ]] || part=end
	"${under[@]}" "$hook_file" "$guest" "$2" "$part" - \
		<"$1" >"$TMPDIR/$uuid.stdout" 2>"$TMPDIR/$uuid.stderr" || status=$?
	cat "$TMPDIR/$uuid.stderr"
	[ ! -s "$TMPDIR/$uuid.stdout" ] || same 'stdout' '' "$(<"$TMPDIR/$uuid.stdout")" || return 99
	return "$status"
}

# says STATUS OPERATION PATTERN…: the hook ends so, and with one line that has all that.
says() {
	local status=0
	hook "$2" || status=$?
	same 'exit status' "$1" "$status"
	one_line "${@:3}"
}

one_line() { # PATTERN…
	same 'lines on stderr' 1 "$(wc -l <"$TMPDIR/$uuid.stderr")"
	contains "$(<"$TMPDIR/$uuid.stderr")" "^onebridge: guest '$guest': " "$@"
}

start_guest() {
	hook prepare
	libvirt_makes_tap 02 vnet0
	hook start
	hook started
}

end_guest() {
	hook stopped
	ip link delete vnet0
	hook release
}

# come_to OPERATION: all that libvirt, and this hook, have done before it. With TAP_ENDS set
# the TAP that libvirt made is gone before stopped, as it is with QEMU.
come_to() {
	local operation
	make_bridge br0
	policy "$(all_to br0 "<port isolated='yes' cost='7'/><mtu size='1400'/>")"
	two_nics
	for operation in prepare start started reconnect stopped release; do
		"before_$operation"
		[ "$operation" != "$1" ] || return 0
		hook "$operation"
	done
}

before_prepare() { :; }

before_start() {
	libvirt_makes_tap 02 vnet0
	snapshot vnet0 >"$TMPDIR/vnet0"
}

before_started() { :; }

before_reconnect() {
	ip link set own0 nomaster
	bridge link set dev vnet0 isolated off
}

before_stopped() {
	[ -n "${TAP_ENDS-}" ] && [ -e "$TMPDIR/vnet0" ] || return 0
	ip link delete vnet0
	rm "$TMPDIR/vnet0"
}

before_release() { :; }

state_files() { find /run/onebridge ! -type d -printf '%P\n' | sort; }

# Ends what come_to() has begun, and looks whether all of it is undone.
clear_up() {
	before_stopped
	hook stopped
	hook release
	as_before
}

as_before() {
	same 'the ports' '' "$(ports br0)"
	same '/run/onebridge' '' "$(find /run -path '/run/onebridge/*' ! -type d)"
	if [ -e "$TMPDIR/vnet0" ]; then
		same 'TAPs' vnet0 "$(taps)"
		same 'vnet0' "$(<"$TMPDIR/vnet0")" "$(snapshot vnet0)"
	else
		same 'TAPs' '' "$(taps)"
	fi
}

# --- what the kernel has

ports() { # BRIDGE
	ip -json link show master "$1" | jq -r '[.[].ifname?] | join(" ")'
}

# Whether the kernel shows a link to be as it was, whatever its queues hold, and its carrier,
# which is told of later, and makes its state in the bridge.
snapshot() { # LINK
	ip -oneline -details link show "$1" |
		sed -E 's/NO-CARRIER,|LOWER_UP,? ?//; s/ state [A-Za-z]+//g; s/ [a-z_]+_timer +[0-9.]+//g'
	cat "/proc/sys/net/ipv6/conf/$1/disable_ipv6"
}

# --- the hook's system calls

# changes TRACE: a line for each message that went to the kernel to change links, a word a
# step: "down master isolated". The trace is strace's of sendmsg, with -v.
changes() {
	awk -F'iov_base=' '
	function word(step) {
		if (step ~ /ifi_change=0x1/)
			return step ~ /IFF_UP/ ? "up" : "down"
		sub(/.*nla_type=(IFLA_BRPORT_|IFLA_)/, "", step)
		sub(/[}].*/, "", step)
		return tolower(step)
	}
	/RTM_(NEW|SET|DEL)LINK/ {
		line = word($2)
		for (i = 3; i <= NF; i++)
			line = line " " word($i)
		print line
	}' "$1"
}
