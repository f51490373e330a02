/* init_scripts.h - hooks and network scripts of others', and the bridge that they use */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/error.h"
#include "netcore/link_list.h"

struct init_script {
	char path[160];
	char bridge[IFNAMSIZ]; /* a bridge of this host; empty: it names none */
};

struct init_scripts {
	struct init_script *all; /* QEMU's before libvirt's */
	size_t count;
};

/* Looks for QEMU's scripts and libvirt's hooks, and passes over onebridge's own. 0 or
 * -ENOMEM; the caller ends with init_scripts_clear(). */
int init_scripts_look(const struct link_list *links, struct init_scripts *ret,
		      struct error *err);
void init_scripts_clear(struct init_scripts *scripts);

/* The first bridge of these that a line of the script puts devices on ("brctl addif br0
 * $1", "ip link set $1 master br0"), or sets a variable to ("switch=br0", "BRIDGE=br0").
 * ret stays empty if there is none. */
void init_script_find_bridge(FILE *script, const struct link_list *links,
			     char ret[IFNAMSIZ]);
