/* seen.c - what was looked at in the kernel: questions, asked in batches, and their
 * answers
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/seen.h"

#include <errno.h>
#include <string.h>

#include "netcore/array.h"

void seen_clear(struct seen *seen)
{
	free(seen->looks);
	link_list_clear(&seen->vlan_devices);
	link_list_clear(&seen->vxlan_devices);
	fdb_clear(&seen->fdb);
	ip_entries_clear(&seen->ip);
	link_list_clear(&seen->advertised);
	*seen = (struct seen){};
}

static bool same_question(const struct look *a, const struct look *b)
{
	return a->kind == b->kind && a->ifindex == b->ifindex &&
	       !strcmp(a->name, b->name);
}

static void seen_add(struct seen *seen, const struct look *look)
{
	for (size_t i = 0; i < seen->count; i++)
		if (same_question(&seen->looks[i], look))
			return;
	if (!array_grow(&seen->looks, seen->count, sizeof(*look))) {
		seen->no_memory = true;
		return;
	}
	seen->looks[seen->count++] = *look;
}

void seen_ask(struct seen *seen, const char *name)
{
	struct look look = {.kind = LOOK_NAME};

	snprintf(look.name, sizeof(look.name), "%s", name);
	seen_add(seen, &look);
}

void seen_ask_at(struct seen *seen, uint32_t ifindex)
{
	if (ifindex && !seen_link_at(seen, ifindex))
		seen_add(seen, &(struct look){.kind = LOOK_IFINDEX, .ifindex = ifindex});
}

int seen_answer(struct seen *seen, struct net *net, struct error *err)
{
	size_t first = seen->answered;
	int r;

	seen->kernel = net->kernel;
	seen->offline = net->offline;
	if (seen->no_memory)
		return error_set(err, ENOMEM, "no memory for the devices");
	if (first == seen->count)
		return 0;
	r = net->ops->look(net->self, &seen->looks[first], seen->count - first, err);
	if (r < 0)
		return r;
	seen->answered = seen->count;
	return 0;
}

struct link *seen_link(const struct seen *seen, const char *name)
{
	for (size_t i = 0; i < seen->answered; i++)
		if (seen->looks[i].found && !strcmp(seen->looks[i].link.ref.name, name))
			return &seen->looks[i].link;
	return NULL;
}

const char *seen_altname(const struct seen *seen, const char *name)
{
	for (size_t i = 0; i < seen->answered; i++) {
		const struct look *look = &seen->looks[i];

		if (look->kind == LOOK_NAME && !look->found && look->link.ref.name[0] &&
		    !strcmp(look->name, name))
			return look->link.ref.name;
	}
	return NULL;
}

struct link *seen_link_at(const struct seen *seen, uint32_t ifindex)
{
	for (size_t i = 0; i < seen->answered; i++)
		if (seen->looks[i].found && seen->looks[i].link.ref.ifindex == ifindex)
			return &seen->looks[i].link;
	return NULL;
}
