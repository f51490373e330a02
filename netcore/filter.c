/* filter.c - who may send from a TAP, as a plain value */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/filter.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "netcore/text.h"

enum { MAC_BITS = 48, IPV4_BITS = 32, IPV6_BITS = 128 };

bool sender_equal(const struct sender *a, const struct sender *b)
{
	return a->kind == b->kind && a->prefix == b->prefix &&
	       !memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

static unsigned address_bits(const struct sender *sender)
{
	return sender->kind == SENDER_IPV4 ? IPV4_BITS : IPV6_BITS;
}

void sender_print(const struct sender *sender, char ret[SENDER_TEXT])
{
	size_t length;

	if (sender->kind == SENDER_MAC) {
		text_print_mac(sender->bytes, ret);
		return;
	}
	inet_ntop(sender->kind == SENDER_IPV4 ? AF_INET : AF_INET6, sender->bytes, ret,
		  SENDER_TEXT);
	length = strlen(ret);
	if (sender->prefix < address_bits(sender))
		snprintf(ret + length, SENDER_TEXT - length, "/%u", sender->prefix);
}

void sender_mask(struct sender *sender)
{
	for (unsigned bit = sender->prefix; bit < 8 * SENDER_BYTES; bit++)
		sender->bytes[bit / 8] &= (uint8_t) ~(0x80U >> bit % 8);
}

bool sender_is_host(const struct sender *sender)
{
	static const uint8_t none[SENDER_BYTES];
	uint8_t first = sender->bytes[0];

	if (sender->kind == SENDER_MAC || !memcmp(sender->bytes, none, sizeof(none)))
		return false;
	return sender->kind == SENDER_IPV4 ? first != 0 && first < 224 : first != 0xff;
}

static int read_ip_sender(const char *text, const char *prefix, struct sender *ret)
{
	struct sender sender = {.kind = strchr(text, ':') ? SENDER_IPV6 : SENDER_IPV4};
	uint32_t bits = address_bits(&sender);

	if (inet_pton(sender.kind == SENDER_IPV4 ? AF_INET : AF_INET6, text,
		      sender.bytes) != 1)
		return -EINVAL;
	if (prefix && text_read_number(prefix, 1, bits, &bits) < 0)
		return -EINVAL;
	sender.prefix = (uint8_t)bits;
	*ret = sender;
	sender_mask(ret);
	return sender_equal(ret, &sender) ? 0 : -EINVAL;
}

int sender_read(const char *text, struct sender *ret)
{
	char address[SENDER_TEXT];
	uint8_t mac[MAC_BYTES];
	char *slash;

	if (text_read_mac(text, mac) == 0) {
		*ret = sender_of_mac(mac);
		return 0;
	}
	if (strlen(text) >= sizeof(address))
		return -EINVAL;
	strcpy(address, text);
	slash = strchr(address, '/');
	if (slash)
		*slash++ = '\0';
	return read_ip_sender(address, slash, ret);
}

struct sender sender_of_mac(const uint8_t mac[MAC_BYTES])
{
	struct sender sender = {.kind = SENDER_MAC, .prefix = MAC_BITS};

	memcpy(sender.bytes, mac, MAC_BYTES);
	return sender;
}

struct sender sender_of_eui64(const uint8_t mac[MAC_BYTES])
{
	struct sender sender = {.kind = SENDER_IPV6,
				.prefix = IPV6_BITS,
				.bytes = {0xfe, 0x80, [11] = 0xff, [12] = 0xfe}};

	memcpy(&sender.bytes[8], mac, 3);
	memcpy(&sender.bytes[13], mac + 3, 3);
	sender.bytes[8] ^= 2;
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
