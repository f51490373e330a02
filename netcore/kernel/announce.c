/* announce.c - tells the neighbours which MAC address a device's addresses have */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/announce.h"

#include <arpa/inet.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <netinet/icmp6.h>
#include <netlink/attr.h>
#include <string.h>
#include <sys/socket.h>

#include "netcore/cleanup.h"
#include "netcore/kernel/ip_object_row.h"
#include "netcore/kernel/link_message.h"

enum { HOP_LIMIT = 255 /* RFC 4861, 7.1.2: another one is not taken */ };

struct arp_announcement {
	struct arphdr header;
	uint8_t sender_mac[MAC_BYTES], sender[4], target_mac[MAC_BYTES], target[4];
} __attribute__((packed));

struct neighbour_announcement {
	struct nd_neighbor_advert header;
	struct nd_opt_hdr option;
	uint8_t mac[MAC_BYTES];
} __attribute__((packed));

static void announce_ipv4(const struct link *link, const void *address)
{
	struct arp_announcement arp = {.header = {.ar_hrd = htons(ARPHRD_ETHER),
						  .ar_pro = htons(ETH_P_IP),
						  .ar_hln = MAC_BYTES,
						  .ar_pln = sizeof(arp.sender),
						  .ar_op = htons(ARPOP_REQUEST)}};
	struct sockaddr_ll everybody = {.sll_family = AF_PACKET,
					.sll_protocol = htons(ETH_P_ARP),
					.sll_ifindex = (int)link->ref.ifindex,
					.sll_halen = MAC_BYTES,
					.sll_addr = {255, 255, 255, 255, 255, 255}};
	_cleanup_(cleanup_fd) int fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	memcpy(arp.sender_mac, link->mac, MAC_BYTES);
	memcpy(arp.sender, address, sizeof(arp.sender));
	memcpy(arp.target, address, sizeof(arp.target));
	if (fd >= 0)
		sendto(fd, &arp, sizeof(arp), MSG_DONTWAIT, (struct sockaddr *)&everybody,
		       sizeof(everybody));
}

static void announce_ipv6(const struct link *link, const void *address)
{
	struct neighbour_announcement packet = {
		.header = {.nd_na_type = ND_NEIGHBOR_ADVERT,
			   .nd_na_flags_reserved = ND_NA_FLAG_OVERRIDE},
		.option = {.nd_opt_type = ND_OPT_TARGET_LINKADDR, .nd_opt_len = 1}};
	struct sockaddr_in6 all_nodes = {.sin6_family = AF_INET6,
					 .sin6_addr.s6_addr = {0xff, 2, [15] = 1},
					 .sin6_scope_id = link->ref.ifindex};
	int hops = HOP_LIMIT;
	_cleanup_(cleanup_fd) int fd =
		socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMPV6);

	memcpy(&packet.header.nd_na_target, address, 16);
	memcpy(packet.mac, link->mac, MAC_BYTES);
	if (fd >= 0 &&
	    setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &hops, sizeof(hops)) == 0)
		sendto(fd, &packet, sizeof(packet), MSG_DONTWAIT,
		       (struct sockaddr *)&all_nodes, sizeof(all_nodes));
}

static void announce_object(const struct link *link, const struct ip_object *object)
{
	struct nlmsghdr *message = object->message;
	const struct ifaddrmsg *header = nlmsg_data(message);
	struct nlattr *address;

	if (object->row != &ip_address_row)
		return;
	address = nlmsg_find_attr(message, sizeof(*header), IFA_LOCAL);
	if (!address) /* of IPv6, without a peer */
		address = nlmsg_find_attr(message, sizeof(*header), IFA_ADDRESS);
	if (address && header->ifa_family == AF_INET && nla_len(address) == 4)
		announce_ipv4(link, nla_data(address));
	if (address && header->ifa_family == AF_INET6 && nla_len(address) == 16)
		announce_ipv6(link, nla_data(address));
}

static void read_announced(size_t index, struct nlmsghdr *answer, void *data)
{
	if (answer->nlmsg_type == RTM_NEWLINK)
		link_message_read(answer, data);
}

void announce_addresses(struct nl_sock *socket, const struct link_ref *device)
{
	_cleanup_(ip_objects_clear) struct ip_objects objects = {};
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		link_message_ask(NULL, device->ifindex);
	struct link link = {};

	if (!question ||
	    rtnl_talk(socket, &question, 1, read_announced, &link, NULL) < 0 ||
	    !link.ref.ifindex ||
	    ip_objects_read(socket, device->ifindex, &objects, NULL) < 0)
		return;
	for (size_t i = 0; i < objects.count; i++)
		announce_object(&link, &objects.all[i]);
}
