/* ip_entries_look.c - what there is of some addresses, routes and proxied neighbours */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <string.h>

#include "netcore/kernel/ip_entry_message.h"
#include "netcore/kernel/kernel_ask.h"
#include "netcore/kernel/nat.h"

enum { ROUTE_BATCH = 8 /* answers that surely fit in libnl's receive buffer */ };

struct ip_asking {
	const struct ip_entry *keys;
	size_t count;
	struct ip_entries *found;
};

static bool answers_key(const struct ip_entry *entry, const struct ip_entry *key)
{
	if (entry->what != key->what)
		return false;
	if (!key->dev.ifindex)
		return key->what == IP_ADDRESS
			       ? ip_prefix_overlaps(&entry->prefix, &key->prefix)
			       : ip_prefix_same(&entry->prefix, &key->prefix);
	return entry->dev.ifindex == key->dev.ifindex &&
	       ip_prefix_same(&entry->prefix, &key->prefix);
}

static bool keep_entry(struct nlmsghdr *part, void *data)
{
	const struct ip_asking *asking = data;
	struct ip_entry entry = {};

	if (!ip_entry_read(part, &entry))
		return true;
	for (size_t i = 0; i < asking->count; i++)
		if (answers_key(&entry, &asking->keys[i])) {
			ip_entries_put(asking->found, &entry);
			break;
		}
	return true;
}

static bool any_asks(const struct ip_asking *asking, enum ip_what what)
{
	for (size_t i = 0; i < asking->count; i++)
		if (asking->keys[i].what == what)
			return true;
	return false;
}

static int dump_entries(struct kernel *kernel, struct ip_asking *asking,
			struct nl_msg *message, struct error *err)
{
	_cleanup_(rtnl_message_free) struct nl_msg *question = message;

	return question ? rtnl_dump(kernel->socket, question, keep_entry, asking, err)
			: kernel_no_memory(err);
}

/* --- routes, each by itself: a host may have a million of them */

static void read_route_answer(size_t index, struct nlmsghdr *answer, void *data)
{
	keep_entry(answer, data);
}

static int ask_routes(struct kernel *kernel, struct ip_asking *asking, size_t *next,
		      struct error *err)
{
	struct nl_msg *messages[ROUTE_BATCH] = {};
	size_t made = 0;
	int r = 0;

	for (; r == 0 && made < ROUTE_BATCH && *next < asking->count; ++*next) {
		const struct ip_entry *key = &asking->keys[*next];

		if (key->what != IP_ROUTE)
			continue;
		messages[made] = ip_entry_ask_route(&key->prefix);
		r = messages[made] ? 0 : kernel_no_memory(err);
		made += r == 0;
	}
	if (r == 0 && made)
		r = rtnl_talk(kernel->socket, messages, made, read_route_answer, asking,
			      err);
	for (size_t i = 0; i < made; i++)
		nlmsg_free(messages[i]);
	return r;
}

static int ask_all_routes(struct kernel *kernel, struct ip_asking *asking,
			  struct error *err)
{
	size_t next = 0;
	int r = 0;

	while (r == 0 && next < asking->count)
		r = ask_routes(kernel, asking, &next, err);
	return r;
}

/* --- all of them */

int kernel_look_ip(void *self, const struct ip_entry *keys, size_t count,
		   struct ip_entries *ret, struct error *err)
{
	struct ip_asking asking = {keys, count, ret};
	int r = 0;

	if (any_asks(&asking, IP_ADDRESS))
		r = dump_entries(self, &asking, ip_entry_ask_addresses(), err);
	if (r < 0)
		return r;
	r = ask_all_routes(self, &asking, err);
	if (r < 0)
		return r;
	if (any_asks(&asking, IP_PROXY))
		r = dump_entries(self, &asking, ip_entry_ask_proxies(), err);
	if (r < 0)
		return r;
	if (any_asks(&asking, IP_NAT))
		r = nat_look(keys, count, ret, err);
	if (r < 0)
		return r;
	return ret->no_memory ? kernel_no_memory(err) : 0;
}
