/* filter.h - who may send from a TAP, as a plain value
 *
 * MACs and addresses are one list. Where there is no MAC in it, MACs are not held, and
 * where there is no address, addresses are not.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netcore/ip_prefix.h"
#include "netcore/text.h"

enum {
	SENDER_TEXT = IP_PREFIX_TEXT,
	FILTER_SENDERS = 80,
};

enum sender_kind { SENDER_NONE, SENDER_MAC, SENDER_IPV4, SENDER_IPV6 };

struct sender {
	uint8_t kind;        /* enum sender_kind */
	struct ip_prefix at; /* of a MAC its bytes, and the number of its bits */
};

/* What a guest must not do, whatever its address. */
enum {
	FILTER_GUARD_DHCP = 1, /* answer as a DHCP or DHCPv6 server */
	FILTER_GUARD_RA = 2,   /* send router advertisements or redirects */
};

struct filter {
	bool known; /* false: it was not asked for */
	bool on;
	uint8_t guards; /* FILTER_GUARD_… */
	uint8_t count;
	struct sender senders[FILTER_SENDERS];
};

bool sender_equal(const struct sender *a, const struct sender *b);

/* "52:54:00:00:00:02", "192.0.2.10", "192.0.2.128/28" */
void sender_print(const struct sender *sender, char ret[SENDER_TEXT]);

/* Reads that: 0 or -EINVAL, also where there are bits beyond the prefix. */
int sender_read(const char *text, struct sender *ret);

/* Whether one host can have it: neither a group's, nor unspecified. */
bool sender_is_host(const struct sender *sender);

struct sender sender_of_mac(const uint8_t mac[MAC_BYTES]);

/* The link-local address that a host makes of its MAC (RFC 4291, appendix A). */
struct sender sender_of_eui64(const uint8_t mac[MAC_BYTES]);

bool filter_has(const struct filter *filter, const struct sender *sender);
bool filter_has_kind(const struct filter *filter, enum sender_kind kind);

/* Whether addresses are held. */
bool filter_holds_addresses(const struct filter *filter);

/* Adds it, unless it is there. Returns whether it fits. */
bool filter_add(struct filter *filter, const struct sender *sender);
void filter_remove(struct filter *filter, const struct sender *sender);
