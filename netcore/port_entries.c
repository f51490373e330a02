/* port_entries.c - the static entries that a bridge has for a port with <antispoof>
 *
 * A bridge that filters VLANs looks a MAC up in the frame's VLAN, any other without one.
 * An entry can be removed only as long as its port carries the VLAN.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/port_entries.h"

#include <string.h>

/* Steps for the entries of one MAC: one for VLANs in a row that change alike. */
struct entry_run {
	const struct link_ref *port;
	struct plan *plan;
	struct error *err;
	int result;       /* of the first step that could not be added */
	struct step step; /* kind STEP_MASTER: nothing yet */
};

static void entry_run_end(struct entry_run *run)
{
	if (run->step.kind == STEP_FDB && run->result == 0)
		run->result = plan_add_change(run->plan, &run->step, run->err);
	run->step.kind = STEP_MASTER;
}

static void entry_run_add(struct entry_run *run, const struct link_ref *bridge,
			  const struct fdb_key *key, const struct value *from,
			  const struct value *to)
{
	struct step step = {.kind = STEP_FDB,
			    .vlan_first = key->vlan,
			    .vlan_last = key->vlan,
			    .dev = *bridge,
			    .from = *from,
			    .to = *to};

	memcpy(step.mac, key->mac, MAC_BYTES);
	if (run->step.kind == STEP_FDB && !memcmp(run->step.mac, key->mac, MAC_BYTES) &&
	    run->step.vlan_last && run->step.vlan_last + 1 == key->vlan &&
	    value_equal(&step, &run->step.from, from) &&
	    value_equal(&step, &run->step.to, to)) {
		run->step.vlan_last = key->vlan;
		return;
	}
	entry_run_end(run);
	run->step = step;
}

static bool wants_mac(const struct port_want *want, const uint8_t mac[MAC_BYTES])
{
	for (size_t i = 0; i < want->mac_count; i++)
		if (!memcmp(want->macs[i], mac, MAC_BYTES))
			return true;
	return false;
}

/* A wanted MAC's entries that do not count, as the bridge filters VLANs or does not, may
 * stay. */
static bool wants_entry(const struct port_want *want, const struct vlan_set *vlans,
			const struct fdb_key *key)
{
	if (!wants_mac(want, key->mac))
		return false;
	return !want->filters_vlans || !key->vlan || vlan_set_has(vlans, key->vlan);
}

int port_entries_plan_gone(const struct link_ref *port, const struct port_want *want,
			   const struct vlan_set *vlans, struct plan *plan,
			   struct error *err)
{
	struct entry_run run = {port, plan, err, .step.kind = STEP_MASTER};

	for (size_t i = 0; want->fdb && i < want->fdb->count; i++) {
		const struct fdb_entry *entry = &want->fdb->entries[i];
		struct value from = value_of_entry(want->fdb, &entry->key);

		if (entry->port.ifindex != port->ifindex || entry->local ||
		    entry->learnt || entry->key.bridge != want->bridge.ifindex ||
		    wants_entry(want, vlans, &entry->key))
			continue;
		entry_run_add(&run, &want->bridge, &entry->key, &from, &(struct value){});
	}
	entry_run_end(&run);
	return run.result;
}

static void add_entry(struct entry_run *run, const struct port_want *want,
		      const uint8_t mac[MAC_BYTES], unsigned vlan)
{
	struct fdb_key key = {.bridge = want->bridge.ifindex, .vlan = (uint16_t)vlan};
	struct value from = {},
		     to = {.set = true, .link = *run->port, .sticky = want->sticky};

	memcpy(key.mac, mac, MAC_BYTES);
	if (want->fdb)
		from = value_of_entry(want->fdb, &key);
	entry_run_add(run, &want->bridge, &key, &from, &to);
}

int port_entries_plan(const struct link_ref *port, const struct port_want *want,
		      const struct vlan_set *vlans, struct plan *plan, struct error *err)
{
	struct entry_run run = {port, plan, err, .step.kind = STEP_MASTER};

	for (size_t i = 0; i < want->mac_count; i++) {
		if (!want->filters_vlans)
			add_entry(&run, want, want->macs[i], 0);
		for (unsigned vlan = VLAN_MIN; want->filters_vlans && vlan <= VLAN_MAX;
		     vlan++)
			if (vlan_set_has(vlans, vlan))
				add_entry(&run, want, want->macs[i], vlan);
		entry_run_end(&run);
	}
	return run.result;
}
