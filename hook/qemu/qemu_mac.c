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

/* --- the MACs that QEMU chooses */

enum { LAST_CHOSEN = 0xfe, GUESSES_MAX = 100 /* devices; no guest has as many */ };

static const uint8_t first_chosen[MAC_BYTES] = {0x52, 0x54, 0x00, 0x12, 0x34, 0x56};

/* A table of the last bytes that are used: qemu_macaddr_default_if_unset() in QEMU's
 * net/net.c. */
static void use_mac(const struct qemu_option *device, bool used[256],
		    uint8_t ret[MAC_BYTES])
{
	memcpy(ret, first_chosen, MAC_BYTES);
	if (!qemu_mac_read(device->word[QEMU_MAC], ret))
		while (used[ret[5]] && ret[5] < LAST_CHOSEN)
			ret[5]++;
	if (!memcmp(ret, first_chosen, MAC_BYTES - 1))
		used[ret[5]] = true;
}

/* Of -net nic, or of -device, up to the last one: whether that is among them. */
static bool use_macs(const struct qemu_net *net, bool with_driver,
		     const struct qemu_option *last, bool used[256],
		     uint8_t ret[MAC_BYTES])
{
	for (size_t i = 0; i < net->device_count; i++) {
		const struct qemu_option *device = &net->devices[i];
		bool has_driver = device->word[QEMU_DRIVER];

		if (has_driver != with_driver)
			continue;
		use_mac(device, used, ret);
		if (device == last)
			return true;
	}
	return false;
}

/* QEMU makes what -nic says, then -net nic, then -device. */
bool qemu_mac_guess(const struct qemu_net *net, const struct qemu_option *device,
		    uint8_t ret[MAC_BYTES])
{
	bool used[256] = {};

	if (net->netdev_count + net->device_count > GUESSES_MAX)
		return false;
	for (size_t i = 0; i < net->netdev_count; i++) {
		const struct qemu_netdev *netdev = &net->netdevs[i];

		if (netdev->group == MADE_NIC)
			use_mac(&netdev->said, used, ret);
		if (&netdev->said == device)
			return true;
	}
	return use_macs(net, false, device, used, ret) ||
	       use_macs(net, true, device, used, ret);
}
