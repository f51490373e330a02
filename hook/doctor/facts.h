/* facts.h - what doctor looks at, once and before it decides anything */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/doctor/fact.h"
#include "hook/doctor/host_files.h"
#include "hook/host/tap_owner.h"
#include "hook/show/host_view.h"
#include "netcore/kernel/firewall.h"
#include "netcore/net.h"
#include "xml/policy.h"

/* What may be hidden from an ordinary user, or away. */
enum sight {
	SIGHT_PROCESSES, /* of other users */
	SIGHT_STATES,    /* the state folder */
	SIGHT_FIREWALL,  /* rules need CAP_NET_ADMIN */
	SIGHT_LIBVIRT,   /* it does not answer */
	SIGHTS
};

/* Where bridged frames are passed on to: bridge-nf-call-iptables, … */
enum nf_call { NF_CALL_IPTABLES, NF_CALL_IP6TABLES, NF_CALL_ARPTABLES, NF_CALLS };

/* All but the last group belongs to whoever looks. */
struct facts {
	const struct evidence *evidence;
	const struct policy *policy; /* in force */
	bool has_policy;             /* it is the admin's, not the built-in one */
	const char *problem;         /* with it; NULL: none */
	struct drift_fact *drifts;
	size_t drift_count;
	struct bridge_fact *captured_bridges; /* of guests that differ */
	size_t captured_bridge_count;
	const struct port_rules *rules; /* of guests' TAPs; NULL: not known */
	bool libvirt_answers;

	struct link_list links;
	struct host_view view;
	struct device_fact *devices;
	size_t device_count;
	struct nic_fact *nics;
	size_t nic_count;
	struct added_fact *added; /* the guests of some of these */
	struct firewall firewall;
	struct filter_drops_list drops;
	bool nf_call[NF_CALLS];
	struct host_files files;
	bool forwards[2];        /* IPv4, IPv6 */
	uint32_t default_bridge; /* ifindex; 0: none */
	unsigned unseen;         /* enum sight, a bit each */
};

/* Fills in the last group. 0 or -errno; the caller ends with facts_clear(). */
int facts_look(struct net *net, struct facts *facts, struct error *err);
void facts_clear(struct facts *facts);

/* NULL: it was not looked at. */
const struct device_fact *facts_device(const struct facts *facts,
				       const struct link *link);

/* The first port of the bridge that is not a TAP, and its own; NULL: none. */
const struct link *facts_uplink(const struct bridge_view *bridge);

/* Whether it has a guest's TAP. */
bool facts_has_guest(const struct bridge_view *bridge);

static inline bool bridge_has(const struct link *bridge, enum bridge_option option)
{
	return option_values_have(&bridge->bridge, option) &&
	       bridge->bridge.value[option];
}
