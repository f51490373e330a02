/* look.c - all that is looked at in the kernel for a guest's NICs, in as few batches as
 * can be: first what has a name, then what these devices lead to, then who has a MAC
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/guest/look.h"

#include <errno.h>

#include "hook/guest/look_route.h"
#include "hook/guest/own_tap.h"
#include "hook/guest/port_senders.h"
#include "netcore/port_former.h"

struct look_round {
	struct net *net;
	const struct guest *guest;
	const struct plan *done;
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

static const struct link *find_seen_bridge(const struct seen *seen,
					   const struct verdict *verdict)
{
	const char *name = verdict_bridge(verdict);
	const struct link *bridge;

	if (name)
		return seen_link(seen, name);
	bridge = seen_link_at(seen, seen->default_bridge);
	return bridge ? bridge : seen_link(seen, "br0");
}

static const struct link *bridge_of(const struct look_round *round, size_t i)
{
	return find_seen_bridge(round->seen, &round->verdicts[i]);
}

struct port_macs look_at_macs(const struct seen *seen, const struct verdict *verdict)
{
	const char *name = verdict->nic->target;

	return (struct port_macs){verdict->nic, &verdict->rule->attach,
				  find_seen_bridge(seen, verdict),
				  name ? seen_link(seen, name) : NULL};
}

/* The built-in policy's: that of the default route, else br0. */
static int ask_builtin_bridge(const struct look_round *round, struct error *err)
{
	struct link bridge;
	int r = round->net->ops->find_default_bridge(round->net->self, &bridge, err);

	if (r < 0)
		return r;
	round->seen->default_bridge = r ? 0 : bridge.ref.ifindex;
	seen_ask(round->seen, r ? "br0" : bridge.ref.name);
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

/* VXLAN devices, where a rule has <antispoof>. */
static int look_vxlan_devices(const struct look_round *round, struct error *err)
{
	bool wanted = false;

	for (size_t i = 0; i < round->count; i++)
		wanted = wanted || (attaches(round, i) &&
				    round->verdicts[i].rule->attach.antispoof.on);
	return wanted ? round->net->ops->look_all(round->net->self, "vxlan",
						  &round->seen->vxlan_devices, err)
		      : 0;
}

/* One that libvirt or QEMU has made for this guest has none, nor one with our mark;
 * without a policy nobody is trusted. */
static int look_addresses(const struct look_round *round, size_t i, struct link *tap,
			  struct error *err)
{
	const struct link *bridge = bridge_of(round, i);
	bool made_by_libvirt = round->guest->origin == ORIGIN_LIBVIRT &&
			       round->verdicts[i].nic->managed &&
			       round->verdicts[i].rule->file;
	int r;

	if (made_by_libvirt || !tap->persistent || own_tap_is_marked(tap) ||
	    (bridge && tap->master.ifindex == bridge->ref.ifindex))
		return 0;
	r = round->net->ops->has_addresses(round->net->self, tap->ref.ifindex, err);
	tap->has_addresses = r == 1;
	return r < 0 ? r : 0;
}

/* What a user may not look at is taken to be as it should. */
static int look_filter(const struct look_round *round, size_t i, struct link *tap,
		       struct error *err)
{
	const struct verdict *verdict = &round->verdicts[i];
	int r;

	if (!attach_filters(&verdict->rule->attach) &&
	    !port_former_has(round->done, STEP_FILTER, &tap->ref))
		return 0;
	r = round->net->ops->look_filter(round->net->self, tap, err);
	if (r != -EPERM || round->moment == MOMENT_START)
		return r;
	port_senders_want(verdict->nic, &verdict->rule->attach, &tap->filter);
	return 0;
}

/* What only some rules need of a port: its VLANs and static entries; and its bridge's
 * name, and addresses. */
static int look_port(const struct look_round *round, size_t i, struct error *err)
{
	const struct attach *attach = &round->verdicts[i].rule->attach;
	struct link *tap = tap_of(round, i);
	const struct link *master =
		tap ? seen_link_at(round->seen, tap->master.ifindex) : NULL;

	bool vlans = attach->vlans, entries = attach->antispoof.on;
	int r;

	if (!tap)
		return 0;
	vlans = vlans || port_former_has(round->done, STEP_VLAN, &tap->ref);
	entries = entries || port_former_has(round->done, STEP_FDB, &tap->ref);
	if (master)
		tap->master = master->ref;
	r = look_addresses(round, i, tap, err);
	if (r < 0)
		return r;
	r = look_filter(round, i, tap, err);
	if (r < 0)
		return r;
	if (!tap->master.ifindex || !(vlans || entries))
		return 0;
	return round->net->ops->look_port(round->net->self, tap,
					  entries ? &round->seen->fdb : NULL, err);
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

/* The bridges that the TAPs are in. */
static int look_by_ifindex(const struct look_round *round, struct error *err)
{
	int r = look_vlan_devices(round, err);

	if (r < 0)
		return r;
	r = look_vxlan_devices(round, err);
	if (r < 0)
		return r;
	for (size_t i = 0; i < round->count; i++) {
		const struct link *tap = attaches(round, i) ? tap_of(round, i) : NULL;

		if (tap)
			seen_ask_at(round->seen, tap->master.ifindex);
	}
	return seen_answer(round->seen, round->net, err);
}

static int ask_macs(const struct look_round *round, size_t i, struct fdb_key **keys,
		    size_t *count, struct error *err)
{
	const struct port_macs port = look_at_macs(round->seen, &round->verdicts[i]);
	bool starts = round->moment == MOMENT_START || round->moment == MOMENT_SIMULATE;
	bool runs = round->moment == MOMENT_LIVE && port.attach->antispoof.on;
	int r;

	if (!port.bridge || !(starts || runs))
		return 0;
	r = port_macs_keys(&port, keys, count, err);
	return r < 0 || !starts ? r : port_macs_tap_keys(&port, keys, count, err);
}

/* An entry whose port has just vanished is none any more. */
static void name_ports(struct seen *seen)
{
	size_t kept = 0;

	for (size_t i = 0; i < seen->fdb.count; i++) {
		struct fdb_entry *entry = &seen->fdb.entries[i];
		const struct link *port = seen_link_at(seen, entry->port.ifindex);

		if (!port)
			continue;
		entry->port = port->ref;
		seen->fdb.entries[kept++] = *entry;
	}
	seen->fdb.count = kept;
}

/* Who has the MACs. */
static int look_macs(const struct look_round *round, struct error *err)
{
	_cleanup_(cleanup_free) struct fdb_key *keys = NULL;
	struct seen *seen = round->seen;
	size_t count = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < round->count; i++)
		r = attaches(round, i) ? ask_macs(round, i, &keys, &count, err) : 0;
	if (r == 0 && count)
		r = round->net->ops->look_fdb(round->net->self, keys, count, &seen->fdb,
					      err);
	if (r < 0)
		return r;
	for (size_t i = 0; i < seen->fdb.count; i++)
		seen_ask_at(seen, seen->fdb.entries[i].port.ifindex);
	r = seen_answer(seen, round->net, err);
	if (r < 0)
		return r;
	name_ports(seen);
	return 0;
}

int look_ports(struct net *net, const struct guest *guest, const struct plan *done,
	       const struct verdict *verdicts, size_t count, enum moment moment,
	       struct seen *ret, struct error *err)
{
	_cleanup_(seen_clear) struct seen seen = {.kernel = net->kernel,
						  .offline = net->offline};
	struct look_round round = {net, guest, done, verdicts, count, moment, &seen};
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
	r = look_macs(&round, err);
	if (r < 0)
		return r;
	r = look_routes(net, done, verdicts, count, &seen, err);
	if (r < 0)
		return r;
	*ret = seen;
	seen = (struct seen){};
	return 0;
}
