/* filter_text.c - a TAP's filter as a table of nftables
 *
 * One table a TAP, of its own: to put another in its place is one transaction, and to
 * list it costs the same however many there are. To put it does not: libnftables reads
 * what else there is first (tests/bench/filters). Its hook is the TAP's ingress, before
 * the bridge learns: what is dropped there is not learnt.
 *
 * The kernel has taken the outer VLAN tag off by then (__netif_receive_skb_core() in its
 * net/core/dev.c), so that a frame with one tag is held as one without. What has two is
 * dropped: nobody looks behind the second.
 *
 * What is not allowed is dropped, and what is allowed must be visible. The kernel finds a
 * header behind extension headers (ipv6_find_hdr()); in a first fragment it has to be
 * there, and later fragments are nothing without that one. A neighbour discovery message
 * has no extension header before it, and one option at most: so the place of its
 * link-layer address is known (RFC 4861; RFC 6980 forbids to fragment it).
 *
 * By the rules' comments the table is read back: see filter_read.c.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/kernel/filter_text.h"

#include <ctype.h>
#include <string.h>

#include "netcore/kernel/filter_rule.h"

const char filter_dhcp_comment[] = "DHCP server";
const char filter_ra_comment[] = "router advertisement";

/* A neighbour discovery message of so many bytes. */
#define ND(bytes) "ip6 nexthdr icmpv6 ip6 length " #bytes " "

static bool has_guard(const struct filter_draft *draft, unsigned guard)
{
	return draft->filter->guards & guard;
}

/* --- which MAC, which protocol */

static void put_macs(const struct filter_draft *draft, const char *tap)
{
	filter_begin_chain(draft, "entry");
	fprintf(draft->out,
		"\t\ttype filter hook ingress device \"%s\" priority -500; policy drop;\n",
		tap);
	filter_for_each(draft, SENDER_MAC, "ether saddr", "goto ethertype");
	if (draft->macs)
		filter_drop(draft, "", "foreign MAC");
	else
		filter_rule(draft, "any MAC", "goto ethertype");
	filter_end_chain(draft);
}

/* An IP packet in an LLC frame is one, too, for some hosts (CVE-2021-27854). */
static void put_protocol(const struct filter_draft *draft)
{
	filter_begin_chain(draft, "ethertype");
	filter_rule(draft, "IPv4", "meta protocol ip goto from_ip4");
	filter_rule(draft, "IPv6", "meta protocol ip6 goto from_ip6");
	if (draft->macs) {
		filter_rule(draft, "ARP", "meta protocol arp goto arp_mac");
		filter_rule(draft, "RARP", "meta protocol 0x8035 goto rarp_mac");
	}
	filter_drop(draft, "meta protocol { 0x8100, 0x88a8, 0x9100 } ",
		    "second VLAN tag");
	filter_drop(draft, "meta protocol 0x0004 @nh,0,16 0xaaaa ", "SNAP");
	if (draft->addresses)
		filter_drop(draft, "", "other protocol");
	else
		filter_rule(draft, "other protocol", "accept");
	filter_end_chain(draft);
}

/* --- ARP */

static void put_arp(const struct filter_draft *draft)
{
	filter_begin_chain(draft, "arp_mac");
	filter_for_each(
		draft, SENDER_MAC,
		"arp htype 1 arp ptype ip arp hlen 6 arp plen 4 arp operation { 1, 2 } "
		"arp saddr ether",
		draft->addresses ? "goto arp_address" : "accept");
	filter_drop(draft, "", "ARP of a foreign MAC");
	filter_end_chain(draft);
}

/* A probe asks whether an address is free that is to be its own (RFC 5227). */
static void put_arp_address(const struct filter_draft *draft)
{
	filter_begin_chain(draft, "arp_address");
	filter_for_each(draft, SENDER_IPV4, "arp saddr ip", "accept");
	filter_for_each(draft, SENDER_IPV4,
			"arp operation 1 arp saddr ip 0.0.0.0 arp daddr ip", "accept");
	filter_drop(draft, "", "ARP of a foreign address");
	filter_end_chain(draft);
}

/* What QEMU announces after a migration: a request for its own MAC
 * (announce_self_create() in its net/announce.c). */
static void put_rarp(const struct filter_draft *draft)
{
	filter_begin_chain(draft, "rarp_mac");
	filter_for_each_raw(draft, SENDER_MAC, "@nh,0,64 0x0001080006040003 @nh,64",
			    "goto rarp_target");
	filter_drop(draft, "", "RARP of a foreign MAC");
	filter_end_chain(draft);
	filter_begin_chain(draft, "rarp_target");
	filter_for_each_raw(draft, SENDER_MAC, "@nh,144", "accept");
	filter_drop(draft, "", "RARP for a foreign MAC");
	filter_end_chain(draft);
}

/* --- IPv4 */

/* A client without an address speaks for its own MAC (chaddr, RFC 2131). */
static void put_ip4(const struct filter_draft *draft)
{
	filter_begin_chain(draft, "from_ip4");
	if (draft->addresses) {
		filter_for_each(draft, SENDER_IPV4, "ip saddr", "goto own_ip4");
		filter_for_each_raw(
			draft, SENDER_MAC,
			"ip saddr 0.0.0.0 udp sport 68 udp dport 67 @th,64,8 1 "
			"@th,288",
			"accept");
		filter_rule(draft, "IGMP", "ip saddr 0.0.0.0 meta l4proto igmp accept");
		filter_drop(draft, "", "foreign IPv4 address");
	} else {
		filter_rule(draft, "any IPv4 address", "goto own_ip4");
	}
	filter_end_chain(draft);
}

/* A server need not send from its port; a client listens to its own only. */
static void put_dhcp_guard(const struct filter_draft *draft, unsigned client_port)
{
	char match[32];

	if (has_guard(draft, FILTER_GUARD_DHCP)) {
		snprintf(match, sizeof(match), "udp dport %u ", client_port);
		filter_drop(draft, match, filter_dhcp_comment);
	}
	filter_rule(draft, "UDP", "udp dport != 0 accept");
	filter_rule(draft, "not UDP", "meta l4proto != udp accept");
}

/* In a first fragment the upper header has to be, all of it: no host sends so short a one
 * (RFC 791 has any host forward 68 bytes whole). What is behind the packet's end in its
 * frame would be taken for the header else. */
static void put_ip4_own(const struct filter_draft *draft)
{
	filter_begin_chain(draft, "own_ip4");
	filter_drop(draft, "ip frag-off & 0x3fff == 0x2000 ip length < 68 ",
		    "tiny fragment");
	if (has_guard(draft, FILTER_GUARD_RA))
		filter_drop(draft, "icmp type { 5, 9 } ", filter_ra_comment);
	put_dhcp_guard(draft, 68);
	filter_rule(draft, "later fragment", "ip frag-off & 0x1fff != 0 accept");
	filter_drop(draft, "", "header not visible");
	filter_end_chain(draft);
}

/* --- IPv6 */

static void put_ip6(const struct filter_draft *draft)
{
	filter_begin_chain(draft, "from_ip6");
	if (draft->addresses) {
		filter_for_each(draft, SENDER_IPV6, "ip6 saddr", "goto own_ip6");
		filter_for_each_local(draft, "ip6 saddr", "goto own_ip6");
		filter_rule(draft, "no address yet", "ip6 saddr :: goto no_ip6");
		filter_drop(draft, "", "foreign IPv6 address");
	} else {
		filter_rule(draft, "any IPv6 address", "goto own_ip6");
	}
	filter_end_chain(draft);
}

/* Duplicate address detection, also with a nonce (RFC 7527), router solicitations, and
 * reports of groups that it joins. */
static void put_ip6_none(const struct filter_draft *draft)
{
	filter_begin_chain(draft, "no_ip6");
	filter_rule(draft, "DAD", ND(24) "icmpv6 type 135 goto nd_target");
	filter_rule(draft, "DAD",
		    ND(32) "icmpv6 type 135 @th,192,16 0x0e01 goto nd_target");
	filter_rule(draft, "RS", ND(8) "icmpv6 type 133 accept");
	filter_rule(draft, "MLD", "icmpv6 type { 131, 132, 143 } accept");
	filter_drop(draft, "", "no IPv6 address");
	filter_end_chain(draft);
}

/* As for IPv4: there must be nothing but the fragment's header before the upper one, or
 * a second fragment could bring that (RFC 7112). Behind an authentication header the
 * kernel does not look. */
static void put_ip6_own(const struct filter_draft *draft)
{
	filter_begin_chain(draft, "own_ip6");
	filter_drop(draft, "meta l4proto 51 ", "authentication header");
	filter_drop(draft, "exthdr frag exists ip6 nexthdr != 44 ",
		    "extension before a fragment");
	filter_drop(draft, "frag nexthdr { 0, 43, 44, 51, 60, 135, 139, 140 } ",
		    "extension in a fragment");
	filter_drop(draft, "frag more-fragments 1 ip6 length < 16 ", "tiny fragment");
	filter_rule(draft, "ICMPv6", "meta l4proto icmpv6 goto own_icmp6");
	put_dhcp_guard(draft, 546);
	filter_rule(draft, "later fragment", "frag frag-off != 0 accept");
	filter_drop(draft, "", "header not visible");
	filter_end_chain(draft);
}

static void put_icmp6(const struct filter_draft *draft)
{
	filter_begin_chain(draft, "own_icmp6");
	if (has_guard(draft, FILTER_GUARD_RA))
		filter_drop(draft, "icmpv6 type { 134, 137 } ", filter_ra_comment);
	if (draft->macs) {
		filter_rule(draft, "RS", "icmpv6 type 133 goto nd_rs");
		filter_rule(draft, "NS", "icmpv6 type 135 goto nd_ns");
		filter_rule(draft, "NA", "icmpv6 type 136 goto nd_na");
		filter_drop(draft, "icmpv6 type { 141, 142 } ", "inverse ND");
	}
	filter_rule(draft, "ICMPv6", "icmpv6 type != 255 accept");
	filter_rule(draft, "later fragment", "frag frag-off != 0 accept");
	filter_drop(draft, "", "header not visible");
	filter_end_chain(draft);
}

/* --- neighbour discovery: its link-layer address, and the target */

static void put_solicitations(const struct filter_draft *draft)
{
	filter_begin_chain(draft, "nd_rs");
	filter_rule(draft, "RS", ND(8) "accept");
	filter_for_each_raw(draft, SENDER_MAC, ND(16) "@th,64,16 0x0101 @th,80",
			    "accept");
	filter_drop(draft, "", "ND of a foreign MAC");
	filter_end_chain(draft);
	filter_begin_chain(draft, "nd_ns");
	filter_rule(draft, "NS", ND(24) "accept");
	if (!draft->addresses)
		filter_rule(draft, "DAD", ND(32) "ip6 saddr :: @th,192,16 0x0e01 accept");
	filter_for_each_raw(draft, SENDER_MAC, ND(32) "@th,192,16 0x0101 @th,208",
			    "accept");
	filter_drop(draft, "", "ND of a foreign MAC");
	filter_end_chain(draft);
}

static void put_advertisements(const struct filter_draft *draft)
{
	const char *then = draft->addresses ? "goto nd_target" : "accept";

	filter_begin_chain(draft, "nd_na");
	filter_rule(draft, "NA", ND(24) "%s", then);
	filter_for_each_raw(draft, SENDER_MAC, ND(32) "@th,192,16 0x0201 @th,208", then);
	filter_drop(draft, "", "ND of a foreign MAC");
	filter_end_chain(draft);
}

static void put_target(const struct filter_draft *draft)
{
	filter_begin_chain(draft, "nd_target");
	filter_for_each_raw(draft, SENDER_IPV6, "@th,64", "accept");
	filter_for_each_local(draft, "@th,64", "accept");
	filter_drop(draft, "", "ND of a foreign address");
	filter_end_chain(draft);
}

static void put_chains(const struct filter_draft *draft, const char *tap)
{
	put_macs(draft, tap);
	put_protocol(draft);
	put_ip4(draft);
	put_ip4_own(draft);
	put_ip6(draft);
	put_ip6_own(draft);
	put_icmp6(draft);
	if (draft->macs) {
		put_arp(draft);
		put_rarp(draft);
		put_solicitations(draft);
		put_advertisements(draft);
	}
	if (draft->addresses) {
		put_arp_address(draft);
		put_ip6_none(draft);
		put_target(draft);
	}
}

static const char table_prefix[] = "onebridge-";

void filter_table_name(const char *tap, char ret[FILTER_TABLE_TEXT])
{
	size_t length = (size_t)snprintf(ret, FILTER_TABLE_TEXT, "%s", table_prefix);

	for (; *tap; tap++) {
		bool plain = isascii(*tap) && (isalnum(*tap) || strchr("-_.", *tap));

		length += (size_t)snprintf(ret + length, FILTER_TABLE_TEXT - length,
					   plain ? "%c" : "/%02x", (uint8_t)*tap);
	}
}

bool filter_table_tap(const char *name, char ret[IFNAMSIZ])
{
	size_t length = 0;

	if (strncmp(name, table_prefix, strlen(table_prefix)) != 0)
		return false;
	for (name += strlen(table_prefix); *name && length < IFNAMSIZ - 1; name++) {
		unsigned byte = (uint8_t)*name;

		if (*name == '/' && sscanf(name, "/%2x", &byte) == 1)
			name += 2;
		ret[length++] = (char)byte;
	}
	ret[length] = '\0';
	return !*name && length;
}

void filter_owner(const struct link_ref *tap, char ret[FILTER_OWNER_TEXT])
{
	snprintf(ret, FILTER_OWNER_TEXT, "comment \"ifindex %u\"", tap->ifindex);
}

char *filter_text(const struct link_ref *tap, const struct filter *filter)
{
	struct filter_draft draft = {.filter = filter,
				     .macs = filter_has_kind(filter, SENDER_MAC),
				     .addresses = filter_holds_addresses(filter)};
	char name[FILTER_TABLE_TEXT], owner[FILTER_OWNER_TEXT], *text = NULL;
	size_t size;

	draft.out = open_memstream(&text, &size);
	if (!draft.out)
		return NULL;
	filter_table_name(tap->name, name);
	filter_owner(tap, owner);
	fprintf(draft.out, "table netdev %s {\n\t%s\n", name, owner);
	put_chains(&draft, tap->name);
	fputs("}\n", draft.out);
	if (fclose(draft.out) == 0)
		return text;
	free(text);
	return NULL;
}
