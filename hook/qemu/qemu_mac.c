/* qemu_mac.c - the MAC of a QEMU's network device */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/qemu/qemu_mac.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* QEMU reads the MAC of a device by set_mac() (hw/core/qdev-properties-system.c), those
 * of -nic and -net by net_parse_macaddr() (net/util.c), which takes fewer digits, too,
 * and the last three bytes as one number. */
static bool read_mac_number(const char *text, uint8_t ret[MAC_BYTES])
{
	char *end;
	unsigned long number = strtoul(text, &end, 0);

	if (!isdigit((unsigned char)*text) || *end || number > 0xffffff)
		return false;
	for (int i = 0; i < MAC_BYTES; i++)
		ret[i] = i < 3 ? 0 : (uint8_t)(number >> (8 * (5 - i)));
	return true;
}

/* In place of a MAC of zeros, QEMU chooses one. */
bool qemu_mac_read(const char *text, uint8_t ret[MAC_BYTES])
{
	static const uint8_t zeros[MAC_BYTES];
	uint8_t mac[MAC_BYTES];

	if (!text ||
	    (!read_mac_number(text, mac) && text_read_short_mac(text, ":-", mac) < 0) ||
	    !memcmp(mac, zeros, sizeof(mac)))
		return false;
	memcpy(ret, mac, sizeof(mac));
	return true;
}
