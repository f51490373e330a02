# keep.py - runs a command whose descriptor 9 is a socket, and keeps the TAP that came last by it
#
#	keep.py COMMAND…
#
# Closing a TAP takes the kernel longer than all that the bridge helper does, so it is not done
# while one is measured: by the time the next one comes, the reset has deleted it.
# SPDX-License-Identifier: LGPL-2.1-or-later
import array
import os
import socket
import subprocess
import sys

ours, theirs = socket.socketpair()
os.dup2(theirs.fileno(), 9)
os.set_inheritable(9, True)
theirs.close()
command = subprocess.Popen(sys.argv[1:], pass_fds=[9])
os.close(9)
kept = []
while (message := ours.recvmsg(1, 64))[0]:
    while kept:
        os.close(kept.pop())
    kept.extend(array.array("i", message[1][0][2]))
sys.exit(command.wait())
