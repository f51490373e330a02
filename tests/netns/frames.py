# frames.py - kinds of frames that a guest may send, and by which rule each of them passes
#
# A kind is (name, rules by which it passes, frame); one whose name ends in "bytes" is as
# long as it is. The rules are letters,
#
#   a  <antispoof> with <ip>, and so with guards
#   m  <antispoof/> and <guard/>: MACs are held, addresses are not
#   g  <guard/> alone
#   r  <antispoof> with <ip> and the MAC of a virtual router, <guard dhcp='no' ra='no'/>
#
# SPDX-License-Identifier: LGPL-2.1-or-later
import ipaddress
import struct

OWN, SHARED, FOREIGN, TARGET = (
    bytes.fromhex(mac) for mac in ("525400000002", "00005e00010a", "525400beef99", "525400ffee01")
)
BROADCAST = b"\xff" * 6
ALL_NODES = b"\x33\x33\0\0\0\1"
IPV4, ARP, IPV6, RARP = 0x0800, 0x0806, 0x86DD, 0x8035
UDP, ICMP, IGMP, TCP, ICMPV6 = 17, 1, 2, 6, 58
HOP, ROUTING, FRAGMENT, DESTINATION = 0, 43, 44, 60


def ip(text):
    return ipaddress.ip_address(text).packed


def local(mac):
    return ip("fe80::")[:8] + bytes([mac[0] ^ 2]) + mac[1:3] + b"\xff\xfe" + mac[3:]


def ether(ethertype, payload, source=OWN, target=TARGET):
    return target + source + struct.pack("!H", ethertype) + payload


def checksum(data):
    data += bytes(len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    total = (total & 0xFFFF) + (total >> 16)
    return ~(total + (total >> 16)) & 0xFFFF


def ipv4(source, protocol, payload, target="198.51.100.1", options=b"", fragment=0, length=None, version=4):
    words = 5 + len(options) // 4
    header = struct.pack(
        "!BBHHHBBH4s4s",
        version << 4 | words,
        0,
        length or 4 * words + len(payload),
        1,
        fragment,
        64,
        protocol,
        0,
        ip(source),
        ip(target),
    )
    header += options
    return header[:10] + struct.pack("!H", checksum(header)) + header[12:] + payload


def ipv6(source, protocol, payload, target="2001:db8:ffff::1", hops=255, length=None):
    source = source if isinstance(source, bytes) else ip(source)
    length = len(payload) if length is None else length
    return struct.pack("!IHBB16s16s", 6 << 28, length, protocol, hops, source, ip(target)) + payload


def udp(source, target, payload=b"12345678"):
    return struct.pack("!HHHH", source, target, 8 + len(payload), 0) + payload


def dhcp(operation, mac=OWN):
    return struct.pack("!BBBB12x12x6s", operation, 1, 6, 0, mac) + bytes(202)


def arp(operation, mac, address, target, ethernet=1, source=OWN):
    payload = struct.pack("!HHBBH6s4s6s4s", ethernet, IPV4, 6, 4, operation, mac, ip(address), bytes(6), ip(target))
    return ether(ARP, payload, source, BROADCAST)


def rarp(operation, mac, target):
    payload = struct.pack("!HHBBH6s4x6s4x", 1, IPV4, 6, 4, operation, mac, target)
    return ether(RARP, payload, OWN, BROADCAST)


def icmp6(kind, payload=bytes(4)):
    return struct.pack("!BBH", kind, 0, 0) + payload


def lladdr(kind, mac=OWN):
    return struct.pack("!BB6s", kind, 1, mac)


def nd(kind, target, options=b""):
    return icmp6(kind, bytes(4) + ip(target) + options)


def fragment(protocol, offset, more, payload):
    return struct.pack("!BBHI", protocol, 0, offset << 3 | more, 7) + payload


def extension(protocol, payload, more=0):
    return struct.pack("!BB6x", protocol, more) + bytes(8 * more) + payload


def neighbour(source, payload, source_mac=OWN):
    return ether(IPV6, ipv6(source, ICMPV6, payload, "ff02::1"), source_mac, ALL_NODES)


def kinds():
    v4, v6, far4, far6 = "192.0.2.10", "2001:db8::10", "192.0.2.11", "2001:db8::11"
    discover, answer = udp(68, 67, dhcp(1)), udp(67, 68, dhcp(2))
    advertisement = icmp6(134, bytes(12))
    ra, own_local = local(OWN), local(OWN)
    data = bytes(range(64))
    every, nobody = "amgr", ""

    # --- IPv4
    yield "udp", every, ether(IPV4, ipv4(v4, UDP, udp(1000, 2000)))
    yield "udp of its network", every, ether(IPV4, ipv4("192.0.2.143", UDP, udp(1000, 2000)))
    yield "tcp", every, ether(IPV4, ipv4(v4, TCP, data))
    yield "vrrp from its address", every, ether(IPV4, ipv4(v4, 112, data, "224.0.0.18"))
    yield "igmp", every, ether(IPV4, ipv4(v4, IGMP, bytes(8), "224.0.0.22", b"\x94\4\0\0"))
    yield "igmp without an address", every, ether(IPV4, ipv4("0.0.0.0", IGMP, bytes(8), "224.0.0.22", b"\x94\4\0\0"))
    yield "foreign IPv4 address", "mg", ether(IPV4, ipv4(far4, UDP, udp(1000, 2000)))
    yield "address before its network", "mg", ether(IPV4, ipv4("192.0.2.127", UDP, udp(1000, 2000)))
    yield "address behind its network", "mg", ether(IPV4, ipv4("192.0.2.144", UDP, udp(1000, 2000)))
    yield "foreign IPv4 address behind options", "mg", ether(IPV4, ipv4(far4, TCP, data, options=bytes(40)))
    yield "udp without an address", "mg", ether(IPV4, ipv4("0.0.0.0", UDP, udp(68, 53)))
    yield "foreign MAC, own address", "g", ether(IPV4, ipv4(v4, UDP, udp(1000, 2000)), FOREIGN)
    yield "shared MAC, own address", "gr", ether(IPV4, ipv4(v4, UDP, udp(1000, 2000)), SHARED)
    yield "jumbo", every, ether(IPV4, ipv4(v4, UDP, udp(1000, 2000, bytes(8900))))
    yield "jumbo of a foreign address", "mg", ether(IPV4, ipv4(far4, UDP, udp(1000, 2000, bytes(8900))))
    yield "first fragment", every, ether(IPV4, ipv4(v4, UDP, udp(1000, 2000, data), fragment=0x2000))
    yield "later fragment", every, ether(IPV4, ipv4(v4, UDP, data, fragment=0x2005))
    yield "later fragment of a foreign address", "mg", ether(IPV4, ipv4(far4, UDP, data, fragment=5))
    yield "first fragment with its ports alone", nobody, ether(IPV4, ipv4(v4, UDP, b"\3\xe8\7\xd0", fragment=0x2000))
    yield "first fragment of three bytes", nobody, ether(IPV4, ipv4(v4, UDP, b"\3\xe8\7", fragment=0x2000))
    yield "IPv4 longer than its frame", nobody, ether(IPV4, ipv4(v4, UDP, udp(1000, 2000), length=9000))
    yield "IPv4 of version 5", nobody, ether(IPV4, ipv4(v4, UDP, udp(1000, 2000), version=5))
    yield "IPv4 of twelve bytes", nobody, ether(IPV4, ipv4(v4, UDP, b"")[:12])

    # --- DHCP
    yield "DHCPDISCOVER", every, ether(IPV4, ipv4("0.0.0.0", UDP, discover, "255.255.255.255"), target=BROADCAST)
    yield "DHCPREQUEST from its address", every, ether(IPV4, ipv4(v4, UDP, discover, "192.0.2.1"))
    other = udp(68, 67, dhcp(1, FOREIGN))
    yield "DHCPDISCOVER for a foreign MAC", "mg", ether(IPV4, ipv4("0.0.0.0", UDP, other, "255.255.255.255"))
    yield "DHCPOFFER", "r", ether(IPV4, ipv4(v4, UDP, answer, "255.255.255.255"), target=BROADCAST)
    yield "DHCPOFFER from another port", "r", ether(IPV4, ipv4(v4, UDP, udp(1067, 68, dhcp(2))))
    yield "DHCPOFFER behind options", "r", ether(IPV4, ipv4(v4, UDP, answer, options=bytes(8)))
    yield "DHCPOFFER's first fragment", "r", ether(IPV4, ipv4(v4, UDP, answer[:64], fragment=0x2000))
    yield "DHCPOFFER without an address", nobody, ether(IPV4, ipv4("0.0.0.0", UDP, answer))
    yield "ICMP redirect", "r", ether(IPV4, ipv4(v4, ICMP, b"\5\1" + bytes(30)))
    yield "ICMP router advertisement", "r", ether(IPV4, ipv4(v4, ICMP, b"\x09\0" + bytes(14)))
    yield "ping", every, ether(IPV4, ipv4(v4, ICMP, b"\x08\0" + bytes(30)))

    # --- ARP, RARP
    yield "ARP request", every, arp(1, OWN, v4, "192.0.2.1")
    yield "ARP reply", every, arp(2, OWN, v4, "192.0.2.1")
    yield "ARP announcement", every, arp(1, OWN, "192.0.2.130", "192.0.2.130")
    yield "ARP probe", every, arp(1, OWN, "0.0.0.0", v4)
    yield "ARP probe for a foreign address", "mg", arp(1, OWN, "0.0.0.0", far4)
    yield "ARP reply without an address", "mg", arp(2, OWN, "0.0.0.0", v4)
    yield "ARP of a foreign address", "mg", arp(1, OWN, far4, "192.0.2.1")
    yield "ARP reply of a foreign address", "mg", arp(2, OWN, far4, "192.0.2.1")
    yield "ARP of a foreign MAC", "g", arp(1, FOREIGN, v4, "192.0.2.1")
    yield "ARP of a shared MAC", "gr", arp(1, SHARED, v4, "192.0.2.1")
    yield "ARP from a foreign MAC", "g", arp(1, OWN, v4, "192.0.2.1", source=FOREIGN)
    yield "ARP of another network", "g", arp(1, OWN, v4, "192.0.2.1", ethernet=6)
    yield "ARP of twelve bytes", "g", arp(1, OWN, v4, "192.0.2.1")[:26]
    yield "InARP", "g", arp(8, OWN, v4, "192.0.2.1")
    yield "RARP of QEMU", every, rarp(3, OWN, OWN)
    yield "RARP of a foreign MAC", "g", rarp(3, FOREIGN, FOREIGN)
    yield "RARP for a foreign MAC", "g", rarp(3, OWN, FOREIGN)
    yield "RARP reply", "g", rarp(4, OWN, OWN)

    # --- IPv6
    yield "IPv6 udp", every, ether(IPV6, ipv6(v6, UDP, udp(1000, 2000)))
    yield "IPv6 udp of its network", every, ether(IPV6, ipv6("2001:db8:1::ffff", UDP, udp(1000, 2000)))
    yield "IPv6 tcp", every, ether(IPV6, ipv6(v6, TCP, data))
    yield "IPv6 ping", every, ether(IPV6, ipv6(v6, ICMPV6, icmp6(128)))
    yield "ping from its link-local address", every, ether(IPV6, ipv6(own_local, ICMPV6, icmp6(128)))
    yield "IPv6 jumbo", every, ether(IPV6, ipv6(v6, UDP, udp(1000, 2000, bytes(8900))))
    yield "foreign IPv6 address", "mg", ether(IPV6, ipv6(far6, UDP, udp(1000, 2000)))
    yield "foreign IPv6 address behind extensions", "mg", ether(
        IPV6, ipv6(far6, DESTINATION, extension(UDP, udp(1000, 2000)))
    )
    yield "foreign link-local address", "mg", ether(IPV6, ipv6("fe80::1", UDP, udp(1000, 2000)))
    yield "udp from ::", "mg", ether(IPV6, ipv6("::", UDP, udp(546, 547)))
    yield "udp behind extensions", every, ether(
        IPV6, ipv6(v6, HOP, extension(DESTINATION, extension(UDP, udp(1000, 2000))))
    )
    yield "IPv6 first fragment", every, ether(IPV6, ipv6(v6, FRAGMENT, fragment(UDP, 0, 1, udp(1000, 2000))))
    yield "IPv6 later fragment", every, ether(IPV6, ipv6(v6, FRAGMENT, fragment(UDP, 5, 1, data)))
    yield "later fragment behind an extension", nobody, ether(
        IPV6, ipv6(v6, FRAGMENT, fragment(DESTINATION, 5, 1, data))
    )
    yield "first fragment without its header", nobody, ether(
        IPV6, ipv6(v6, FRAGMENT, fragment(DESTINATION, 0, 1, extension(UDP, b"")))
    )
    yield "first fragment without its ICMPv6", nobody, ether(
        IPV6, ipv6(v6, FRAGMENT, fragment(DESTINATION, 0, 1, extension(ICMPV6, b"")))
    )
    yield "first fragment, a cut extension", nobody, ether(
        IPV6, ipv6(v6, FRAGMENT, fragment(DESTINATION, 0, 1, extension(ICMPV6, b"", 4)[:16]))
    )
    yield "first fragment without anything", nobody, ether(IPV6, ipv6(v6, FRAGMENT, fragment(UDP, 0, 1, b"")))
    yield "fragment behind an extension", nobody, ether(
        IPV6, ipv6(v6, DESTINATION, extension(FRAGMENT, fragment(UDP, 0, 1, udp(1000, 2000))))
    )
    yield "ping's first fragment", every, ether(IPV6, ipv6(v6, FRAGMENT, fragment(ICMPV6, 0, 1, icmp6(128) + data)))
    yield "ping's later fragment", every, ether(IPV6, ipv6(v6, FRAGMENT, fragment(ICMPV6, 5, 0, data)))
    yield "IPv6 longer than its frame", nobody, ether(IPV6, ipv6(v6, UDP, udp(1000, 2000), length=9000))
    yield "IPv6 of twenty bytes", nobody, ether(IPV6, ipv6(v6, UDP, b"")[:20])

    # --- DHCPv6
    yield "DHCPv6 solicit", every, ether(IPV6, ipv6(own_local, UDP, udp(546, 547), "ff02::1:2"))
    yield "DHCPv6 answer", "r", ether(IPV6, ipv6(own_local, UDP, udp(547, 546)))
    yield "DHCPv6 answer from another port", "r", ether(IPV6, ipv6(own_local, UDP, udp(1547, 546)))
    yield "DHCPv6 answer behind extensions", "r", ether(
        IPV6, ipv6(own_local, DESTINATION, extension(ROUTING, extension(UDP, udp(547, 546))))
    )
    yield "DHCPv6 answer's first fragment", "r", ether(
        IPV6, ipv6(own_local, FRAGMENT, fragment(UDP, 0, 1, udp(547, 546)))
    )

    # --- neighbour discovery
    yield "RS", every, neighbour(own_local, icmp6(133) + lladdr(1))
    yield "RS from ::", every, neighbour("::", icmp6(133))
    yield "RS of a foreign MAC", "g", neighbour(own_local, icmp6(133) + lladdr(1, FOREIGN))
    yield "NS", every, neighbour(v6, nd(135, far6, lladdr(1)))
    yield "NS without a MAC", every, neighbour(v6, nd(135, far6))
    yield "NS of a foreign MAC", "g", neighbour(v6, nd(135, far6, lladdr(1, FOREIGN)))
    yield "NS of two MACs", "g", neighbour(v6, nd(135, far6, lladdr(1) + lladdr(1, FOREIGN)))
    yield "NS of another option first", "g", neighbour(v6, nd(135, far6, lladdr(14) + lladdr(1, FOREIGN)))
    yield "NS from a foreign address", "mg", neighbour(far6, nd(135, v6, lladdr(1)))
    yield "NS behind an extension", "g", ether(
        IPV6, ipv6(v6, HOP, extension(ICMPV6, nd(135, far6, lladdr(1, FOREIGN))), "ff02::1")
    )
    yield "NS in a fragment", "g", ether(IPV6, ipv6(v6, FRAGMENT, fragment(ICMPV6, 0, 0, nd(135, far6, lladdr(1)))))
    yield "NS's first fragment", "g", ether(IPV6, ipv6(v6, FRAGMENT, fragment(ICMPV6, 0, 1, nd(135, far6)[:8])))
    yield "DAD", every, neighbour("::", nd(135, v6))
    yield "DAD with a nonce", every, neighbour("::", nd(135, v6, lladdr(14, b"nonce1")))
    yield "DAD of its link-local address", every, neighbour("::", nd(135, str(ipaddress.ip_address(own_local))))
    yield "DAD of an address of its network", every, neighbour("::", nd(135, "2001:db8:1::77"))
    yield "DAD of a foreign address", "mg", neighbour("::", nd(135, far6))
    yield "DAD of a router's address", "mg", neighbour("::", nd(135, "fe80::1"))
    yield "NA", every, neighbour(v6, nd(136, v6, lladdr(2)))
    yield "NA without a MAC", every, neighbour(v6, nd(136, v6))
    yield "NA of its network", every, neighbour(v6, nd(136, "2001:db8:1::77", lladdr(2)))
    yield "NA of a foreign MAC", "g", neighbour(v6, nd(136, v6, lladdr(2, FOREIGN)))
    yield "NA of a shared MAC", "gr", neighbour(v6, nd(136, v6, lladdr(2, SHARED)))
    yield "NA for a foreign address", "mg", neighbour(v6, nd(136, far6, lladdr(2)))
    yield "NA for a router's address", "mg", neighbour(own_local, nd(136, "fe80::1", lladdr(2)))
    yield "NA from ::", "mg", neighbour("::", nd(136, v6, lladdr(2)))
    yield "inverse NS", "g", neighbour(v6, icmp6(141, bytes(4) + lladdr(1) + lladdr(2)))
    yield "MLD report", every, ether(IPV6, ipv6(own_local, HOP, extension(ICMPV6, icmp6(143)), "ff02::16"))
    yield "MLD report from ::", every, ether(IPV6, ipv6("::", HOP, extension(ICMPV6, icmp6(143)), "ff02::16"))

    # --- routers
    yield "RA", "r", neighbour(own_local, advertisement)
    yield "RA from a foreign address", nobody, neighbour("fe80::1", advertisement)
    yield "RA behind extensions", "r", ether(
        IPV6, ipv6(ra, HOP, extension(DESTINATION, extension(ICMPV6, advertisement)), "ff02::1")
    )
    yield "RA in a fragment", "r", ether(IPV6, ipv6(ra, FRAGMENT, fragment(ICMPV6, 0, 0, advertisement)))
    yield "RA's first fragment", "r", ether(IPV6, ipv6(ra, FRAGMENT, fragment(ICMPV6, 0, 1, advertisement[:8])))
    yield "RA in two fragments of none", nobody, ether(
        IPV6, ipv6(ra, FRAGMENT, fragment(FRAGMENT, 0, 0, fragment(ICMPV6, 0, 0, advertisement)))
    )
    yield "RA behind an authentication header", nobody, ether(
        IPV6, ipv6(ra, 51, struct.pack("!BB14x", ICMPV6, 2) + advertisement, "ff02::1")
    )
    yield "redirect", "r", neighbour(own_local, icmp6(137, bytes(36)))

    # --- others
    yield "an EtherType for experiments", "mg", ether(0x88B5, data)
    yield "PPPoE", "mg", ether(0x8863, data)
    yield "LLC", "mg", ether(len(data), b"\x42\x42\3" + data[3:])
    yield "SNAP", nobody, ether(len(data), b"\xaa\xaa\3\0\0\0\x86\xdd" + data[8:])
    yield "an EtherType from a foreign MAC", "g", ether(0x88B5, data, FOREIGN)
    yield "another kind of VLAN tag", nobody, ether(0x9100, b"\0\7\x08\0" + ipv4(v4, UDP, udp(1000, 2000)))
    yield "IPv4 of no bytes", nobody, ether(IPV4, b"")
    yield "IPv6 of no bytes", nobody, ether(IPV6, b"")
    yield "ARP of no bytes", "g", ether(ARP, b"")
