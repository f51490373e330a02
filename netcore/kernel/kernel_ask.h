/* kernel_ask.h - what the real kernel is asked, for kernel.c alone: the questions of
 * net_ops
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/net.h"
#include "netcore/kernel/addresses.h"
#include "netcore/kernel/rtnl.h"

struct new_tap;

struct kernel {
	struct nl_sock *socket;
	struct new_tap *taps; /* made, and not yet kept */
	size_t tap_count;
	struct addresses_taken taken; /* by the last move */
};

int kernel_no_memory(struct error *err);

/* Each as net_ops says. */
int kernel_look(void *self, struct look *looks, size_t count, struct error *err);
int kernel_look_port(void *self, struct link *port, struct fdb *fdb, struct error *err);
int kernel_look_fdb(void *self, const struct fdb_key *keys, size_t count, struct fdb *fdb,
		    struct error *err);
int kernel_look_filter(void *self, struct link *tap, struct error *err);
int kernel_forget_filter(void *self, const struct link_ref *tap, struct error *err);
int kernel_look_all(void *self, const char *type, struct link_list *ret,
		    struct error *err);
int kernel_look_ip(void *self, const struct ip_entry *keys, size_t count,
		   struct ip_entries *ret, struct error *err);
int kernel_has_addresses(void *self, uint32_t ifindex, struct error *err);
int kernel_list_addresses(void *self, uint32_t ifindex, struct host_addresses *ret,
			  struct error *err);
void kernel_announce(void *self, const struct link_ref *device);
int kernel_list_rules(void *self, const char *device, char *ret, size_t size,
		      struct error *err);
int kernel_find_default_bridge(void *self, struct link *ret, struct error *err);
int kernel_is_station(void *self, const struct link *link, struct error *err);
