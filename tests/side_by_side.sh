# side_by_side.sh - runs tests, as many at once as there are processors, and keeps their logs
# shellcheck shell=bash
limit=${LIMIT-300} # seconds for one test

# run_tests LOGS COMMAND… -- FILE…: COMMAND FILE for each. What it says goes to
# LOGS/TIER/NAME.log, its status to LOGS/TIER/NAME.status. Each is a job with a process group,
# so that all of it can be killed.
run_tests() {
	local folder=$1 host=() file
	shift
	while [ "$1" != -- ]; do
		host+=("$1")
		shift
	done
	shift
	set -m
	for file in "$@"; do
		while (($(jobs -pr | wc -l) >= $(nproc))); do wait -n || true; done
		run_test "$folder/$(test_name "$file")" "${host[@]}" "$file" &
	done
	wait
}

test_name() { # …/TIER/NAME.test
	local name=${1#"${1%/*/*}/"}
	echo "${name%.test}"
}

run_test() { # LOG COMMAND…
	local log=$1 status=0
	shift
	timeout --foreground --signal=KILL "$limit" "$@" >"$log.log" 2>&1 </dev/null || status=$?
	echo "$status" >"$log.status"
}
