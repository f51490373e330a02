/* facts.h - what doctor looks at, once and before it decides anything */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/host/tap_owner.h"
#include "hook/show/host_view.h"
#include "netcore/net.h"

/* What may be hidden from an ordinary user, or away. */
enum sight {
	SIGHT_PROCESSES, /* of other users */
	SIGHT_STATES,    /* the state folder */
	SIGHT_FIREWALL,  /* rules need CAP_NET_ADMIN */
	SIGHT_LIBVIRT,   /* it does not answer */
	SIGHTS
};

/* A bridge, or a port that is not a TAP. */
struct device_fact {
	const struct link *link;
	bool has_addresses;
	bool mac_is_set; /* somebody has set its MAC, so that no port changes it */
};

struct facts {
	struct link_list links;
	struct host_view view;
	const struct evidence *evidence;
	struct device_fact *devices;
	size_t device_count;
	unsigned unseen; /* enum sight, a bit each */
};

/* Looks at the host. evidence must live as long; answer: libvirt's, as it was gathered. 0
 * or -errno; the caller ends with facts_clear(). */
int facts_look(struct net *net, const struct evidence *evidence, bool libvirt_answers,
	       struct facts *ret, struct error *err);
void facts_clear(struct facts *facts);

/* NULL: neither a bridge nor such a port. */
const struct device_fact *facts_device(const struct facts *facts,
				       const struct link *link);

/* The first port of the bridge that is not a TAP, and its own; NULL: none. */
const struct link *facts_uplink(const struct bridge_view *bridge);

static inline bool bridge_has(const struct link *bridge, enum bridge_option option)
{
	return option_values_have(&bridge->bridge, option) &&
	       bridge->bridge.value[option];
}
