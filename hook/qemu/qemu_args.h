/* qemu_args.h - QEMU's command line → guest */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/qemu/tap_fd.h"
#include "netcore/error.h"
#include "xml/guest.h"

enum { QEMU_ARGS_MAX = 8 << 20 /* bytes; the kernel lets a command line have 6 MiB */ };

/* Reads a QEMU's /proc/PID/cmdline: size bytes, each argument ended by a NUL, which the
 * last may lack. held: the TAPs that the QEMU holds, by rising fd.
 *
 * ret gets the stage GUEST_BY_HAND or GUEST_CONFIGURED, the name (-name, NULL: none), the
 * UUID (-uuid, lower case, NULL: none), elsewhere (-incoming, to its end), and a NIC for
 * each netdev of -netdev, -nic and -net, numbered from 1 in the order in which QEMU makes
 * them; the caller sets its origin and clears it.
 *
 *   type, actual  "ethernet" for a tap, else the netdev's own: bridge, user, socket, …
 *   target        the TAP, by ifname=, by fd=, or by the order in which QEMU gets those
 *                 that the kernel names; NULL: it is not known, or there is none
 *   bridge        br= of what the bridge helper makes, br0 where it is not said
 *   has_mac, mac  the device's; not if QEMU chooses it, or several are at the hub
 *   alias, model  the device's id= and driver, which is "virtio" for all virtio-net
 *   queues        queues=, or how many fds= there are
 *
 * What QEMU would not start with is passed over: any bytes can be read. With -readconfig,
 * or a -set that cannot be followed, the stage is GUEST_CONFIGURED. Not seen is what the
 * command line does not say itself: the network that QEMU makes where none is said, and
 * what its monitor does. Where that has deleted a netdev
 * whose TAP the kernel named, another's TAP may be taken for it.
 *
 * Returns 0, -ENOMEM, or -EINVAL: more than QEMU_ARGS_MAX bytes, more than QEMU_NET_MAX
 * netdevs or devices. Sources: QEMU's system/vl.c, util/qemu-option.c, net/net.c and
 * net/tap.c, from 2.0 to 10.0. */
int qemu_args_read(const char *args, size_t size, const struct tap_fd *held,
		   size_t held_count, struct guest *ret, struct error *err);

/* The NIC whose TAP has that name; NULL: there is none. */
const struct nic *qemu_args_nic(const struct guest *guest, const char *tap);
