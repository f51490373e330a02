/* bridge_token.c - the IPv6 token of a bridge that has another MAC than its uplink
 *
 * The kernel makes the addresses of an advertised prefix of the device's MAC. Of another
 * MAC it makes others, and renews those that have moved no more: they run out. With a
 * token, which takes the MAC's place, it renews them (addrconf_prefix_rcv() in
 * net/ipv6/addrconf.c).
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/bridge/bridge_token.h"

#include <arpa/inet.h>
#include <string.h>

enum { TOKEN_BYTES = 8 /* at the end of an address: half of it */ };

void bridge_token_of_mac(const uint8_t mac[MAC_BYTES], uint8_t ret[IPV6_BYTES])
{
	uint8_t token[IPV6_BYTES] = {[11] = 0xff, [12] = 0xfe};

	memcpy(&token[8], mac, 3);
	memcpy(&token[13], &mac[3], 3);
	token[8] ^= 0x02;
	memcpy(ret, token, IPV6_BYTES);
}

bool bridge_token_is_needed(const struct host_addresses *has,
			    const uint8_t mac[MAC_BYTES])
{
	uint8_t token[IPV6_BYTES], address[IPV6_BYTES];

	bridge_token_of_mac(mac, token);
	for (size_t i = 0; i < has->address_count; i++)
		if (has->addresses[i].ipv6 && has->addresses[i].giver == HOST_ROUTER &&
		    inet_pton(AF_INET6, has->addresses[i].address, address) == 1 &&
		    !memcmp(&address[TOKEN_BYTES], &token[TOKEN_BYTES], TOKEN_BYTES))
			return true;
	return false;
}
