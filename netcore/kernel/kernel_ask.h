/* kernel_ask.h - what the real kernel is asked, for kernel.c alone: the questions of
 * net_ops
 */
#pragma once

#include "netcore/net.h"
#include "netcore/kernel/rtnl.h"

struct new_tap;

struct kernel {
	struct nl_sock *socket;
	struct new_tap *taps; /* made, and not yet kept */
	size_t tap_count;
};

int kernel_no_memory(struct error *err);

/* By name, or by number where name is NULL. 1: there is none. */
int kernel_ask_link(struct kernel *kernel, const char *name, uint32_t ifindex,
		    struct link *ret, struct error *err);

/* Each as net_ops says. */
int kernel_look(void *self, const char *name, struct link *ret, struct error *err);
int kernel_look_at(void *self, uint32_t ifindex, struct link *ret, struct error *err);
int kernel_look_vlans(void *self, uint32_t ifindex, struct vlan_set *ret,
		      struct error *err);
int kernel_look_fixed(void *self, struct link *port, struct error *err);
int kernel_find_vlan_device(void *self, uint32_t bridge, const struct vlan_set *vlans,
			    struct link_ref *ret, uint16_t *ret_vlan, struct error *err);
int kernel_find_mac(void *self, uint32_t bridge, const uint8_t mac[MAC_BYTES],
		    uint32_t *ret_ifindex, struct error *err);
int kernel_has_addresses(void *self, uint32_t ifindex, struct error *err);
int kernel_free_ifindex(void *self, uint32_t *ret, struct error *err);
int kernel_list_addresses(void *self, uint32_t ifindex, struct host_addresses *ret,
			  struct error *err);
int kernel_find_default_bridge(void *self, struct link *ret, struct error *err);
