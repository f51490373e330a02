/* dhcp_socket.c - the sockets that a DHCP client has open
 *
 * Without an address a client sends and receives by a packet socket (packet(7)) for IPv4
 * or for all protocols, bound to the device; those of LLDP and ARP are no client's. With
 * one, most have UDP port 68 or 546 open: bound to the device, or to an address that it
 * has.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/host/dhcp_socket.h"

#include <ifaddrs.h>
#include <inttypes.h>
#include <linux/if_ether.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

#include "netcore/array.h"
#include "netcore/cleanup.h"
#include "netcore/kernel/udp_sockets.h"

enum { PORT_IPV4 = 68, PORT_IPV6 = 546 };

void dhcp_sockets_clear(struct dhcp_sockets *sockets)
{
	free(sockets->all);
	*sockets = (struct dhcp_sockets){};
}

static void add_socket(struct dhcp_sockets *sockets, const struct dhcp_socket *socket)
{
	if (!array_grow(&sockets->all, sockets->count, sizeof(*sockets->all)))
		return;
	sockets->all[sockets->count++] = *socket;
	sockets->any_udp = sockets->any_udp || !socket->is_packet;
}

/* packet_seq_show() in net/packet/af_packet.c */
static void read_packet_sockets(struct dhcp_sockets *sockets)
{
	_cleanup_(cleanup_file) FILE *in = fopen("/proc/net/packet", "re");
	char line[256];

	while (in && fgets(line, sizeof(line), in)) {
		struct dhcp_socket packet = {.is_packet = true};
		unsigned protocol;

		if (sscanf(line, "%*s %*d %*d %x %" SCNu32 " %*d %*u %*u %" SCNu64,
			   &protocol, &packet.ifindex, &packet.inode) == 3 &&
		    packet.ifindex && (protocol == ETH_P_IP || protocol == ETH_P_ALL))
			add_socket(sockets, &packet);
	}
}

static bool is_address(const struct sockaddr *address, const struct udp_socket *udp)
{
	if (!address || address->sa_family != (udp->ipv6 ? AF_INET6 : AF_INET))
		return false;
	if (udp->ipv6)
		return !memcmp(&((const struct sockaddr_in6 *)address)->sin6_addr,
			       udp->address, 16);
	return !memcmp(&((const struct sockaddr_in *)address)->sin_addr, udp->address, 4);
}

static uint32_t device_with(const struct ifaddrs *addresses, const struct udp_socket *udp)
{
	for (; addresses; addresses = addresses->ifa_next)
		if (is_address(addresses->ifa_addr, udp))
			return if_nametoindex(addresses->ifa_name);
	return 0;
}

static void read_udp_sockets(bool ipv6, const struct ifaddrs *addresses,
			     struct dhcp_sockets *sockets)
{
	_cleanup_(udp_sockets_clear) struct udp_sockets found = {};

	if (udp_sockets_read(ipv6, ipv6 ? PORT_IPV6 : PORT_IPV4, &found, NULL) < 0)
		return;
	for (size_t i = 0; i < found.count; i++) {
		const struct udp_socket *udp = &found.all[i];
		struct dhcp_socket socket = {
			.inode = udp->inode, .ifindex = udp->ifindex, .ipv6 = ipv6};

		if (!socket.ifindex)
			socket.ifindex = device_with(addresses, udp);
		add_socket(sockets, &socket);
	}
}

void dhcp_sockets_read(struct dhcp_sockets *ret)
{
	struct ifaddrs *addresses = NULL;

	*ret = (struct dhcp_sockets){};
	if (getifaddrs(&addresses) < 0)
		addresses = NULL;
	read_packet_sockets(ret);
	read_udp_sockets(false, addresses, ret);
	read_udp_sockets(true, addresses, ret);
	freeifaddrs(addresses);
}

const struct dhcp_socket *dhcp_sockets_find(const struct dhcp_sockets *sockets,
					    uint64_t inode)
{
	for (size_t i = 0; i < sockets->count; i++)
		if (sockets->all[i].inode == inode)
			return &sockets->all[i];
	return NULL;
}
