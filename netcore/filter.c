/* filter.c - who may send from a TAP, as a plain value */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/filter.h"

#include <errno.h>
#include <string.h>

#include "netcore/text.h"

bool sender_equal(const struct sender *a, const struct sender *b)
{
	return a->kind == b->kind && ip_prefix_same(&a->at, &b->at);
}

void sender_print(const struct sender *sender, char ret[SENDER_TEXT])
{
	if (sender->kind == SENDER_MAC)
		text_print_mac(sender->at.bytes, ret);
	else if (sender->at.length == ip_prefix_bits(&sender->at))
		ip_prefix_print_address(&sender->at, ret);
	else
		ip_prefix_print(&sender->at, ret);
}

bool sender_is_host(const struct sender *sender)
{
	static const uint8_t none[IP_BYTES];
	uint8_t first = sender->at.bytes[0];

	if (sender->kind == SENDER_MAC || !memcmp(sender->at.bytes, none, sizeof(none)))
		return false;
	return sender->kind == SENDER_IPV4 ? first != 0 && first < 224 : first != 0xff;
}

int sender_read(const char *text, struct sender *ret)
{
	struct ip_prefix ip, network;
	uint8_t mac[MAC_BYTES];

	if (text_read_mac(text, mac) == 0) {
		*ret = sender_of_mac(mac);
		return 0;
	}
	if (!ip_prefix_read(text, &ip) || !ip.length)
		return -EINVAL;
	network = ip_prefix_network(&ip);
	if (!ip_prefix_same(&ip, &network))
		return -EINVAL;
	*ret = (struct sender){ip.ipv6 ? SENDER_IPV6 : SENDER_IPV4, ip};
	return 0;
}

struct sender sender_of_mac(const uint8_t mac[MAC_BYTES])
{
	struct sender sender = {.kind = SENDER_MAC, .at.length = 8 * MAC_BYTES};

	memcpy(sender.at.bytes, mac, MAC_BYTES);
	return sender;
}

struct sender sender_of_eui64(const uint8_t mac[MAC_BYTES])
{
	struct sender sender = {SENDER_IPV6,
				{.ipv6 = true,
				 .length = 128,
				 .bytes = {0xfe, 0x80, [11] = 0xff, [12] = 0xfe}}};
	uint8_t *host = &sender.at.bytes[8];

	memcpy(host, mac, 3);
	memcpy(host + 5, mac + 3, 3);
	host[0] ^= 2;
	return sender;
}

static size_t sender_place(const struct filter *filter, const struct sender *sender)
{
	size_t i = 0;

	while (i < filter->count && !sender_equal(&filter->senders[i], sender))
		i++;
	return i;
}

bool filter_has(const struct filter *filter, const struct sender *sender)
{
	return sender_place(filter, sender) < filter->count;
}

bool filter_has_kind(const struct filter *filter, enum sender_kind kind)
{
	for (size_t i = 0; i < filter->count; i++)
		if (filter->senders[i].kind == kind)
			return true;
	return false;
}

bool filter_holds_addresses(const struct filter *filter)
{
	return filter_has_kind(filter, SENDER_IPV4) ||
	       filter_has_kind(filter, SENDER_IPV6);
}

bool filter_add(struct filter *filter, const struct sender *sender)
{
	if (filter_has(filter, sender))
		return true;
	if (filter->count == FILTER_SENDERS)
		return false;
	filter->senders[filter->count++] = *sender;
	return true;
}

void filter_remove(struct filter *filter, const struct sender *sender)
{
	size_t i = sender_place(filter, sender);

	if (i == filter->count)
		return;
	filter->count--;
	memmove(&filter->senders[i], &filter->senders[i + 1],
		(filter->count - i) * sizeof(filter->senders[0]));
}
