/* offline.c - a host of which nothing is known but what files say of it */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/command/offline.h"

#include <errno.h>
#include <net/if_arp.h>
#include <string.h>

#include "hook/bridge/bridge_decide.h"
#include "hook/guest/verdict.h"
#include "netcore/array.h"

void offline_clear(struct offline *offline)
{
	free(offline->devices);
	*offline = (struct offline){};
}

static bool policy_names_bridge(const struct policy *policy, const char *name)
{
	if (policy_find_bridge(policy, name))
		return true;
	for (size_t i = 0; i < policy->rule_count; i++)
		if (!strcmp(policy->rules[i].attach.bridge, name))
			return true;
	return false;
}

/* Also in a name that a rule captures. */
static bool guest_names_bridge(const struct offline *offline, const char *name)
{
	const struct guest *guest = offline->guest;
	const struct problems none = {};

	for (size_t i = 0; guest && i < guest->nic_count; i++) {
		_cleanup_(verdict_clear) struct verdict verdict =
			verdict_of(offline->policy, &none, guest, &guest->nics[i]);
		const char *of_xml = guest->nics[i].bridge;

		if (of_xml && !strcmp(of_xml, name))
			return true;
		if (verdict.resolved && !strcmp(verdict.rule->attach.bridge, name))
			return true;
	}
	return false;
}

static bool policy_names_port(const struct policy *policy, const char *name)
{
	for (size_t i = 0; i < policy->bridge_count; i++)
		if (!strcmp(policy->bridges[i].uplink.dev, name))
			return true;
	for (size_t i = 0; i < policy->rule_count; i++)
		if (!strcmp(policy->rules[i].attach.port.device, name))
			return true;
	return false;
}

/* A new bridge's options, but VLANs are filtered, and heeded for multicast, unless the
 * policy sets them. */
static void make_bridge(const struct policy_bridge *bridge, struct link *ret)
{
	ret->kind = LINK_BRIDGE;
	ret->bridge = option_values_initial(&bridge_options);
	option_values_set(&ret->bridge, BRIDGE_vlan_filtering, true);
	option_values_set(&ret->bridge, BRIDGE_mcast_vlan_snooping, true);
	if (!bridge)
		return;
	for (size_t i = 0; i < bridge_options.count; i++)
		if (option_values_have(&bridge->options, i))
			option_values_set(&ret->bridge, i, bridge->options.value[i]);
	if (bridge->mtu)
		ret->mtu = bridge->mtu;
}

/* 0: out of memory. */
static uint32_t ifindex_of(struct offline *offline, const char *name)
{
	struct link_ref device = {.ifindex = (uint32_t)offline->device_count + 1};

	for (size_t i = 0; i < offline->device_count; i++)
		if (!strcmp(offline->devices[i].name, name))
			return offline->devices[i].ifindex;
	if (!array_grow(&offline->devices, offline->device_count, sizeof(device)))
		return 0;
	snprintf(device.name, sizeof(device.name), "%s", name);
	offline->devices[offline->device_count++] = device;
	return device.ifindex;
}

/* What the built-in policy comes to where no bridge carries a default route. */
static bool is_builtin_bridge(const struct policy *policy, const char *name)
{
	return policy->file_count == 0 && !strcmp(name, "br0");
}

static int answer_look(struct offline *offline, struct look *look, struct error *err)
{
	const struct policy *policy = offline->policy;
	bool is_bridge = policy_names_bridge(policy, look->name) ||
			 guest_names_bridge(offline, look->name) ||
			 is_builtin_bridge(policy, look->name);
	struct link link = {.mtu = 1500, .up = true};

	if (!is_bridge && !policy_names_port(policy, look->name))
		return 0;
	link.ref.ifindex = ifindex_of(offline, look->name);
	if (!link.ref.ifindex)
		return error_set(err, ENOMEM, "no memory");
	memcpy(link.ref.name, look->name, sizeof(link.ref.name));
	if (is_bridge)
		make_bridge(policy_find_bridge(policy, look->name), &link);
	look->link = link;
	look->found = true;
	return 0;
}

static int offline_look(void *self, struct look *looks, size_t count, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		int r = looks[i].kind == LOOK_NAME ? answer_look(self, &looks[i], err)
						   : 0;

		if (r < 0)
			return r;
	}
	return 0;
}

static int offline_look_all(void *self, const char *type, struct link_list *ret,
			    struct error *err)
{
	(void)self, (void)type, (void)err;
	*ret = (struct link_list){};
	return 0;
}

/* No bridge has any entry yet. */
static int offline_look_fdb(void *self, const struct fdb_key *keys, size_t count,
			    struct fdb *fdb, struct error *err)
{
	(void)self, (void)keys, (void)count, (void)fdb, (void)err;
	return 0;
}

static int offline_find_default_bridge(void *self, struct link *ret, struct error *err)
{
	(void)self, (void)ret, (void)err;
	return 1;
}

/* As in a new network namespace: all are off. */
static int offline_read_settings(void *self, uint64_t which, const char *device,
				 struct option_values *ret, struct error *err)
{
	(void)self, (void)which, (void)device, (void)err;
	*ret = (struct option_values){};
	for (size_t i = 0; i < ip_settings.count; i++)
		option_values_set(ret, i, 0);
	return 0;
}

/* Nor does any device have an address. */
static int offline_look_ip(void *self, const struct ip_entry *keys, size_t count,
			   struct ip_entries *ret, struct error *err)
{
	(void)self, (void)keys, (void)count, (void)ret, (void)err;
	return 0;
}

static const struct net_ops offline_ops = {
	.look = offline_look,
	.look_all = offline_look_all,
	.look_fdb = offline_look_fdb,
	.look_ip = offline_look_ip,
	.read_settings = offline_read_settings,
	.find_default_bridge = offline_find_default_bridge,
};

struct net offline_net(struct offline *offline)
{
	return (struct net){.ops = &offline_ops, .self = offline, .offline = true};
}

/* --- the bridges of the policy */

/* In place of one that no file says. */
static const uint8_t unknown_mac[MAC_BYTES] = {0x02};

static bool is_unknown_mac(const struct step *step)
{
	return step->kind == STEP_MAC && !memcmp(step->to.mac, unknown_mac, MAC_BYTES);
}

/* The bridge gets its uplink's MAC, which no file says. */
static void drop_unknown_macs(struct plan *plan)
{
	size_t kept = 0;

	for (size_t i = 0; i < plan->count; i++)
		if (!is_unknown_mac(&plan->steps[i]))
			plan->steps[kept++] = plan->steps[i];
	plan->count = kept;
}

int offline_bridge_plan(const struct policy_bridge *bridge, struct plan *plan,
			struct error *err)
{
	struct bridge_seen seen = {.bridge = {.kind = LINK_OTHER, .ref.ifindex = 1},
				   .uplink.up = true,
				   .uplink.hardware = ARPHRD_ETHER,
				   .uplink_has_addresses =
					   bridge->uplink.addresses >= ADDRESSES_MOVE};
	int r;

	memcpy(seen.bridge.ref.name, bridge->name, IFNAMSIZ);
	memcpy(seen.uplink.ref.name, bridge->uplink.dev, IFNAMSIZ);
	seen.uplink.ref.ifindex = bridge->uplink.dev[0] ? 2 : 0;
	memcpy(seen.uplink.mac, unknown_mac, MAC_BYTES);
	memcpy(seen.own_mac, unknown_mac, MAC_BYTES);
	r = bridge_decide(bridge, &seen, plan, err);
	drop_unknown_macs(plan);
	offline_plan_finish(plan);
	return r;
}

static void forget_ifindex(const struct step *step, struct value *value)
{
	enum value_type type = step_rows[step->kind].type;

	if (type == VALUE_MASTER || type == VALUE_MOVED || type == VALUE_ENTRY)
		value->link.ifindex = 0;
}

void offline_plan_finish(struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		struct step *step = &plan->steps[i];

		step->dev.ifindex = 0;
		forget_ifindex(step, &step->from);
		forget_ifindex(step, &step->to);
	}
}
