# send_frames.py - sends every kind of frame from a TAP, as its guest, and tells which of
# them do otherwise than a rule says
#
#	send_frames.py TAP DEVICE RULE
#
# RULE is a letter, see frames.py. Each goes without a VLAN tag, with one of 802.1Q or
# 802.1ad, and with two, which nothing passes. Prints "NAME/TAGS passes" or "… is dropped"
# for each that it should not be so, and then how many were sent.
# SPDX-License-Identifier: LGPL-2.1-or-later
import fcntl
import os
import socket
import struct
import subprocess
import sys
import time

from frames import kinds

TUNSETIFF, TAP_FLAGS = 0x400454CA, 0x0002 | 0x1000 | 0x4000  # IFF_TAP, _NO_PI, _VNET_HDR
VNET_HEADER = bytes(10)
MARK = b"onebridge:%06d"
TAGS = {
    "untagged": b"",
    "802.1Q": b"\x81\0\0\x2a",
    "802.1ad": b"\x88\xa8\0\x2a",
    "QinQ": b"\x88\xa8\0\x2a\x81\0\0\7",
    "two tags": b"\x81\0\0\0\x81\0\0\0",
}


def open_tap(tap):
    guest = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(guest, TUNSETIFF, struct.pack("16sH22x", tap.encode(), TAP_FLAGS))
    until = time.monotonic() + 10
    while " forwarding " not in subprocess.check_output(["bridge", "link", "show", "dev", tap], text=True):
        if time.monotonic() > until:
            sys.exit(f"{tap} does not come up")
        time.sleep(0.01)
    return guest


# The mark is behind what the headers count. Without one, the frame as DEVICE receives it:
# without its outer tag.
def mark(name, frame, tag, number):
    if name.endswith(" bytes"):
        return frame[:12] + tag + frame[12:], frame[:12] + tag[4:] + frame[12:]
    return frame[:12] + tag + frame[12:] + MARK % number, number


def receive(far, came):
    while True:
        try:
            data = far.recv(65536)
        except BlockingIOError:
            return
        place = data.rfind(MARK[:10])
        came.add(int(data[place + 10 : place + 16]) if place >= 0 else data)


def main():
    tap, device, rule = sys.argv[1:]
    guest = open_tap(tap)
    far = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    far.setsockopt(socket.SOL_SOCKET, 33, 32 << 20)  # SO_RCVBUFFORCE
    far.bind((device, 0))
    far.setblocking(False)
    sent, came = [], set()
    for name, passes, frame in kinds():
        for tags, tag in TAGS.items():
            whole, key = mark(name, frame, tag, len(sent))
            sent.append((f"{name}/{tags}", rule in passes and len(tag) < 8, key))
            os.write(guest, VNET_HEADER + whole)
        receive(far, came)
    time.sleep(0.3)
    receive(far, came)
    for name, expected, key in sent:
        if (key in came) != expected:
            print(name, "is dropped" if expected else "passes")
    print(len(sent), "sent")


main()
