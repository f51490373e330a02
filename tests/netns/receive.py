# receive.py - runs a bridge helper as QEMU does, and keeps the TAP that it sends
#
#	receive.py FILE COMMAND…
#
# COMMAND gets --fd=N, a socket, as its last argument. If it fails, its status is this
# program's. Else FILE says which TAP came and how it was made, and the TAP is there until
# stdin ends.
# SPDX-License-Identifier: LGPL-2.1-or-later
import array
import fcntl
import os
import socket
import struct
import subprocess
import sys

TUNGETIFF = 0x800454D2
FLAGS = {0x0002: "tap", 0x0100: "multi_queue", 0x0800: "persist", 0x1000: "no_pi", 0x4000: "vnet_hdr"}

file, *command = sys.argv[1:]
ours, theirs = socket.socketpair()
theirs.set_inheritable(True)
status = subprocess.run(
    [*command, f"--fd={theirs.fileno()}"], stdin=subprocess.DEVNULL, close_fds=False
).returncode
theirs.close()
data, control, _, _ = ours.recvmsg(64, 256)
fds = array.array("i", b"".join(part for _, _, part in control))
if len(fds) != (status == 0) or data != bytes(len(fds)):
    sys.exit(f"status {status}, and {data!r} with {len(fds)} descriptors came")
if status != 0:
    sys.exit(status if status > 0 else 128 - status)
name, flags = struct.unpack("16sH22x", fcntl.ioctl(fds[0], TUNGETIFF, bytes(40)))
words = [name.rstrip(b"\0").decode()] + [word for bit, word in FLAGS.items() if flags & bit]
with open(file + ".new", "w") as out:
    print(*words, file=out)
os.rename(file + ".new", file)
sys.stdin.read()
