# advertise.py - sends a router advertisement for 2001:db8::/64
#
#	advertise.py DEVICE FLAGS VALID ROUTER [asked]
#
# FLAGS: L for on-link, A for autoconfiguration; VALID and ROUTER: how many seconds the prefix is
# valid, and the router a default router. With "asked" it answers each solicitation, until it ends.
# SPDX-License-Identifier: LGPL-2.1-or-later
import socket, struct, sys

device, flags, valid, router = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
index = socket.if_nametoindex(device)
bits = ("L" in flags) << 7 | ("A" in flags) << 6
packet = struct.pack("!BBHBBHII", 134, 0, 0, 64, 0, router, 0, 0)
packet += struct.pack("!BBBBIII", 3, 4, 64, bits, valid, valid, 0)
packet += socket.inet_pton(socket.AF_INET6, "2001:db8::")


def send(s):
    s.sendto(packet, ("ff02::1", 0, 0, index))


with socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6) as s:
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
    all_routers = socket.inet_pton(socket.AF_INET6, "ff02::2") + struct.pack("@I", index)
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, all_routers)
    send(s)
    while "asked" in sys.argv[5:]:
        if s.recv(2048)[:1] == bytes([133]):
            send(s)
