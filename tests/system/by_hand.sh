# by_hand.sh - QEMUs that nobody runs but the test; to be sourced behind lib.sh
#
#	qemu web -netdev tap,id=n0,… -device virtio-net-pci,netdev=n0,…
#	end_qemu web TERM
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2034 # the tests use $scripts

scripts=script=/usr/sbin/onebridge-ifup,downscript=/usr/sbin/onebridge-ifdown

# qemu NAME ARG…: a QEMU whose CPUs do not run; it is there with all its NICs when this ends.
# as_user may hold a command that it is run by.
as_user=()
qemu() {
	local name=$1
	shift
	"${as_user[@]}" qemu-system-x86_64 -name "$name" -M pc,accel=tcg -nodefaults -display none \
		-S -m 16 -qmp "unix:$TMPDIR/$name.qmp,server=on,wait=off" \
		-pidfile "$TMPDIR/$name.pid" -daemonize "$@"
}

# refuse_qemu PATTERN… -- NAME ARG…: it stops, and says this in one line of ours.
refuse_qemu() {
	local words patterns=()
	while [ "$1" != -- ]; do
		patterns+=("$1")
		shift
	done
	shift
	words=$(not qemu "$@" 2>&1)
	same 'lines of ours' 1 "$(grep -c '^onebridge: ' <<<"$words")"
	contains "$(grep '^onebridge: ' <<<"$words")" "${patterns[@]}"
}

qemu_pid() { # NAME
	cat "$TMPDIR/$1.pid"
}

end_qemu() { # NAME SIGNAL
	local pid
	pid=$(qemu_pid "$1")
	kill -s "$2" "$pid"
	eventually 10 not test -e "/proc/$pid"
	rm -f "$TMPDIR/$1.pid"
}

# monitor NAME COMMAND: of the human monitor; what it answers.
monitor() {
	python3 - "$TMPDIR/$1.qmp" "$2" <<-'END'
		import json, socket, sys
		qmp = socket.socket(socket.AF_UNIX)
		qmp.connect(sys.argv[1])
		lines = qmp.makefile()
		def ask(command, **arguments):
		    qmp.sendall(json.dumps({"execute": command, "arguments": arguments}).encode())
		    while "return" not in (answer := json.loads(lines.readline())):
		        assert "error" not in answer, answer
		    return answer["return"]
		lines.readline()
		ask("qmp_capabilities")
		print(ask("human-monitor-command", **{"command-line": sys.argv[2]}))
	END
}

# The end of a case: no QEMU of it is left.
end_all_qemus() {
	local file
	for file in "$TMPDIR"/*.pid; do
		[ -e "$file" ] || continue
		kill -KILL "$(<"$file")" 2>/dev/null || true
		eventually 10 not test -e "/proc/$(<"$file")"
		rm -f "$file"
	done
}

# try_by_hand NAME COMMAND…: as try(), and with the QEMUs of the case ended.
try_by_hand() {
	check "$@"
	end_all_qemus
	clear_host >/dev/null 2>&1 || echo "# the host could not be cleared"
}
