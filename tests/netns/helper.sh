# helper.sh - the bridge helper run as QEMU does, by users of its own; to be sourced
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2034 # the tests use them
# shellcheck source=tests/netns/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

helper=/usr/libexec/onebridge/qemu-bridge-helper
receive=$(realpath "$(dirname "${BASH_SOURCE[0]}")/receive.py")
user=alice
words=(--use-vnet --br=br0) # what the helper is told
tracing=()                  # strace's options, if it is to be traced

# Who there is, before the first case: alice may run the helper, and is a guest; carol may.
make_users() {
	echo 'alice:x:2001:2001::/:/bin/sh
bob:x:2002:2002::/:/bin/sh
carol:x:2003:2003::/:/bin/sh' >>/etc/passwd
	echo 'alice:x:2001:
bob:x:2002:
carol:x:2003:
runners:x:2100:alice,carol
guests:x:2101:alice' >>/etc/group
	chown root:runners "$helper"
	chmod 4750 "$helper"
}

# conf LINE…: /etc/qemu/bridge.conf, the case's own.
conf() {
	mkdir -p /etc/qemu
	mountpoint -q /etc/qemu || mount -t tmpfs -o mode=755 tmpfs /etc/qemu
	printf '%s\n' "$@" >/etc/qemu/bridge.conf
}

# setpriv keeps its capabilities until it runs a program; only what that runs is the user's.
plainly=(setpriv --reuid alice --regid alice --init-groups env)

# Its one TAP is there as long as stdin.
ask() {
	local by=("${plainly[@]//alice/$user}")
	[ ${#tracing[@]} = 0 ] || by=(strace -o "$TMPDIR/trace" "${tracing[@]}" -u "$user")
	rm -f "$TMPDIR/tap"
	python3 "$receive" "$TMPDIR/tap" "${by[@]}" "$helper" "${words[@]}" 2>"$TMPDIR/stderr"
}

# Goes on behind the helper's end, with its TAP in $tap.
get_tap() {
	rm -f "$TMPDIR/tap"
	exec {held}> >(ask)
	receiver=$!
	eventually 10 has_ended
	[ -e "$TMPDIR/tap" ] || cat "$TMPDIR/stderr"
	read -r tap made <"$TMPDIR/tap"
}

has_ended() {
	[ -e "$TMPDIR/tap" ] || not kill -0 "$receiver"
}

give_tap_back() {
	exec {held}>&-
	eventually 5 no_taps
	nothing_left
}

no_taps() {
	[ -z "$(taps)" ]
}

# refuses STATUS PATTERN…: it ends so, with one line that has all that, and leaves nothing.
refuses() {
	local status=0
	ask || status=$?
	cat "$TMPDIR/stderr"
	same 'exit status' "$1" "$status"
	same 'lines on stderr' 1 "$(wc -l <"$TMPDIR/stderr")"
	contains "$(<"$TMPDIR/stderr")" '^onebridge: qemu-bridge-helper: ' "${@:2}"
	nothing_left
}
