/* fact.h - what is known of one device, NIC or difference */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sys/types.h>

#include "hook/bridge/uplink_manager.h"
#include "hook/host/port_rule.h"
#include "netcore/host_addresses.h"
#include "netcore/ip_prefix.h"
#include "xml/guest.h"

/* A device that the host itself may speak by: a bridge, a port that is not a TAP, or one
 * that could be. */
struct device_fact {
	const struct link *link;
	bool has_addresses;
	bool mac_is_set; /* somebody has set its MAC, so that no port changes it */
	bool is_station; /* a Wi-Fi client, which cannot be a port */
	char manager[UPLINK_MANAGER_TEXT]; /* another program that looks after it */
	struct host_addresses has;         /* where it is a port, or could be */
	struct option_values settings;     /* ip_settings */
};

enum { ROUTED_NETS = 8 };

/* A guest's NIC that is to have a TAP. */
struct nic_fact {
	const struct guest *guest;
	const struct nic *nic;
	const struct link *tap;       /* NULL: it is not there */
	const struct port_rule *rule; /* NULL: none is known */
	bool has_addresses;           /* of a TAP in no bridge: it is routed, … */
	bool forwards;                /* … IPv4 from it is forwarded, … */
	char address[HOST_ADDRESS_TEXT + 8]; /* … this is the host's first one there, … */
	struct ip_prefix nets[ROUTED_NETS]; /* … and what the guest may be in */
	size_t net_count;
	pid_t pid;        /* of a hand-run guest; 0: libvirt's */
	char manager[24]; /* another program that looks after its TAP */
};

/* A bridge that a rule names, for that guest where its name is captured. */
struct bridge_fact {
	char guest[128], name[IFNAMSIZ];
	const char *file; /* the rule's */
	unsigned line;
};

/* What differs from the policy or the state, as sync says. */
struct drift_fact {
	char guest[128], dev[IFNAMSIZ];
	char what[400];
};
