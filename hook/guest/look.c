/* look.c - all that is looked at in the kernel for a guest's NICs, in as few batches as
 * can be: first what has a name, then what these devices lead to, then who holds a MAC
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/guest/look.h"

#include <string.h>

struct look_round {
	struct net *net;
	const struct verdict *verdicts; /* all that attach */
	size_t count;
	enum moment moment;
	struct seen *seen;
};

static bool attaches(const struct look_round *round, size_t i)
{
	return round->verdicts[i].kind == VERDICT_ATTACH;
}

static struct link *tap_of(const struct look_round *round, size_t i)
{
	const char *name = round->verdicts[i].nic->target;

	return name ? seen_link(round->seen, name) : NULL;
}

static const struct link *bridge_of(const struct look_round *round, size_t i)
{
	const char *name = verdict_bridge(&round->verdicts[i]);
	const struct link *bridge;

	if (name)
		return seen_link(round->seen, name);
	bridge = seen_link_at(round->seen, round->seen->default_bridge);
	return bridge ? bridge : seen_link(round->seen, "br0");
}

/* The built-in policy's: that of the default route, else br0. */
static int ask_builtin_bridge(const struct look_round *round, struct error *err)
{
	struct link bridge;
	int r = round->net->ops->find_default_bridge(round->net->self, &bridge, err);

	if (r < 0)
		return r;
	if (r == 0)
		round->seen->default_bridge = bridge.ref.ifindex;
	seen_ask(round->seen, r == 0 ? bridge.ref.name : "br0");
	return 0;
}

static int ask_names(const struct look_round *round, size_t i, struct error *err)
{
	const struct verdict *verdict = &round->verdicts[i];
	const char *bridge = verdict_bridge(verdict);
	const struct option_values *port = &verdict->rule->attach.port;

	if (verdict->nic->target)
		seen_ask(round->seen, verdict->nic->target);
	if (port->device[0])
		seen_ask(round->seen, port->device);
	if (bridge)
		seen_ask(round->seen, bridge);
	else if (!verdict->rule->file)
		return ask_builtin_bridge(round, err);
	return 0;
}

static void ask_macs(const struct look_round *round, size_t i)
{
	const struct antispoof *antispoof = &round->verdicts[i].rule->attach.antispoof;
	const struct link *bridge = bridge_of(round, i);
	const struct nic *nic = round->verdicts[i].nic;
	uint32_t ifindex = bridge ? bridge->ref.ifindex : 0;

	if (!ifindex || round->moment != MOMENT_START)
		return;
	if (nic_knows_mac(nic))
		seen_ask_mac(round->seen, ifindex, nic->mac);
	for (size_t j = 0; j < antispoof->mac_count; j++)
		seen_ask_mac(round->seen, ifindex, antispoof->macs[j]);
}

/* VLAN devices, where a rule has VLANs, and the devices below them. */
static int look_vlan_devices(const struct look_round *round, struct error *err)
{
	struct link_list *devices = &round->seen->vlan_devices;
	bool wanted = false;
	int r;

	for (size_t i = 0; i < round->count; i++) {
		const struct link *bridge =
			attaches(round, i) && round->verdicts[i].rule->attach.vlans
				? bridge_of(round, i)
				: NULL;

		wanted = wanted || (bridge && link_filters_vlans(bridge));
	}
	if (!wanted)
		return 0;
	r = round->net->ops->look_all(round->net->self, "vlan", devices, err);
	if (r < 0)
		return r;
	for (size_t i = 0; i < devices->count; i++)
		seen_ask_at(round->seen, devices->links[i].lower);
	return 0;
}

/* What only some rules need of a port: its VLANs and static entries; and its bridge's
 * name. */
static int look_port(const struct look_round *round, size_t i, struct error *err)
{
	const struct attach *attach = &round->verdicts[i].rule->attach;
	struct link *tap = tap_of(round, i);
	const struct link *master =
		tap ? seen_link_at(round->seen, tap->master.ifindex) : NULL;

	if (master)
		tap->master = master->ref;
	if (!tap || !tap->master.ifindex || !(attach->vlans || attach->antispoof.on))
		return 0;
	return round->net->ops->look_port(round->net->self, tap, attach->antispoof.on,
					  err);
}

static int look_by_name(const struct look_round *round, struct error *err)
{
	for (size_t i = 0; i < round->count; i++) {
		int r = attaches(round, i) ? ask_names(round, i, err) : 0;

		if (r < 0)
			return r;
	}
	return seen_answer(round->seen, round->net, err);
}

/* The bridges that the TAPs are in, and the holders of MACs. */
static int look_by_ifindex(const struct look_round *round, struct error *err)
{
	struct seen *seen = round->seen;
	int r = look_vlan_devices(round, err);
	size_t asked;

	if (r < 0)
		return r;
	for (size_t i = 0; i < round->count; i++) {
		const struct link *tap = attaches(round, i) ? tap_of(round, i) : NULL;

		if (tap)
			seen_ask_at(seen, tap->master.ifindex);
		if (attaches(round, i))
			ask_macs(round, i);
	}
	r = seen_answer(seen, round->net, err);
	if (r < 0)
		return r;
	asked = seen->count;
	for (size_t i = 0; i < asked; i++)
		if (seen->looks[i].kind == LOOK_MAC && seen->looks[i].found)
			seen_ask_at(seen, seen->looks[i].link.ref.ifindex);
	return seen_answer(seen, round->net, err);
}

int look_ports(struct net *net, const struct verdict *verdicts, size_t count,
	       enum moment moment, struct seen *ret, struct error *err)
{
	_cleanup_(seen_clear) struct seen seen = {.kernel = net->kernel,
						  .offline = net->offline};
	struct look_round round = {net, verdicts, count, moment, &seen};
	int r = look_by_name(&round, err);

	if (r < 0)
		return r;
	r = look_by_ifindex(&round, err);
	if (r < 0)
		return r;
	for (size_t i = 0; i < count; i++) {
		r = attaches(&round, i) ? look_port(&round, i, err) : 0;
		if (r < 0)
			return r;
	}
	*ret = seen;
	seen = (struct seen){};
	return 0;
}
