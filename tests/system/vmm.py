# vmm.py - a program that opens a TAP as Firecracker and cloud-hypervisor do, with a guest that
# answers ARP and ping
#
#	vmm.py FILE TAP MAC ADDRESS
#
# FILE is there when the TAP is open. It has no other way to the network than that TAP.
# SPDX-License-Identifier: LGPL-2.1-or-later
import fcntl
import os
import socket
import struct
import sys

TUNSETIFF, TUNSETOFFLOAD, TUNSETVNETHDRSZ = 0x400454CA, 0x400454D0, 0x400454D8
FLAGS = 0x0002 | 0x1000 | 0x4000  # IFF_TAP, _NO_PI, _VNET_HDR
HEADER = 12  # bytes of a virtio_net_hdr_v1

file, name, mac, address = sys.argv[1:]
mac, address = bytes.fromhex(mac.replace(":", "")), socket.inet_aton(address)
tap = os.open("/dev/net/tun", os.O_RDWR | os.O_CLOEXEC)
fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", name.encode(), FLAGS))
fcntl.ioctl(tap, TUNSETVNETHDRSZ, struct.pack("i", HEADER))
fcntl.ioctl(tap, TUNSETOFFLOAD, 0)
open(file, "w").close()


def answer(frame):
    sender, kind, rest = frame[6:12], frame[12:14], frame[14:]
    if kind == b"\x08\x06" and rest[6:8] == b"\0\1" and rest[24:28] == address:
        arp = rest[:6] + b"\0\2" + mac + address + rest[8:18]
        return sender + mac + kind + arp
    if kind == b"\x08\x00" and rest[9] == 1 and rest[16:20] == address and rest[20] == 8:
        # The checksum of ICMP is by 8 << 8 larger: the type has become 0.
        checksum = struct.unpack("!H", rest[22:24])[0] + 0x800
        checksum = (checksum & 0xFFFF) + (checksum >> 16)
        icmp = b"\0\0" + struct.pack("!H", checksum) + rest[24:]
        return sender + mac + kind + rest[:12] + address + rest[12:16] + icmp
    return None


while True:
    reply = answer(os.read(tap, 65536)[HEADER:])
    if reply:
        os.write(tap, bytes(HEADER) + reply)
