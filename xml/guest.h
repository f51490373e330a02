/* guest.h - a guest and its NICs, as plain values */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netcore/filter.h"
#include "netcore/text.h"
#include "netcore/vlan.h"

/* How the guest was started, and so which program acts for it. */
enum guest_origin {
	ORIGIN_LIBVIRT,
	ORIGIN_QEMU_IFUP,
	ORIGIN_BRIDGE_HELPER,
	ORIGIN_TAP, /* by a program for which `onebridge tap add` was run */
};

enum { NIC_ADDRESSES = 16 };

/* What a text that is NULL means: mostly that the guest has no such value. */
enum guest_stage {
	GUEST_DEFINED, /* libvirt has not chosen aliases, TAPs and bridges yet */
	GUEST_SETTLED, /* every value is known */
	GUEST_BY_HAND, /* QEMU chooses a MAC or model that it was not given */
	GUEST_MONITOR, /* … and added this NIC later, by its monitor: nothing is known */
	GUEST_CONFIGURED, /* … and reads the rest from a file (-readconfig) */
	GUEST_HIDDEN, /* some process holds the TAP, and which guest it runs is not known
		       */
	GUEST_HOT_PLUG,     /* libvirt does not tell its <script> which guest it is */
	GUEST_NETWORK_PORT, /* libvirt tells its network hook the owner of a port only */
	GUEST_OF_USER,      /* QEMU tells the bridge helper nothing about the guest */
	GUEST_OF_TAP,       /* what `onebridge tap add` was not given is not known */
	GUEST_STAGES
};

/* Texts except the two types are NULL where the guest's description has none. */
struct nic {
	unsigned number; /* its position among the guest's interfaces, from 1 */
	char *type;      /* <interface type=>, or "network" where libvirt has resolved it
			    already; never NULL */
	char *actual;    /* what it was resolved to (bridge, direct, …), else the same;
			    never NULL */
	char *alias;     /* <alias name=> */
	char *model;     /* <model type=> */
	char *bridge;    /* <source bridge=> … */
	char *bridge_altname; /* … which the XML calls so */
	char *network;        /* <source network=> */
	char *portgroup;      /* <source portgroup=> */
	char *target;         /* <target dev=>: the TAP */
	char *script;         /* <script path=> */
	char *virtualport; /* <virtualport type=>: a switch that is not a Linux bridge */
	bool own_script;   /* … which is onebridge-ifup: it acts for the hook */
	bool managed; /* false: <target managed='no'/>, the TAP is not libvirt's to make
		       */
	bool has_mac;
	bool mac_tail; /* the first byte of mac is not known */
	uint8_t mac[MAC_BYTES];
	bool has_guess; /* QEMU will choose this MAC, most likely; no rule is told of it
			 */
	uint8_t guess[MAC_BYTES];
	uint32_t queues; /* <driver queues=>; default 1 */
	bool has_owner;  /* its TAP is to be that user's, whatever a rule says */
	uint32_t owner;
	uint32_t mtu;  /* <mtu size=> in bytes; 0: none */
	bool isolated; /* <port isolated='yes'/> */
	bool fresh;    /* just plugged in: the guest does not use it yet */
	struct sender addresses[NIC_ADDRESSES]; /* <ip address=>, the filter's IP … */
	size_t address_count;                   /* … also of those that do not fit */
	struct vlan_set
		*vlans; /* <vlan>, which libvirt sets from its 11 on; NULL: none */
};

struct guest {
	enum guest_origin origin;
	enum guest_stage stage;
	char *name; /* any bytes but NUL: never part of a path; NULL: none, by hand */
	char *uuid; /* 36 characters, lower case; NULL: none yet */
	char *user, *group; /* whose rights it has; a number without a name; NULL:
			       root's */
	struct nic *nics;
	size_t nic_count;
	bool elsewhere; /* its CPUs are on another host, or do not run yet */
};

/* Whether it is of type="ethernet", which libvirt leaves to us. */
bool nic_is_ethernet(const struct nic *nic);

/* Whether libvirt makes it a TAP on a Linux bridge, or leaves that to us. */
bool nic_is_governed(const struct nic *nic);

/* Its MAC, be it without the first byte, else the guess; NULL: nothing is known of it. */
const uint8_t *nic_likely_mac(const struct nic *nic);

/* Whether all of its MAC is known. */
bool nic_knows_mac(const struct nic *nic);

/* Adds one IP address of the guest's; text that is none is ignored. */
void nic_add_address(struct nic *nic, const char *text);

enum { NIC_TEXT = 256 };

/* What messages call it: "net0 (52:54:00:aa:bb:cc)"; before libvirt gave an alias,
 * "interface 2 (…)"; of a guest with no other, its TAP: "tap0 (…)". */
void nic_describe(const struct nic *nic, char *ret, size_t size);

/* Frees what the guest holds; a zeroed guest is fine. */
void guest_clear(struct guest *guest);

/* Drops the names that libvirt does not keep of a guest that is off, but chooses anew at
 * each start: aliases that do not begin with ua-, TAPs called vnetN, macvtapN, macvlanN.
 */
void guest_forget_chosen(struct guest *guest);

/* Removes every NIC but that one, whose number becomes 0. */
void guest_keep_nic(struct guest *guest, size_t index);
