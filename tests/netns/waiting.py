# waiting.py - counts the frames that wait in a TAP after a command has run
#
#	waiting.py TAP BRIDGE FILE COMMAND…
#
# Makes the TAP as libvirt does for an interface of type bridge, lets a frame come to it that
# nobody reads, runs COMMAND, and writes to FILE how many frames can then be read.
# SPDX-License-Identifier: LGPL-2.1-or-later
import fcntl
import os
import socket
import struct
import subprocess
import sys

TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 0x0002, 0x1000
FRAME = bytes.fromhex("ffffffffffff 525400000099 88b5") + bytes(46)


def read_all(tap):
    while True:
        try:
            yield os.read(tap, 65536)
        except BlockingIOError:
            return


name, bridge, file, *command = sys.argv[1:]
tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
subprocess.run(["ip", "link", "set", name, "master", bridge, "up"], check=True)
sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
sender.bind((bridge, 0))
sender.send(FRAME)
status = subprocess.run(command).returncode
with open(file, "w") as out:
    print(list(read_all(tap)).count(FRAME), file=out)
sys.exit(status)
