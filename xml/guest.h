/* guest.h - a guest and its NICs, as plain values */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netcore/text.h"
#include "netcore/vlan.h"

/* Who started it, and by which of our programs it comes. */
enum guest_origin { ORIGIN_LIBVIRT, ORIGIN_QEMU_IFUP, ORIGIN_BRIDGE_HELPER };

/* What it means where a text is NULL: mostly that there is no such thing. */
enum guest_stage {
	GUEST_DEFINED,  /* libvirt has yet to choose aliases, TAPs and bridges */
	GUEST_SETTLED,  /* all is said */
	GUEST_BY_HAND,  /* QEMU chooses the MAC and the model that it was not given */
	GUEST_MONITOR,  /* … and this NIC came later, by its monitor: it may be any */
	GUEST_HOT_PLUG, /* libvirt does not tell its <script> whose NIC it is */
	GUEST_OF_USER,  /* nor does QEMU tell the bridge helper anything of the guest */
	GUEST_STAGES
};

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
	bool own_script;   /* … which is onebridge-ifup: it acts for the hook */
	bool managed; /* false: <target managed='no'/>, the TAP is not libvirt's to make
		       */
	bool has_mac;
	bool mac_tail; /* of mac the first byte is not known */
	uint8_t mac[MAC_BYTES];
	uint32_t queues; /* <driver queues=>; 1 where it does not say */
	uint32_t mtu;    /* <mtu size=> in bytes; 0: none */
	bool isolated;   /* <port isolated='yes'/> */
	struct vlan_set
		*vlans; /* <vlan>, which libvirt sets from its 11 on; NULL: none */
};

struct guest {
	enum guest_origin origin;
	enum guest_stage stage;
	char *name; /* any bytes but NUL: never part of a path; NULL: none, by hand */
	char *uuid; /* 36 characters, lower case; NULL: none yet */
	char *user, *group; /* whose rights it has; numbers, if they have no name; NULL:
			       root's */
	struct nic *nics;
	size_t nic_count;
};

/* Frees what the guest holds; a zeroed guest is fine. */
void guest_clear(struct guest *guest);

/* Leaves it no NIC but that one, as the number 0. */
void guest_keep_nic(struct guest *guest, size_t index);
