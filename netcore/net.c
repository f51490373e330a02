/* net.c - the few things that the rest asks of a kernel */
#include "netcore/net.h"

#include <string.h>

int net_look(struct net *net, const char *name, const struct link_ref *bridge,
	     struct link *ret, struct error *err)
{
	struct link link, master;
	int r = net->ops->look(net->self, name, &link, err);

	if (r == 0 && bridge && link.master.ifindex == bridge->ifindex) {
		link.master = *bridge;
	} else if (r == 0 && link.master.ifindex) {
		r = net->ops->look_at(net->self, link.master.ifindex, &master, err);
		if (r == 0)
			link.master = master.ref;
	}
	if (r == 0)
		*ret = link;
	return r;
}
