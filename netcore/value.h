/* value.h - the types of a step's values: compared, printed, read, sent, found in a link
 *
 * A function of a type gets the step for what its values are of: the option, the VLANs,
 * the MAC.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/fdb.h"
#include "netcore/step.h"

struct value_row {
	/* What a text of it looks like, for messages; NULL: the step's option says so. */
	const char *expects;

	/* The words of a value that is a number and stands for one of them. */
	const char *const *words;
	size_t word_count;

	bool (*equal)(const struct step *step, const struct value *a,
		      const struct value *b);
	void (*print)(const struct step *step, const struct value *value, char *ret,
		      size_t size);
	bool (*read)(const struct step *step, const char *text, struct value *ret);

	/* The netlink attribute's payload, its bytes returned; NULL: it has none. */
	size_t (*encode)(const struct value *value, void *ret);
};

extern const struct value_row value_rows[];

/* From the value's place in a struct link, and the step's `to` into it. */
struct value_place {
	struct value (*get)(const struct step *step, const void *place);
	void (*put)(const struct step *step, void *place);
};

extern const struct value_place value_places[];

/* Whether two values of that step's kind are the same; bridges are, if their ifindex is.
 */
bool value_equal(const struct step *step, const struct value *a, const struct value *b);

/* "-" where it is not set. */
void value_print(const struct step *step, const struct value *value, char *ret,
		 size_t size);

/* The option of that row in the table, as a value; not set where the values do not have
 * it. */
struct value value_of_option(const struct option_values *values, size_t index);

/* What the port's VLAN has of that row of vlan_options; not set where it does not carry
 * the VLAN, or the kernel does not have it. */
struct value value_of_vlan_option(const struct link *port, size_t option, unsigned vlan);

/* That address as a value; not set for all zeros, an address not known yet. */
struct value value_of_mac(const uint8_t mac[MAC_BYTES]);

/* That token as a value, of zeros too: there is none. */
struct value value_of_token(const uint8_t token[IPV6_BYTES]);

/* The static entry of that key as a value of STEP_FDB; not set where there is none. */
struct value value_of_entry(const struct fdb *fdb, const struct fdb_key *key);

/* A device as a value; not set where its ifindex is 0. */
struct value value_of_link(const struct link_ref *link);

/* The key of the entry that a STEP_FDB is about, in one of its VLANs. */
struct fdb_key step_entry_key(const struct step *step, unsigned vlan);

static inline struct value value_of_number(uint64_t number)
{
	return (struct value){.set = true, .number = number};
}
