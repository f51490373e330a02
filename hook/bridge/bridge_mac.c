/* bridge_mac.c - the MAC address of a bridge that has neither an uplink nor a <mac>
 *
 * Without one of its own it takes the lowest of its ports', which changes as guests come
 * and go, and neighbours lose the host for half a minute each time.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/bridge/bridge_mac.h"

#include <stdio.h>
#include <sys/random.h>

#include "netcore/cleanup.h"

/* FNV-1a (RFC 9923), 64 bits. */
static uint64_t add_to_hash(uint64_t hash, const char *text)
{
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return hash;
}

/* See machine-id(5); empty: this host has none. */
static void read_machine_id(char ret[40])
{
	_cleanup_(cleanup_file) FILE *in = fopen("/etc/machine-id", "re");

	if (!in || !fgets(ret, 40, in))
		*ret = '\0';
}

void bridge_mac_choose(const char *bridge, uint8_t ret[MAC_BYTES])
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	char machine[40];

	read_machine_id(machine);
	if (*machine)
		hash = add_to_hash(add_to_hash(hash, machine), bridge);
	else if (getrandom(&hash, sizeof(hash), GRND_NONBLOCK) < 0)
		hash = add_to_hash(hash, bridge);
	for (size_t i = 0; i < MAC_BYTES; i++, hash >>= 8)
		ret[i] = (uint8_t)hash;
	ret[0] = (uint8_t)((ret[0] & 0xfc) | 0x02); /* one host's, given locally */
}
