/* link_list.h - every device of this network namespace, and its place in a bridge */
#pragma once

#include "netcore/error.h"
#include "netcore/link.h"

/* A port's state, with the numbers of BR_STATE_… in linux/if_bridge.h. */
enum port_state {
	PORT_DISABLED,
	PORT_LISTENING,
	PORT_LEARNING,
	PORT_FORWARDING,
	PORT_BLOCKING,
};

struct listed_link {
	struct link link;
	char kind[16]; /* "tun", "veth", "bridge", …; empty: hardware */
	bool far_end;  /* its other end is in another network namespace */
	bool is_port;  /* of a Linux bridge; what follows is of that port */
	enum port_state state;
};

struct link_list {
	struct listed_link *links; /* in no order that means anything */
	size_t count;
};

/* All of them, by one question. 0 or -errno; the caller ends with link_list_clear(). */
int link_list_read(struct link_list *ret, struct error *err);
void link_list_clear(struct link_list *list);

/* NULL: there is none of that name. */
const struct listed_link *link_list_find(const struct link_list *list, const char *name);
