/* look_route.c - what is looked at for the NICs that a rule routes
 *
 * An address is asked for on whatever device has it: another one may have it, too.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/guest/look_route.h"

#include <errno.h>

#include "hook/guest/route_want.h"
#include "netcore/array.h"

struct ip_keys {
	struct ip_entry *all;
	size_t count;
};

static void ip_keys_clear(struct ip_keys *keys)
{
	free(keys->all);
}

static int add_ip_key(struct ip_keys *keys, const struct ip_entry *key, struct error *err)
{
	if (!array_grow(&keys->all, keys->count, sizeof(*key)))
		return error_set(err, ENOMEM, "no memory for a guest's addresses");
	keys->all[keys->count++] = *key;
	return 0;
}

static void ask_devices(const struct verdict *verdict, struct seen *seen)
{
	if (verdict->nic->target)
		seen_ask(seen, verdict->nic->target);
	if (verdict->rule->route.dev[0])
		seen_ask(seen, verdict->rule->route.dev);
}

static void read_seen_device(struct net *net, const char *name, struct seen *seen)
{
	struct link *link = name && *name ? seen_link(seen, name) : NULL;

	if (!link)
		return;
	net->ops->read_settings(net->self, route_want_settings(), name, &link->settings,
				NULL);
	seen_ask_at(seen, link->master.ifindex); /* moves what was seen */
}

/* What all devices have in common, and which of them would lose their router. */
static int look_ipv6(struct net *net, const struct verdict *verdict, struct seen *seen,
		     struct error *err)
{
	_cleanup_(link_list_clear) struct link_list all = {};
	int r;

	if (!verdict->rule->route.dev[0] ||
	    !route_has_family(&verdict->rule->route, true) || seen->all_settings.has)
		return 0;
	net->ops->read_settings(net->self, route_want_settings(), "all",
				&seen->all_settings, NULL);
	r = net->ops->look_all(net->self, NULL, &all, err);
	for (size_t i = 0; r == 0 && i < all.count; i++) {
		struct link *link = &all.links[i];

		if (!link->advertised)
			continue;
		net->ops->read_settings(net->self, route_want_settings(), link->ref.name,
					&link->settings, NULL);
		if (!link_list_add(&seen->advertised, link))
			r = error_set(err, ENOMEM, "no memory for the devices");
	}
	return r;
}

static void read_devices(struct net *net, const struct verdict *verdict,
			 struct seen *seen)
{
	read_seen_device(net, verdict->nic->target, seen);
	read_seen_device(net, verdict->rule->route.dev, seen);
	if (!seen->new_settings.has)
		net->ops->read_settings(net->self, route_want_settings(), "default",
					&seen->new_settings, NULL);
}

/* The gateway of guests without a network is on every such TAP, and of interest on this
 * one alone. */
static int add_wanted_key(const struct route *route, struct ip_entry key,
			  struct ip_keys *keys, struct error *err)
{
	bool everywhere = key.what == IP_ROUTE || (key.what == IP_ADDRESS &&
						   route_has_ips(route, key.prefix.ipv6));

	if (everywhere)
		key.dev = (struct link_ref){};
	else if (key.what == IP_ADDRESS && !key.dev.ifindex)
		return 0;
	return add_ip_key(keys, &key, err);
}

/* Those that the rule wants, on whatever device. */
static int add_wanted(const struct verdict *verdict, const struct seen *seen,
		      struct ip_keys *keys, struct error *err)
{
	const struct route *route = &verdict->rule->route;
	const char *name = verdict->nic->target;
	const struct link *tap = name ? seen_link(seen, name) : NULL;
	_cleanup_(ip_entries_clear) struct ip_entries wanted = {};
	int r = 0;

	route_want_entries(route, tap ? &tap->ref : &(struct link_ref){},
			   seen_link(seen, route->dev), &wanted);
	for (size_t i = 0; r == 0 && i < wanted.count; i++)
		r = add_wanted_key(route, wanted.all[i], keys, err);
	for (size_t i = 0; r == 0 && i < route->guest_count; i++) {
		struct ip_entry key = {.what = IP_ADDRESS, .prefix = route->guests[i]};

		r = add_ip_key(keys, &key, err);
	}
	return r < 0 || !wanted.no_memory ? r : error_set(err, ENOMEM, "no memory");
}

static int add_done(const struct plan *done, struct ip_keys *keys, struct error *err)
{
	int r = 0;

	for (size_t i = 0; r == 0 && done && i < done->count; i++) {
		struct ip_entry key = step_ip_entry(&done->steps[i]);

		if (step_is_ip(&done->steps[i]))
			r = add_ip_key(keys, &key, err);
	}
	return r;
}

static int look_entries_of(struct net *net, const struct plan *done,
			   const struct verdict *verdicts, size_t count,
			   struct seen *seen, struct error *err)
{
	_cleanup_(ip_keys_clear) struct ip_keys keys = {};
	int r = add_done(done, &keys, err);

	for (size_t i = 0; r == 0 && i < count; i++)
		if (verdicts[i].kind == VERDICT_ROUTE)
			r = add_wanted(&verdicts[i], seen, &keys, err);
	if (r < 0)
		return r;
	r = net->ops->look_ip(net->self, keys.all, keys.count, &seen->ip, err);
	for (size_t i = 0; r == 0 && i < seen->ip.count; i++)
		seen_ask_at(seen, seen->ip.all[i].dev.ifindex);
	return r < 0 ? r : seen_answer(seen, net, err);
}

int look_routes(struct net *net, const struct plan *done, const struct verdict *verdicts,
		size_t count, struct seen *seen, struct error *err)
{
	bool any = false;
	int r;

	for (size_t i = 0; i < count; i++)
		if (verdicts[i].kind == VERDICT_ROUTE) {
			any = true;
			ask_devices(&verdicts[i], seen);
		}
	if (!any)
		return 0;
	r = seen_answer(seen, net, err);
	if (r < 0)
		return r;
	for (size_t i = 0; r == 0 && i < count; i++)
		if (verdicts[i].kind == VERDICT_ROUTE) {
			read_devices(net, &verdicts[i], seen);
			r = look_ipv6(net, &verdicts[i], seen, err);
		}
	return r < 0 ? r : look_entries_of(net, done, verdicts, count, seen, err);
}
