/* listen.h - what the kernel tells, unasked, of devices that change */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "netcore/error.h"

struct listen_change {
	enum {
		LISTEN_LINK,   /* a device; made: it has just come */
		LISTEN_PORT,   /* its place in a bridge, or its options or VLANs there */
		LISTEN_ENTRY,  /* an entry of a bridge's FDB */
		LISTEN_IP,     /* an address, a route or a setting of a device */
		LISTEN_FILTER, /* a rule, or all, of a TAP's filter */
		LISTEN_NAT,    /* the table of NATs */
		LISTEN_LOST,   /* more than could be kept until it was read */
	} kind;
	uint32_t ifindex; /* of the device or port */
	bool made, gone;
	bool learnt; /* LISTEN_ENTRY: from a frame */
};

/* A socket to which the kernel tells all that; bytes: how much of it waits to be read at
 * most. 0 or -errno. */
int listen_open(int bytes, int *ret_fd, struct error *err);

/* It tells of addresses, routes and settings from now on, too. */
int listen_to_routes(int fd, struct error *err);

/* Another socket, which tells of the tables of nftables' that are ours. nf_tables is
 * loaded for it. */
int listen_open_nftables(int bytes, int *ret_fd, struct error *err);

/* Hands over what waits, and waits for nothing. */
typedef void (*listen_heard)(const struct listen_change *change, void *data);
void listen_read(int fd, listen_heard heard, void *data);
