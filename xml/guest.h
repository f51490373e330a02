/* guest.h - a guest and its NICs, as plain values */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netcore/text.h"

enum guest_origin { ORIGIN_LIBVIRT };

/* Texts are NULL where the guest's description does not say, but for the two types. */
struct nic {
	unsigned number; /* its place among the guest's interfaces, from 1 */
	char *type;      /* <interface type=>, or "network" where libvirt has resolved it
			    already; never NULL */
	char *actual;    /* what it was resolved to (bridge, direct, …), else the same;
			    never NULL */
	char *alias;     /* <alias name=> */
	char *model;     /* <model type=> */
	char *bridge;    /* <source bridge=> */
	char *network;   /* <source network=> */
	char *portgroup; /* <source portgroup=> */
	char *target;    /* <target dev=>: the TAP */
	char *script;    /* <script path=> */
	char *virtualport; /* <virtualport type=>: a switch that is no Linux bridge */
	bool managed; /* false: <target managed='no'/>, the TAP is not libvirt's to make
		       */
	bool has_mac;
	uint8_t mac[MAC_BYTES];
	uint32_t queues; /* <driver queues=>; 1 where it does not say */
	uint32_t mtu;    /* <mtu size=> in bytes; 0: none */
	bool isolated;   /* <port isolated='yes'/> */
};

struct guest {
	enum guest_origin origin;
	char *name;   /* any bytes but NUL: never part of a path */
	char *uuid;   /* 36 characters, lower case; NULL: none yet */
	bool running; /* <domain id=>: libvirt has given it an id */
	struct nic *nics;
	size_t nic_count;
};

/* Frees what the guest holds; a zeroed guest is fine. */
void guest_clear(struct guest *guest);
