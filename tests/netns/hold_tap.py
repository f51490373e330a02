# hold_tap.py - opens TAPs, and keeps them until it is killed
#
#	hold_tap.py FILE TAP…
#
# FILE is there when all are.
# SPDX-License-Identifier: LGPL-2.1-or-later
import fcntl
import signal
import struct
import sys

TUNSETIFF = 0x400454CA
TAP, NO_PI = 0x0002, 0x1000

file, *names = sys.argv[1:]
taps = []
for name in names:
    tap = open("/dev/net/tun", "r+b", buffering=0)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", name.encode(), TAP | NO_PI))
    taps.append(tap)
open(file, "w").close()
signal.pause()
