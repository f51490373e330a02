# faults.sh - a program killed, or failed, at each of its system calls; to be sourced
#
# The test defines clean_run ARGUMENT…, which runs the program under `strace -o "$TMPDIR/trace"`
# with nothing injected. The calls of that run are the points:
#
#	at_each_kill FUNCTION ARGUMENT…		from the first call that changes something
#	at_each_failure FUNCTION ARGUMENT…	from $main_call, but for the calls in SPARED
#
# Each runs FUNCTION ARGUMENT… CALL N for the N-th CALL of the process, each time in a host of
# its own. A kill before the first change proves nothing. A failure does: a policy that cannot be
# read must not be taken for none.
#
# Two runs of a program do not always make the same calls: replies of the kernel come in one
# message or in several. A point that is not reached is therefore no failure. It is counted.
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2034 # the tests use them
# shellcheck source=tests/netns/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

: "${main_call=geteuid}" # what is before its first call is the loader's
: "${few=4}"
points=$TMPDIR/points
[ -n "${missed-}" ] || exec {missed}>"$TMPDIR/missed" # the hosts of the points have another /run
export missed

at_each_kill() { # FUNCTION ARGUMENT…
	at_each first_change "$@"
}

at_each_failure() { # FUNCTION ARGUMENT…
	at_each main_begins "$@"
}

at_each() { # FROM FUNCTION ARGUMENT…
	local list
	list=$(mktemp)
	"${own_host[@]}" trace_calls "$1" "${@:3}" |
		sed -E "/^(${SPARED-none}) /d" | thin >"$list"
	wc -l <"$list" >>"$points"
	xargs -r -L 1 -P "$(nproc)" "${own_host[@]}" at_point "${@:2}" <"$list"
}

trace_calls() { # FROM ARGUMENT…
	clean_run "${@:2}" >&2
	calls "$1" "$TMPDIR/trace"
}

# calls FROM TRACE: "NAME N" for each call, the N-th of that name in the process.
calls() {
	awk -v from="$1" -v main_call="$main_call" -F'(' '
	function changes() {
		return !/ = -1 E/ &&
			(/^send.*(RTM|NFT_MSG)_(NEW|SET|DEL)/ || /^ioctl\(.*TUNSET/ ||
			 /^openat\(.*O_(CREAT|WRONLY|RDWR)/ ||
			 /^(mkdir|rename|unlink|kill|clone|vfork|fork)/)
	}
	/^[a-z0-9_]+\(/ && !/ERESTART/ { # a restart is not a call of its own
		count[$1]++
		if (from == "first_change" ? changes() : $1 == main_call)
			begun = 1
		if (begun)
			print $1, count[$1]
	}' "$2"
}

# One line of THIN, of all that come; where nobody says, one of $few, or all with EVERY=yes.
thin() {
	local thin=${THIN-${EVERY:+1}}
	awk -v thin="${thin:-$few}" 'NR % thin == thin - 1 || thin == 1'
}

at_point() { # FUNCTION ARGUMENT… CALL N
	point="${*: -2}"
	trap 'echo "so it was at the call $point"' EXIT
	"$@"
	trap - EXIT
}

# inject WHAT CALL N: has the array `injected` hold the options of strace for it.
inject() {
	injected=(-o "$TMPDIR/trace" -e trace="$2" -e inject="$2:$1:when=$3")
}

reached() {
	grep -Eq "^${point% *}\(.*INJECTED|killed by SIGKILL" "$TMPDIR/trace" && return
	echo "$point" >&"$missed"
	return 1
}

# ended_by_kill STATUS: of a program that is killed, or had nothing in its way; or that gave up, as
# the host stood still for longer than it waits. What it said is in the file killed.
ended_by_kill() {
	if reached; then
		same 'exit status' 137 "$1"
	elif ! grep ' timed out after ' "$TMPDIR/killed"; then
		same 'exit status' 0 "$1"
	fi
}

most_are_reached() {
	echo "$all points, $lost not reached"
	((all > 0 && lost * 10 <= all))
}

# The last case of a test: there were points, and what was meant to happen did.
count_points() {
	local all lost
	all=$(awk '{ sum += $1 } END { print sum + 0 }' "$points")
	lost=$(wc -l <"$TMPDIR/missed")
	check 'the points are reached' most_are_reached
	echo "# $lost of $all points not reached"
}
