# lib.sh - guests, bridges and policies on a throw-away libvirt host; to be sourced
#
#	try 'a guest joins br0' joins_br0	# a case, after which the host is empty again
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2034 # user_mode and syslog are for the tests
# shellcheck source=tests/tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../tap.sh"

# As meson installs it, or a package.
hook_file=/etc/libvirt/hooks/qemu
[ -e "$hook_file" ] || hook_file=/etc/libvirt/hooks/qemu.d/onebridge

port_attribute=$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../netns/port_attribute.py

try() {
	check "$@"
	clear_host >/dev/null 2>&1 || echo "# the host could not be cleared"
}

clear_host() {
	local guest link
	while read -r guest; do
		virsh destroy "$guest" || true
		virsh undefine --managed-save "$guest"
	done < <(virsh list --all --uuid | grep .)
	for link in $(links | grep -v '^lo$'); do
		ip link delete "$link" || true
	done
	mountpoint -q /run/onebridge && umount /run/onebridge
	rm -rf /etc/onebridge /run/onebridge
}

# --- policies, bridges

# policy RULE…: what /etc/onebridge/policy.xml holds from now on, a rule a line from line 2.
policy() {
	mkdir -p /etc/onebridge
	{
		echo '<policy>'
		printf '%s\n' "$@"
		echo '</policy>'
	} >/etc/onebridge/policy.xml
}

# all_to BRIDGE [CHILDREN]: the rule that takes every NIC.
all_to() {
	echo "<rule name='all'><match/><attach bridge='$1'>${2-}</attach></rule>"
}

make_bridge() {
	local name
	for name in "$@"; do
		ip link add "$name" type bridge
		ip link set "$name" up
	done
}

# --- guests

# domain NAME UUID INTERFACE…: the XML; the environment may give more: MORE, NAMESPACE.
domain() {
	local name=$1 uuid=$2
	shift 2
	name=${name//&/"&amp;"} name=${name//</"&lt;"}
	cat <<-END
		<domain type='qemu' ${NAMESPACE-}>
		<name>$name</name><uuid>$uuid</uuid><memory unit='MiB'>64</memory>
		<os><type arch='x86_64'>hvm</type></os><features><acpi/></features>
		<devices>$*</devices>
		${MORE-}</domain>
	END
}

# define NAME INTERFACE…: the guest, of a UUID that uuid_of gives.
define() {
	local name=$1
	shift
	domain "$name" "$(uuid_of "$name")" "$@" >"$TMPDIR/domain.xml"
	virsh define "$TMPDIR/domain.xml"
}

uuid_of() {
	md5sum <<<"$1" | sed -E 's/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/\1-\2-\3-\4-\5/'
}

# run_guest NAME INTERFACE…
run_guest() {
	define "$@"
	virsh start "$(uuid_of "$1")"
}

# refuse_guest NAME PATTERN…: it does not start, and virsh says this.
refuse_guest() {
	local name=$1 words
	shift
	words=$(not virsh start "$(uuid_of "$name")" 2>&1)
	contains "$words" "guest '$name'" "$@"
}

is_running() {
	[ "$(virsh domstate "$1")" = running ]
}

is_off() {
	[ "$(virsh domstate "$1")" = 'shut off' ]
}

pid_of() {
	cat "/run/libvirt/qemu/$1.pid"
}

# --- interfaces, as XML

# Without the boot ROM, with which a guest would be busy asking for an address.
interface() { # TYPE MAC-END CHILDREN
	echo "<interface type='$1'><mac address='52:54:00:00:00:$2'/>" \
		"<rom enabled='no'/>$3</interface>"
}

ethernet() { # MAC-END [CHILDREN]
	interface ethernet "$1" "${2-}"
}

own_tap() { # MAC-END TAP [CHILDREN]
	interface ethernet "$1" "<target dev='$2' managed='no'/>${3-}"
}

on_bridge() { # MAC-END BRIDGE [CHILDREN]
	interface bridge "$1" "<source bridge='$2'/>${3-}"
}

on_network() { # MAC-END NETWORK
	interface network "$1" "<source network='$2'/>"
}

user_mode="<interface type='user'><rom enabled='no'/></interface>"

# --- what the kernel has

links() {
	ip -json link | jq -r '.[].ifname'
}

taps() {
	ip -json -details link | jq -r '.[] | select(.linkinfo.info_kind == "tun").ifname'
}

tap_of() { # GUEST [which, from 1]
	virsh domiflist "$(uuid_of "$1")" | awk -v line="$((${2-1} + 2))" 'NR == line { print $1 }'
}

link_has() { # LINK FIELD, as in the JSON of ip
	ip -json -details link show "$1" | jq -r ".[0].$2"
}

# As bridge shows it, or the kernel where this bridge does not know it.
option() { # LINK PORT-OPTION
	local value
	value=$(bridge -details -json link show dev "$1" | jq -r ".[0].$2")
	[ "$value" != null ] || value=$("$port_attribute" "$1" "$2")
	echo "$value"
}

set_option() { # LINK PORT-OPTION VALUE, as option says it
	local -A word_of=([true]=on [false]=off) number_of=([true]=1 [false]=0)
	bridge link set dev "$1" "$2" "${word_of[$3]-$3}" 2>/dev/null ||
		"$port_attribute" "$1" "$2" "${number_of[$3]-$3}"
}

in_bridge() { # LINK BRIDGE
	same "bridge of $1" "$2" "$(link_has "$1" master)"
}

has_option() { # LINK PORT-OPTION VALUE
	same "$2 of $1" "$3" "$(option "$1" "$2")"
}

has_state() { # GUEST
	[ -s "/run/onebridge/guest/$(uuid_of "$1")" ]
}

nothing_left() {
	same 'TAPs' '' "$(taps)"
	same '/run/onebridge' '' "$(find /run -path '/run/onebridge/*' ! -type d)"
}

# --- daemons

stop_libvirtd() { # SIGNAL
	local pid
	pid=$(cat /run/libvirtd.pid)
	kill -s "$1" "$pid"
	eventually 40 not test -e "/proc/$pid"
}

start_libvirtd() {
	libvirtd -d
	eventually 10 virsh version
}

restart_libvirtd() {
	stop_libvirtd TERM
	start_libvirtd
}

# Gathers what is sent to syslog, in the file $syslog.
start_syslog() {
	syslog=$TMPDIR/syslog
	: >"$syslog"
	python3 -c '
import socket
log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
log.bind("/dev/log")
while True:
    print(log.recv(65536).decode(errors="replace"), flush=True)' >"$syslog" &
	eventually 5 test -S /dev/log
}

# --- QEMU's scripts

# As the manual page has it: QEMU stays the parent of what they exec.
use_ifup() {
	local way
	for way in up down; do
		printf '#!/bin/sh\nexec /usr/sbin/onebridge-if%s "$@"\n' "$way" >"/etc/qemu-if$way"
		chmod 755 "/etc/qemu-if$way"
	done
}
