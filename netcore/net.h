/* net.h - the few things that the rest asks of a kernel, so that a fake one can stand in
 *
 * Contract of all: 0 done; 1 where said, an answer and no failure; -errno with err set,
 * and the outputs untouched.
 */
#pragma once

#include "netcore/host_addresses.h"
#include "netcore/plan.h"

struct net_ops {
	/* The device of that name. 1: there is none. */
	int (*look)(void *self, const char *name, struct link *ret, struct error *err);

	/* The device of that number. 1: there is none. */
	int (*look_at)(void *self, uint32_t ifindex, struct link *ret, struct error *err);

	/* The VLANs of the bridge port of that number; none on a kernel that has none. */
	int (*look_vlans)(void *self, uint32_t ifindex, struct vlan_set *ret,
			  struct error *err);

	/* Fills in the MACs that are fixed on a bridge port whose VLANs are known. */
	int (*look_fixed)(void *self, struct link *port, struct error *err);

	/* A VLAN device on one of the bridge's ports (eth0.42 on eth0) that takes one of
	 * these VLANs away from the bridge, and which. 1: there is none. */
	int (*find_vlan_device)(void *self, uint32_t bridge, const struct vlan_set *vlans,
				struct link_ref *ret, uint16_t *ret_vlan,
				struct error *err);

	/* On which device, behind or under the bridge, that MAC is fixed: a static entry,
	 * or an address of the host's own. What was only learnt does not count. 1: on
	 * none. */
	int (*find_mac)(void *self, uint32_t bridge, const uint8_t mac[MAC_BYTES],
			uint32_t *ret_ifindex, struct error *err);

	/* Whether a device has addresses or routes that a bridge would take over: 1, 0.
	 */
	int (*has_addresses)(void *self, uint32_t ifindex, struct error *err);

	/* The lasting ones, as text. The caller ends with host_addresses_clear(). */
	int (*list_addresses)(void *self, uint32_t ifindex, struct host_addresses *ret,
			      struct error *err);

	/* A number that no device has. */
	int (*free_ifindex)(void *self, uint32_t *ret, struct error *err);

	/* The bridge that a default route goes out by; of several, the first. 1: there is
	 * none. */
	int (*find_default_bridge)(void *self, struct link *ret, struct error *err);

	/* Makes a TAP that lasts only until the process ends or its STEP_TAP is taken.
	 * -EBUSY: a device of that name exists. */
	int (*make_tap)(void *self, const char *name, const struct tap *tap,
			uint32_t *ret_ifindex, struct error *err);

	/* Takes the steps, in order, in as few system calls as can be. All are tried; err
	 * tells of the first that failed. */
	int (*change)(void *self, const struct step *steps, size_t count,
		      struct error *err);
};

struct net {
	const struct net_ops *ops;
	void *self;
	char kernel[80]; /* its name and release: "Linux 6.1.0-44-amd64" */
};

/* The device of that name. Its bridge has a name then, too; bridge (may be NULL) is one
 * that the caller knows already, and that need not be asked for. 1: there is none. */
int net_look(struct net *net, const char *name, const struct link_ref *bridge,
	     struct link *ret, struct error *err);
