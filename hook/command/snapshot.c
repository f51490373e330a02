/* snapshot.c - the host's bridges, their ports, and all that is known of these */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/command/snapshot.h"

#include <errno.h>

#include "hook/host/watcher.h"
#include "hook/watch/compare.h"
#include "netcore/kernel/kernel.h"

void snapshot_clear(struct snapshot *snapshot)
{
	host_view_clear(&snapshot->view);
	counters_clear(&snapshot->counters);
	for (size_t i = 0; snapshot->addresses && i < snapshot->links.count; i++)
		host_addresses_clear(&snapshot->addresses[i]);
	free(snapshot->addresses);
	filter_drops_clear(&snapshot->drops);
	port_rules_clear(&snapshot->rules);
	evidence_clear(&snapshot->evidence);
	link_list_clear(&snapshot->links);
}

static int read_links(struct link_list *ret, struct error *err)
{
	struct net net = {};
	int r = kernel_open(&net, err);

	if (r < 0)
		return r;
	r = net.ops->look_all(net.self, NULL, ret, err);
	kernel_close(&net);
	return r;
}

/* One that a rule has cut off is in no bridge. */
static bool has_taps(const struct link_list *links)
{
	for (size_t i = 0; i < links->count; i++)
		if (links->links[i].kind == LINK_TAP)
			return true;
	return false;
}

/* As its state says, which the hook has written. */
static bool has_arrived(const struct port_owner *owner, const char *tap)
{
	struct state_id of_guest, of_tap = state_id(STATE_TAP, tap);

	if (!owner->uuid)
		return state_is_incoming(&of_tap);
	of_guest = state_id(STATE_GUEST, owner->uuid);
	return state_is_incoming(&of_guest) || state_is_incoming(&of_tap);
}

static void fill_port(struct snapshot *snapshot, struct port_view *port)
{
	const char *name = port->link->ref.name;

	if (port->link->kind != LINK_TAP)
		return;
	port->owner = tap_owner(port->link, &snapshot->evidence);
	port->arrived = has_arrived(&port->owner, name);
	port->rule = port_rules_find(&snapshot->rules, name);
	port->counters = counters_find(&snapshot->counters, name);
	port->drops = filter_drops_find(&snapshot->drops, name);
	if (port->owner.kind == OWNER_UNKNOWN)
		snapshot->hidden = true;
}

static int gather_all(struct snapshot *snapshot, struct error *err)
{
	int answer = gather_evidence(true, &snapshot->evidence, err);

	if (answer < 0)
		return answer;
	snapshot->late = answer == LIBVIRT_LATE;
	if (compare_ports(&snapshot->evidence, answer, &snapshot->rules,
			  &snapshot->unknown) == 0)
		snapshot->unknown.number = 0;
	if (port_rules_filter(&snapshot->rules))
		filter_drops_read(&snapshot->drops, NULL);
	return counters_read(&snapshot->counters, err);
}

/* One that is up may have a link-local address, which routes nothing. */
static bool is_routed(struct net *net, const struct link *link,
		      const struct port_rules *rules)
{
	const struct port_rule *rule = port_rules_find(rules, link->ref.name);

	if (link->kind != LINK_TAP || link->master.ifindex)
		return false;
	return (rule && rule->routed) ||
	       net->ops->has_addresses(net->self, link->ref.ifindex, NULL) == 1;
}

static int add_routed(struct net *net, struct snapshot *snapshot, struct error *err)
{
	for (size_t i = 0; i < snapshot->links.count; i++) {
		const struct link *link = &snapshot->links.links[i];
		struct host_addresses *has = &snapshot->addresses[i];
		int r;

		if (!is_routed(net, link, &snapshot->rules))
			continue;
		net->ops->list_addresses(net->self, link->ref.ifindex, has, NULL);
		host_addresses_settle(has, false);
		r = host_view_add_routed(&snapshot->view, link, has, err);
		if (r < 0)
			return r;
	}
	return 0;
}

static int find_routed(struct snapshot *snapshot, struct error *err)
{
	struct net net = {};
	int r;

	snapshot->addresses =
		calloc(snapshot->links.count + 1, sizeof(*snapshot->addresses));
	if (!snapshot->addresses)
		return error_set(err, ENOMEM, "no memory for addresses");
	r = kernel_open(&net, err);
	if (r < 0)
		return r;
	r = add_routed(&net, snapshot, err);
	kernel_close(&net);
	return r;
}

static int snapshot_fill(struct snapshot *snapshot, bool routed, struct error *err)
{
	struct host_view *view = &snapshot->view;
	bool taps = has_taps(&snapshot->links);
	int r = taps ? gather_all(snapshot, err) : 0;

	if (r < 0)
		return r;
	r = taps && routed ? find_routed(snapshot, err) : 0;
	if (r < 0)
		return r;
	view->rules = &snapshot->rules;
	view->watcher = watcher_find();
	for (size_t i = 0; i < host_view_group_count(view); i++)
		for (size_t j = 0; j < host_view_group(view, i)->port_count; j++)
			fill_port(snapshot, &host_view_group(view, i)->ports[j]);
	return 0;
}

int snapshot_take(const char *name, struct snapshot *ret, struct error *err)
{
	const struct link *bridge = NULL;
	int r = read_links(&ret->links, err);

	if (r < 0)
		return r;
	if (name)
		bridge = link_list_find(&ret->links, name);
	if (name && (!bridge || bridge->kind != LINK_BRIDGE))
		return SNAPSHOT_NO_BRIDGE;
	r = host_view_make(&ret->links, bridge, &ret->view, err);
	return r < 0 ? r : snapshot_fill(ret, !name, err);
}
