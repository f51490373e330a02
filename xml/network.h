/* network.h - what libvirt tells its network hook → a network, and the port at hand */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/error.h"
#include "xml/guest.h"

struct network {
	char *name;
	char *bridge;  /* NULL: it has none */
	char *forward; /* <forward mode=>; NULL: none */
	struct guest
		owner; /* of the port, with that NIC; without NICs: there is no port */
};

/* Reads from fd to its end, as domain_read() does. The caller ends with network_clear().
 */
int network_read(int fd, struct network *ret, struct error *err);

/* The same from memory. */
int network_read_text(const char *text, size_t length, struct network *ret,
		      struct error *err);

void network_clear(struct network *network);

/* Whether libvirt makes its bridge when it starts, and deletes it when it ends. */
bool network_makes_bridge(const struct network *network);
