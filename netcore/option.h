/* option.h - the options of bridge ports, their VLANs and bridges, one row each */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How the kernel keeps a value. */
enum option_type {
	OPTION_FLAG,   /* u8 */
	OPTION_FLAG32, /* u32 */
	OPTION_BIT,    /* one of struct br_boolopt_multi */
	OPTION_U8,     /* a number */
	OPTION_U16,
	OPTION_U32,
	OPTION_TIME,     /* u32, 1/100 s; the policy says seconds */
	OPTION_TIME64,   /* u64 */
	OPTION_MAC,      /* six bytes; here 48 bits of a number */
	OPTION_PROTOCOL, /* EtherType, big endian */
	OPTION_STATE,    /* u8, BR_STATE_… */
	OPTION_DEVICE,   /* u32, an ifindex; 0: none. The policy says a name */
};

/* An initial value that the kernel derives (cost: from the link's speed). */
#define OPTION_BY_KERNEL UINT64_MAX

struct link_option {
	const char *name;   /* iproute2's */
	const char *alias;  /* another name that a policy may use; NULL: none */
	uint16_t attribute; /* IFLA_BRPORT_…, IFLA_BR_… of linux/if_link.h, or
			       BR_BOOLOPT_…, BRIDGE_VLANDB_ENTRY_… of
			       linux/if_bridge.h */
	enum option_type type;
	uint64_t min, max;    /* bounds, both allowed, as the kernel counts */
	uint64_t initial;     /* what a new port or bridge has */
	const char *help;     /* one line */
	const char *needs;    /* the flag that must be on as well; NULL: none */
	const char *needs_of; /* of what: "port", "bridge"; NULL: of the same */
	const char *networkd, *networkmanager,
		*netplan; /* what they call it; NULL: they cannot set it */
	uint16_t beside;  /* told only where it is not 0: the kernel has it if it has
			     this attribute; 0: always told */
	bool last;        /* is set after VLANs and static entries */
	bool gates;       /* decides which frames reach the guest */
};

enum port_option {
#define OPTION(id, ...) PORT_##id,
#include "netcore/port_options.def"
#undef OPTION
};

enum vlan_option {
#define OPTION(id, ...) VLAN_##id,
#include "netcore/vlan_options.def"
#undef OPTION
};

enum bridge_option {
#define OPTION(id, ...) BRIDGE_##id,
#include "netcore/bridge_options.def"
#undef OPTION
};

struct option_table {
	const struct link_option *rows;
	size_t count;
};

enum { OPTIONS_MAX = 64 /* rows of a table there is room for */, OPTION_TEXT = 24 };

extern const struct option_table port_options;
extern const struct option_table vlan_options; /* of a VLAN of a port */
extern const struct option_table bridge_options;
extern const struct option_table ip_settings; /* of a device, see ip_settings.c */

/* Values for some of a table's options; a value counts where its bit in has is set. */
struct option_values {
	uint64_t has;    /* bit i: row i of the table */
	char device[16]; /* what the policy names for the one OPTION_DEVICE of a table */
	uint64_t value[OPTIONS_MAX];
};

/* The row with this name or alias; NULL: there is none. */
const struct link_option *option_find(const struct option_table *table, const char *name);

/* The row's place in its table. */
size_t option_index(const struct link_option *option);

/* Whether it is on or off, however the kernel keeps it. */
bool option_is_flag(const struct link_option *option);

/* Whether it is a time, in 1/100 s. */
bool option_is_time(const struct link_option *option);

/* Whether two values are the same as far as the kernel can tell: it counts time in ticks
 * of its own, 4 ms mostly, so that some hundredths of a second come back as one less. */
bool option_same(const struct link_option *option, uint64_t a, uint64_t b);

/* A value as the policy writes it: yes|no|on|off for a flag, else what option_expects()
 * says. Returns 0, or -EINVAL and leaves ret alone. */
int option_read(const struct link_option *option, const char *text, uint64_t *ret);

/* The same without the row's bounds, for what a kernel has reported. */
int option_read_any(const struct link_option *option, const char *text, uint64_t *ret);

/* A value as it is printed, so that it reads back as the same; ret has at least
 * OPTION_TEXT bytes. */
void option_print(const struct link_option *option, uint64_t value, char *ret,
		  size_t size);

/* The words that a value may be, from the first on; NULL: it is not a word, or there are
 * no more. */
const char *option_word(const struct link_option *option, size_t index);

/* What the row takes, for a message: "yes or no", "a number from 1 to 65535". */
void option_expects(const struct link_option *option, char *ret, size_t size);

static inline bool option_values_have(const struct option_values *values, size_t index)
{
	return values->has & (UINT64_C(1) << index);
}

static inline void option_values_set(struct option_values *values, size_t index,
				     uint64_t value)
{
	values->has |= UINT64_C(1) << index;
	values->value[index] = value;
}

/* What a port needs whose guest may send only from the port's static FDB entries. */
struct option_values option_values_antispoof(void);

/* What a port that has just joined, or a new bridge, has. */
struct option_values option_values_initial(const struct option_table *table);
