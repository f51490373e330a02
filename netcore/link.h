/* link.h - one network device as the kernel shows it, as a plain value */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <net/if.h>

#include "netcore/filter.h"
#include "netcore/option.h"
#include "netcore/text.h"
#include "netcore/vlan_values.h"

enum link_kind { LINK_OTHER, LINK_TAP, LINK_BRIDGE };

enum { LINK_ALIAS_TEXT = 256 /* IFALIASZ */ };

#define TAP_NOBODY UINT32_MAX

/* How a TAP was made: what TUNSETIFF, TUNSETOWNER and TUNSETGROUP say of it. */
struct tap {
	bool vnet_hdr;
	bool multi_queue;
	uint32_t owner,
		group; /* numeric; TAP_NOBODY: not asked for, and both not: anybody's */
};

/* A device's name and number. Names are used again: it is the same only if both agree. */
struct link_ref {
	char name[IFNAMSIZ];
	uint32_t ifindex; /* 0: not there yet, or none */
};

/* A bridge port's state, with the numbers of BR_STATE_… in linux/if_bridge.h. */
enum port_state {
	PORT_DISABLED,
	PORT_LISTENING,
	PORT_LEARNING,
	PORT_FORWARDING,
	PORT_BLOCKING,
};

enum { LINK_IPV6_MTU = 1280 /* bytes; RFC 8200: the least that IPv6 needs */ };

/* Whether the host speaks IPv6 on a device. */
struct link_ipv6 {
	bool known; /* the kernel has IPv6 there at all */
	bool on;
};

enum { DHCP_CLIENT_TEXT = 64 };

struct fdb;
struct ip_entries;

struct link {
	struct link_ref ref;
	enum link_kind kind;
	char type[16];          /* "tun", "veth", "bridge", …; empty: hardware */
	uint16_t hardware;      /* ARPHRD_… in linux/if_arp.h */
	bool passthru;          /* of a macvlan: it receives all frames */
	bool up;                /* IFF_UP: set up by the admin, carrier or not */
	bool carrier;           /* of a TAP: somebody holds its descriptor */
	bool persistent;        /* of a TAP: it is there without that, too */
	bool has_addresses;     /* where it was asked for: the host's, or routes */
	struct link_ref master; /* ifindex 0: none; the name is left to who asks */
	uint8_t mac[MAC_BYTES];
	uint32_t mtu;    /* bytes */
	uint32_t txqlen; /* frames */
	struct link_ipv6 ipv6;
	bool advertised;             /* a router has advertised itself there */
	uint8_t token[IPV6_BYTES];   /* the host part of the addresses that it makes of
					advertised prefixes (ip-token(8)); zeros: none */
	char alias[LINK_ALIAS_TEXT]; /* empty: none */
	struct tap tap;              /* LINK_TAP */
	uint32_t lower;    /* ifindex of the device below (eth0 of eth0.42); 0: none */
	uint16_t vlan_id;  /* of a VLAN device, else 0 */
	bool vlan_special; /* of one: not 802.1Q, or with flags or priorities */
	bool no_learning;  /* of a VXLAN device: a control plane, EVPN's say, tells it
			      where MACs are */
	bool far_end;      /* its other end is in another network namespace */
	bool is_port;      /* of a Linux bridge … */
	enum port_state state; /* … and its state there */
	struct option_values
		port;          /* a bridge's port: every option that this kernel has */
	struct vlan_set vlans; /* a bridge's port, where they were asked for */
	struct vlan_values vlan_values; /* … and their options */
	struct option_values settings;  /* ip_settings, and so here */
	char dhcp[DHCP_CLIENT_TEXT];    /* the client that runs on it, where it was asked
					   for; empty: none */
	struct filter filter;           /* of a TAP, where it was asked for */
	bool other_querier; /* LINK_BRIDGE: another host sends multicast queries */
	struct option_values bridge; /* LINK_BRIDGE: every option that this kernel has */
	struct fdb *fdb;       /* LINK_BRIDGE: what is known of its FDB, whoever holds it;
				  NULL: it was not asked for */
	struct ip_entries *ip; /* what is known of its addresses and routes, likewise */
};

/* What a bridge's options say of VLANs: whether this kernel has them at all, whether they
 * are heeded there, and which one a new port gets (0: none). */
bool link_has_vlans(const struct link *bridge);
bool link_filters_vlans(const struct link *bridge);
uint16_t link_default_pvid(const struct link *bridge);

static inline bool link_ref_same(const struct link_ref *a, const struct link_ref *b)
{
	return a->ifindex == b->ifindex && !__builtin_strcmp(a->name, b->name);
}

/* "br0/7", or the name alone where the ifindex is 0: also "all", what devices share.
 */
void link_ref_print(const struct link_ref *ref, char *ret, size_t size);
bool link_ref_read(const char *text, struct link_ref *ret);

/* "tap", then ",vnet_hdr", ",multi_queue", ",owner=N" and ",group=N" where they hold. */
void tap_print(const struct tap *tap, char *ret, size_t size);
bool tap_read(const char *text, struct tap *ret);
