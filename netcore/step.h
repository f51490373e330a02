/* step.h - one change of a device, from one value to another; a kind of step is one row
 *
 * To add a kind, add its row to step.c. How its values are compared, printed, read, sent
 * to the kernel and found in a struct link goes by their type (value.h).
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/ip_entries.h"

enum step_kind {
	STEP_TAP,         /* the TAP itself: created, deleted */
	STEP_ALIAS,       /* IFLA_IFALIAS: whose it is */
	STEP_IPV6,        /* whether the host speaks IPv6 on it */
	STEP_LINK,        /* up, down */
	STEP_MAC,         /* its address */
	STEP_MTU,         /* bytes */
	STEP_PINNED_MTU,  /* a bridge's, which else is the smallest of its ports' */
	STEP_TXQLEN,      /* frames; 0 and back empties a TAP's queue */
	STEP_MASTER,      /* the bridge that it is a port of */
	STEP_OPTION,      /* a bridge-port option */
	STEP_VLAN,        /* how it carries a range of VLANs */
	STEP_VLAN_OPTION, /* an option of a range of its VLANs */
	STEP_FDB,         /* the port that a bridge has a MAC behind, by a static entry */
	STEP_SHARED, /* an option of another port, which all guests of the bridge need */
	STEP_BRIDGE, /* the bridge itself: created, deleted */
	STEP_BRIDGE_OPTION,
	STEP_SETTING,   /* of its IPv4 or IPv6 */
	STEP_TOKEN,     /* IFLA_INET6_TOKEN: the host part of its advertised addresses */
	STEP_ADDRESSES, /* the device that has the addresses, routes and neighbours of the
			   bridge's uplink */
	STEP_DHCP,      /* the DHCP client that runs on it */
	STEP_FILTER,    /* that its frames are held to its senders, and by which guards */
	STEP_SENDER,    /* a MAC or address that it may send from */
	STEP_HOST_SETTING, /* of another device's IPv4 or IPv6, or of all devices', which
			      all routed guests need; given back with the last of them */
	STEP_ADDRESS,      /* of it: these four in the order of enum ip_what */
	STEP_ROUTE,        /* to a guest's address by it */
	STEP_PROXY,        /* a guest's address, for which the host answers on it */
	STEP_NAT,          /* guests' addresses, translated where they leave by it */
};

/* A value of the step's kind or option. Not set: there is none (no TAP, no bridge, no
 * alias), or the kernel chooses it. */
struct value {
	bool set;
	union {
		uint64_t number; /* also flags and enum vlan_how */
		uint8_t mac[MAC_BYTES];
		uint8_t ipv6[IPV6_BYTES];
		struct tap tap;
		struct {
			struct link_ref link;
			bool sticky; /* STEP_FDB: no frame moves the entry away */
		};
		char text[64]; /* no white space in it */
	};
};

struct step {
	enum step_kind kind;
	const struct link_option *option; /* of the kinds of it, else NULL */
	uint16_t vlan_first, vlan_last; /* STEP_VLAN…; STEP_FDB, 0 there: of frames in no
					   VLAN; else 0 */
	uint8_t mac[MAC_BYTES];         /* STEP_FDB, else zeros */
	struct sender sender;           /* STEP_SENDER, else zeros */
	struct ip_prefix prefix;        /* STEP_ADDRESS to STEP_NAT, else zeros */
	struct link_ref dev;
	struct value from, to;
};

/* How a step is carried out. */
enum step_way {
	WAY_ATTRIBUTE,     /* RTM_SETLINK with one attribute */
	WAY_PINNED,        /* the same twice, with another value first */
	WAY_IPV6,          /* RTM_SETLINK, IFLA_AF_SPEC of AF_INET6 */
	WAY_FLAGS,         /* RTM_SETLINK, IFF_UP in its header */
	WAY_DEVICE,        /* RTM_NEWLINK, RTM_DELLINK; TUNSETPERSIST */
	WAY_PORT_OPTION,   /* RTM_SETLINK of AF_BRIDGE, IFLA_PROTINFO */
	WAY_BRIDGE_OPTION, /* RTM_NEWLINK, IFLA_INFO_DATA */
	WAY_VLAN,          /* RTM_SETLINK, RTM_DELLINK of AF_BRIDGE, IFLA_AF_SPEC */
	WAY_VLAN_OPTION,   /* RTM_NEWVLAN */
	WAY_FDB,           /* RTM_NEWNEIGH, RTM_DELNEIGH of AF_BRIDGE */
	WAY_SYSCTL,        /* a file of /proc/sys */
	WAY_ADDRESSES,     /* many messages, see kernel/addresses.h */
	WAY_PROGRAM,       /* struct dhcp_ops in net.h */
	WAY_FILTER,        /* a table of nftables, see kernel/filter_table.h */
	WAY_IP,            /* RTM_NEWADDR, RTM_NEWROUTE, RTM_NEWNEIGH; RTM_DEL… */
	WAY_NAT,           /* an element of a set of nftables' */
};

/* When a step is undone, provided that the device still has the step's `to`. */
enum step_back {
	BACK_IF_KNOWN, /* where `from` is set */
	BACK_ALWAYS,
	BACK_ON_PORT, /* while the device is in a bridge */
	BACK_ENTRY,   /* an FDB entry, wherever it is by then */
	BACK_DEVICE,  /* when everything is undone, devices too; without a look at `to` */
	BACK_FILTER,  /* in any case: its table is there still when its device is gone */
	BACK_HOST,    /* in any case, also where the device is gone */
	BACK_NEVER,   /* it goes with its device, or is given back otherwise */
};

enum value_type {
	VALUE_NUMBER,
	VALUE_UP,
	VALUE_IPV6,
	VALUE_MAC,
	VALUE_TOKEN,
	VALUE_ALIAS,
	VALUE_CLIENT,
	VALUE_MASTER,
	VALUE_MOVED,
	VALUE_TAP,
	VALUE_MADE,
	VALUE_OPTION,
	VALUE_VLANS,
	VALUE_VLAN_OPTION,
	VALUE_ENTRY,
	VALUE_FILTER,
	VALUE_SENDER,
	VALUE_IP,
};

struct step_row {
	const char *word;
	enum value_type type;
	size_t place; /* of the value in struct link */
	enum step_way way;
	uint16_t attribute; /* WAY_ATTRIBUTE: IFLA_… */
	enum step_back back;
	unsigned needs; /* kinds, a bit each, that must hold as long as this one does */
};

extern const struct step_row step_rows[];
#define STEP_KINDS (STEP_NAT + 1U)

bool step_equal(const struct step *a, const struct step *b);

/* Whether both are about the same thing of the same device. */
bool step_is_about_same(const struct step *a, const struct step *b);

/* Whether it is about one of the host's addresses, routes, proxies or NATs, and which. */
bool step_is_ip(const struct step *step);
struct ip_entry step_ip_entry(const struct step *step);

/* The step that undoes this one. */
struct step step_invert(const struct step *step);

/* What there was before a step of an option: of a device that we have made, or that has
 * joined since, the kernel's initial value. Not set: that is the kernel's to choose, and
 * not to be had again. */
struct value step_former(const struct step *step);

/* The device that the step is about: of an FDB entry, its port. */
const struct link_ref *step_device(const struct step *step);

/* Whether that is no guest's alone: its bridge, or another port. */
bool step_is_shared(const struct step *step);

/* Whether the kernel takes both in one message: VLANs of one port, all in or all out; a
 * bridge and its MAC, or udev gives it another one in between; a TAP's filter. */
bool step_shares_message(const struct step *before, const struct step *step);

/* Whether it must be sent after all earlier steps were acknowledged: a link that goes up
 * lets frames pass, and some steps do harm where an earlier one failed. */
bool step_goes_alone(const struct step *step);

/* What the device has now of what the step is about. */
struct value step_get(const struct step *step, const struct link *link);

/* Changes the device's value as the step would. Devices are created and deleted by the
 * caller. */
void step_simulate(const struct step *step, struct link *link);
