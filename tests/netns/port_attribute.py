#!/usr/bin/env python3
# port_attribute.py - reads or sets one attribute of a bridge's port by its number
# SPDX-License-Identifier: LGPL-2.1-or-later
"""usage: port_attribute.py LINK NAME [VALUE]

For the port options that Debian's iproute2 does not show yet. Prints true, false, a number,
or null where the kernel does not tell it. VALUE is a number.
"""
import socket
import struct
import sys

# The numbers of linux/if_link.h (enum IFLA_BRPORT_…), and how wide the kernel keeps them.
ATTRIBUTES = {
    "proxy_arp": (10, "flag"),
    "proxy_arp_wifi": (12, "flag"),
    "mcast_router": (25, "B"),
    "group_fwd_mask": (31, "H"),
    "mcast_eht_hosts_limit": (37, "I"),
    "mab": (40, "flag"),
    "mcast_max_groups": (42, "I"),
    "neigh_vlan_suppress": (43, "flag"),
    "backup_nhid": (44, "I"),
    "neigh_forward_grat": (45, "flag"),
}
BACKUP_NHID, BESIDE_IT = "backup_nhid", "neigh_vlan_suppress"

NLMSG_ERROR, RTM_NEWLINK, RTM_GETLINK, RTM_SETLINK = 2, 16, 18, 19
NLM_F_REQUEST, NLM_F_ACK = 1, 4
IFLA_PROTINFO, IFLA_LINKINFO, IFLA_INFO_SLAVE_DATA = 12, 18, 5
NLA_TYPE = 0x3FFF


def attribute(number, payload):
    length = 4 + len(payload)
    return struct.pack("=HH", length, number) + payload + b"\0" * (-length % 4)


def parse(data):
    found = {}
    while len(data) >= 4:
        length, number = struct.unpack_from("=HH", data)
        found[number & NLA_TYPE] = data[4:length]
        data = data[(length + 3) & ~3 :]
    return found


def ask(kind, flags, family, index, more=b""):
    body = struct.pack("=BxHiII", family, 0, index, 0, 0) + more
    header = struct.pack("=IHHII", 16 + len(body), kind, NLM_F_REQUEST | flags, 1, 0)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as route:
        route.bind((0, 0))
        route.send(header + body)
        answer = route.recv(65536)
    if struct.unpack_from("=H", answer, 4)[0] == NLMSG_ERROR:
        error = struct.unpack_from("=i", answer, 16)[0]
        if error:
            raise OSError(-error, "the kernel refuses")
    return answer


def get(index, name):
    number, kind = ATTRIBUTES[name]
    answer = ask(RTM_GETLINK, 0, socket.AF_UNSPEC, index)
    link = parse(answer[32 : struct.unpack_from("=I", answer)[0]])
    port = parse(parse(link[IFLA_LINKINFO]).get(IFLA_INFO_SLAVE_DATA, b""))
    if number not in port:
        beside = name == BACKUP_NHID and ATTRIBUTES[BESIDE_IT][0] in port
        return "0" if beside else "null"
    value = struct.unpack("=" + kind.replace("flag", "B"), port[number])[0]
    return ("true" if value else "false") if kind == "flag" else str(value)


def put(index, name, value):
    number, kind = ATTRIBUTES[name]
    payload = struct.pack("=" + kind.replace("flag", "B"), int(value))
    nested = attribute(IFLA_PROTINFO | 0x8000, attribute(number, payload))
    ask(RTM_SETLINK, NLM_F_ACK, socket.AF_BRIDGE, index, nested)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    if len(sys.argv) == 4:
        put(socket.if_nametoindex(sys.argv[1]), *sys.argv[2:])
    else:
        print(get(socket.if_nametoindex(sys.argv[1]), sys.argv[2]))
