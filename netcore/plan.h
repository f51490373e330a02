/* plan.h - a plan: steps, each with what was before and what is to be; pure values
 *
 * One plan is what check prints, what the hook applies, what the state file holds and
 * what the teardown inverts.
 */
#pragma once

#include "netcore/error.h"
#include "netcore/link.h"

enum step_kind {
	STEP_TAP,    /* the TAP itself: made, deleted */
	STEP_ALIAS,  /* IFLA_IFALIAS: whose it is */
	STEP_IPV6,   /* whether the host speaks IPv6 on it */
	STEP_LINK,   /* up, down */
	STEP_MAC,    /* its address */
	STEP_MTU,    /* bytes */
	STEP_TXQLEN, /* frames; 0 and back empties a TAP's queue */
	STEP_MASTER, /* the bridge that it is a port of */
	STEP_OPTION, /* a bridge-port option */
	STEP_VLAN,   /* how it carries a VLAN, or some in a row */
	STEP_FDB,    /* whether a MAC is fixed on it */
	STEP_BRIDGE, /* the bridge itself: made, deleted */
	STEP_BRIDGE_OPTION,
	STEP_ADDRESSES, /* on which device the host has those of the bridge's uplink, with
			   the routes and neighbours */
};

/* What the kind of a step, or its option, makes of a value. Not set: there is none (no
 * TAP, no bridge, no alias), or it is the kernel's to choose. */
struct value {
	bool set;
	union {
		uint64_t number; /* STEP_MTU, STEP_TXQLEN, both kinds of option; 0 or 1:
				    _LINK, _IPV6; bits of enum vlan_how: _VLAN; of enum
				    fixed: _FDB */
		uint8_t mac[MAC_BYTES];
		struct tap tap;
		struct link_ref link; /* STEP_MASTER, STEP_ADDRESSES */
		char alias[64];       /* no white space in it */
	};
};

/* How far a MAC is fixed on a port. */
enum fixed { FIXED_PARTLY = 1, FIXED_EVERYWHERE = 2 };

struct step {
	enum step_kind kind;
	const struct link_option *option; /* of the two kinds of it, else NULL */
	uint16_t vlan_first, vlan_last;   /* STEP_VLAN, else 0 */
	uint8_t mac[MAC_BYTES];           /* STEP_FDB, else zeros */
	struct link_ref dev;
	struct value from, to;
};

struct plan {
	struct step *steps;
	size_t count, room;
};

void plan_clear(struct plan *plan);

/* 0, or -ENOMEM with the plan as it was. */
int plan_add(struct plan *plan, const struct step *step, struct error *err);
int plan_append(struct plan *plan, const struct plan *more, struct error *err);

/* Turns the plan into the one that undoes it: the other way round, from and to exchanged.
 */
void plan_invert(struct plan *plan);

/* Takes out all steps on that device. */
void plan_drop_device(struct plan *plan, const struct link_ref *dev);

bool step_equal(const struct step *a, const struct step *b);

/* Whether the kernel takes both in one message: VLANs of one port, all in or all out. */
bool step_shares_message(const struct step *before, const struct step *step);

/* Whether two values of that step's kind are the same; bridges are, if their ifindex is.
 */
bool value_equal(const struct step *step, const struct value *a, const struct value *b);

/* The option of that row in the table, as a value; not set where the values do not have
 * it. */
struct value value_of_option(const struct option_values *values, size_t index);

/* That address as a value; not set for all zeros, an address not known yet. */
struct value value_of_mac(const uint8_t mac[MAC_BYTES]);

/* How far that MAC is fixed, as a value of STEP_FDB. */
struct value value_of_fixed(const struct fixed_macs *fixed, const uint8_t mac[MAC_BYTES]);

/* What the device has now of what the step is about. */
struct value step_value_of(const struct step *step, const struct link *link);

/* What the device is after the step has been taken; the TAP's making and deleting is left
 * to the caller. */
void step_take_on_paper(const struct step *step, struct link *link);
