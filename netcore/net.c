/* net.c - the usual questions to a kernel */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/net.h"

#include <string.h>

static int net_ask(struct net *net, struct look *look, struct link *ret,
		   struct error *err)
{
	int r = net->ops->look(net->self, look, 1, err);

	if (r < 0 || !look->found)
		return r < 0 ? r : 1;
	*ret = look->link;
	return 0;
}

int net_find(struct net *net, const char *name, struct link *ret, struct error *err)
{
	struct look look = {.kind = LOOK_NAME};

	snprintf(look.name, sizeof(look.name), "%s", name);
	return net_ask(net, &look, ret, err);
}

int net_find_altname(struct net *net, const char *name, char ret[IFNAMSIZ],
		     struct error *err)
{
	struct look look = {.kind = LOOK_NAME};
	int r;

	snprintf(look.name, sizeof(look.name), "%s", name);
	r = net->ops->look(net->self, &look, 1, err);
	if (r < 0 || look.found || !look.link.ref.name[0])
		return r < 0 ? r : 1;
	memcpy(ret, look.link.ref.name, IFNAMSIZ);
	return 0;
}

int net_look(struct net *net, const char *name, struct link *ret, struct error *err)
{
	struct look look = {.kind = LOOK_IFINDEX};
	struct link link, master;
	int r = net_find(net, name, &link, err);

	if (r != 0)
		return r;
	look.ifindex = link.master.ifindex;
	r = look.ifindex ? net_ask(net, &look, &master, err) : 1;
	if (r < 0)
		return r;
	if (!r)
		link.master = master.ref;
	*ret = link;
	return 0;
}

/* Above all others, so that the kernel, which counts up, comes to it last. */
int net_free_ifindex(struct net *net, uint32_t *ret, struct error *err)
{
	_cleanup_(link_list_clear) struct link_list all = {};
	uint32_t highest = 0;
	int r = net->ops->look_all(net->self, NULL, &all, err);

	if (r < 0)
		return r;
	for (size_t i = 0; i < all.count; i++)
		if (all.links[i].ref.ifindex > highest)
			highest = all.links[i].ref.ifindex;
	*ret = highest + 1;
	return 0;
}
