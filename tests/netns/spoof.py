# spoof.py - sends frames from a TAP, as its guest, and tells which come out elsewhere
#
#	spoof.py TAP DEVICE NAME=MAC…
#
# From each MAC a frame of each kind, without a tag and with those of VLAN 42 and 7. Prints
# "NAME KIND" or "NAME KIND/VLAN" for what DEVICE has received, in order.
# SPDX-License-Identifier: LGPL-2.1-or-later
import fcntl
import os
import socket
import struct
import subprocess
import sys
import time

TUNSETIFF, TAP_FLAGS = 0x400454CA, 0x0002 | 0x1000 | 0x4000  # IFF_TAP, _NO_PI, _VNET_HDR
VNET_HEADER = bytes(10)
MARK = b"onebridge:"
BROADCAST, NOBODY, ALL_NODES = b"\xff" * 6, bytes.fromhex("525400ffee01"), b"\x33\x33\0\0\0\1"


def arp(mac, mark):
    return b"\x08\x06" + struct.pack("!HHBBH6s4s6s4s", 1, 0x800, 6, 4, 1, mac, b"\n\0\0\2", bytes(6), b"\n\0\0\1") + mark


# The mark lies within its length: br_netfilter cuts off what does not.
def neighbour_solicitation(_, mark):
    address = bytes.fromhex("fe80000000000000") + bytes(8)
    nodes = bytes.fromhex("ff02") + bytes(13) + b"\1"
    payload = struct.pack("!BBHI16s", 135, 0, 0, 0, address) + mark
    return b"\x86\xdd" + struct.pack("!IHBB16s16s", 6 << 28, len(payload), 58, 255, address, nodes) + payload


def plain(_, mark):
    return b"\x88\xb5" + mark  # an EtherType for experiments


KINDS = {
    "unicast": (NOBODY, plain),
    "broadcast": (BROADCAST, plain),
    "arp": (BROADCAST, arp),
    "nd": (ALL_NODES, neighbour_solicitation),
}


def frames(name, mac):
    for kind, (target, payload) in KINDS.items():
        for vlan in (None, 42, 7):
            what = f"{name} {kind}" + (f"/{vlan}" if vlan else "")
            tag = b"\x81\x00" + struct.pack("!H", vlan) if vlan else b""
            frame = target + mac + tag + payload(mac, MARK + what.encode() + b"\n")
            yield frame + bytes(max(0, 60 - len(frame)))


tap, device, *sources = sys.argv[1:]
guest = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
fcntl.ioctl(guest, TUNSETIFF, struct.pack("16sH22x", tap.encode(), TAP_FLAGS))
far = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
far.bind((device, 0))
far.settimeout(0.5)
until = time.monotonic() + 10
while " forwarding " not in subprocess.check_output(["bridge", "link", "show", "dev", tap], text=True):
    if time.monotonic() > until:
        sys.exit(f"{tap} does not come up")
    time.sleep(0.01)
came = set()
for source in sources:
    name, mac = source.split("=")
    for frame in frames(name, bytes.fromhex(mac.replace(":", ""))):
        os.write(guest, VNET_HEADER + frame)
try:
    while True:
        data = far.recv(2048)
        if MARK in data:
            came.add(data.split(MARK)[1].split(b"\n")[0].decode())
except TimeoutError:
    pass
print("\n".join(sorted(came)))
