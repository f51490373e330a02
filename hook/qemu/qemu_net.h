/* qemu_net.h - what a QEMU's command line says of its network: netdevs, and the devices
 * at their other ends
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

#include "hook/qemu/qemu_option.h"

/* In the order in which QEMU makes their netdevs: net_init_clients() in its net/net.c. */
enum qemu_group {
	MADE_MODERN, /* -netdev of JSON, or of the types that came with it */
	MADE_NETDEV, /* -netdev */
	MADE_NIC,    /* -nic: it is its device, too */
	MADE_NET     /* -net */
};

struct qemu_netdev {
	enum qemu_group group;
	size_t place; /* among all netdevs of the command line */
	struct qemu_option said;
	const struct qemu_option *device; /* what the guest sees; NULL: not one device */
	const char *tap; /* its TAP; NULL: it has none, or an unknown one */
};

enum { QEMU_NET_MAX = 4096 /* netdevs, and devices */ };

/* Of a device, driver= is its model and macaddr= its mac. The words lie in the texts that
 * were read. */
struct qemu_net {
	struct qemu_netdev *netdevs;
	size_t netdev_count;
	struct qemu_option *devices;
	size_t device_count;
};

void qemu_net_clear(struct qemu_net *net);

/* Each adds what the argument of one option says, if it is of the network, and changes
 * the text of it, which has to stay. Returns 0, -ENOMEM, or -EINVAL: there are too many.
 */
int qemu_net_add_netdev(struct qemu_net *net, char *argument, struct error *err);
int qemu_net_add_nic(struct qemu_net *net, char *argument, struct error *err);
int qemu_net_add_net(struct qemu_net *net, char *argument, struct error *err);
int qemu_net_add_device(struct qemu_net *net, char *argument, struct error *err);

/* -set GROUP.ID.WORD=VALUE, of what was added before. Returns whether all that it changes
 * of the network is known. */
bool qemu_net_set(struct qemu_net *net, char *argument);

/* Once all is added: sorts the netdevs as QEMU makes them, and finds their devices, be it
 * by netdev= or by a hub. Returns 0 or -ENOMEM. */
int qemu_net_join(struct qemu_net *net, struct error *err);
