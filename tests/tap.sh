# tap.sh - reports cases as TAP lines; to be sourced by *.test
#
# A case is a command, mostly a function. It runs in a subshell where the first command that
# fails ends it; what it printed and where it failed is shown as diagnostics:
#
#	check 'a guest starts' starts
#	skip 'a guest moves' 'no second host here'
#	done_testing
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash

cases=0

check() {
	local name=$1 output status
	shift
	set +e # for `if` would make the case ignore its failures
	output=$(run_case "$@" 2>&1 </dev/null)
	status=$?
	set -e
	cases=$((cases + 1))
	if [ "$status" = 0 ]; then
		echo "ok $cases - $name"
	else
		echo "not ok $cases - $name"
		printf '%s\n' "$output" "exit status $status" | sed 's/^/# /'
	fi
}

run_case() {
	set -eE
	shopt -s inherit_errexit
	trap 'show_line "${BASH_SOURCE[0]}" "$LINENO"' ERR
	"$@"
}

show_line() {
	echo "${1##*/}:$2: failed: $(sed -n "$2{s/^[[:space:]]*//;p}" "$1")" >&2
}

skip() {
	cases=$((cases + 1))
	echo "ok $cases - $1 # SKIP $2"
}

# The plan comes last, so that a test that dies on its way has none.
done_testing() {
	echo "1..$cases"
}

# eventually SECONDS COMMAND…: waits until COMMAND succeeds, for so long at most on an idle
# machine. A busy one is given twenty times as long.
eventually() {
	local until=$((SECONDS + 20 * $1))
	shift
	until "$@" >/dev/null 2>&1; do
		if ((SECONDS >= until)); then
			echo "still failing after $SECONDS s: $*" >&2
			"$@" # for its output
			return
		fi
		sleep 0.05
	done
}

# The opposite of a command, for `!` never ends a case.
not() {
	if "$@"; then
		echo "succeeded, but should not: $*" >&2
		return 1
	fi
}

# same WHAT WANT HAVE
same() {
	[ "$2" = "$3" ] && return
	printf '%s: wanted\n%s\nand have\n%s\n' "$@" >&2
	return 1
}

# contains TEXT PATTERN…: every extended regular expression is found in the text.
contains() {
	local text=$1 pattern
	shift
	for pattern in "$@"; do
		grep -Eq -- "$pattern" <<<"$text" && continue
		printf 'no /%s/ in:\n%s\n' "$pattern" "$text" >&2
		return 1
	done
}
