# guest_tap.py - a guest behind a TAP: holds it, and answers and asks as a host would
#
#	guest_tap.py TAP NAMESPACE
#
# Opens the TAP as QEMU does, runs onebridge-ifup where IFUP=yes is set, and passes frames
# between it and the device "lan0" of the network namespace NAMESPACE, until it is killed.
# A line "ready" on stdout tells that it is there.
# SPDX-License-Identifier: LGPL-2.1-or-later
import ctypes
import fcntl
import os
import select
import socket
import struct
import sys

TUNSETIFF = 0x400454CA
TAP, NO_PI = 0x0002, 0x1000
CLONE_NEWNET = 0x40000000
ETH_P_ALL = 3

name, namespace = sys.argv[1:]
tap = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", name.encode(), TAP | NO_PI))
libc = ctypes.CDLL(None, use_errno=True)
if libc.setns(os.open("/run/netns/" + namespace, os.O_RDONLY), CLONE_NEWNET) != 0:
    sys.exit("setns: " + os.strerror(ctypes.get_errno()))
lan = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
lan.bind(("lan0-far", ETH_P_ALL))
print("ready", flush=True)
while True:
    for ready in select.select([tap, lan], [], [])[0]:
        try:
            if ready is lan:
                frame, address = lan.recvfrom(65536)
                if address[2] != socket.PACKET_OUTGOING:
                    os.write(tap, frame)
            else:
                lan.send(os.read(tap, 65536))
        except OSError:  # the TAP is down
            pass
