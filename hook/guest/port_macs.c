/* port_macs.c - the MACs of a guest's NIC in its bridge's FDB: who has them, and what a
 * port with <antispoof> is to have
 *
 * An EVPN daemon tells its neighbours of a sticky entry as one that never moves (FRR's
 * zebra/zebra_evpn_mac.c), and a guest could not migrate. On its bridges the entries are
 * not sticky, and its VXLAN port learns nothing, as it is set up for EVPN anyway.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/guest/port_macs.h"

#include <errno.h>
#include <string.h>

#include "netcore/array.h"

/* --- its MACs and VLANs */

static size_t mac_count(const struct port_macs *port)
{
	return port->attach->antispoof.mac_count + nic_knows_mac(port->nic);
}

/* The guest's own is the first. */
static const uint8_t *mac_at(const struct port_macs *port, size_t i)
{
	size_t own = nic_knows_mac(port->nic);

	return i < own ? port->nic->mac : port->attach->antispoof.macs[i - own];
}

/* Where the bridge filters them; else its entries are in none. */
static struct vlan_set vlans_of(const struct port_macs *port)
{
	const struct link *tap = port->tap;
	struct vlan_set vlans = {};

	if (port->attach->vlans)
		return *port->attach->vlans;
	if (tap && tap->master.ifindex == port->bridge->ref.ifindex &&
	    vlan_set_count(&tap->vlans))
		return tap->vlans;
	if (port->nic->vlans)
		return *port->nic->vlans;
	vlan_set_put_default(&vlans, link_default_pvid(port->bridge));
	return vlans;
}

static int add_key(struct fdb_key **keys, size_t *count, const struct fdb_key *key)
{
	if (!array_grow(keys, *count, sizeof(**keys)))
		return -ENOMEM;
	(*keys)[(*count)++] = *key;
	return 0;
}

static int add_keys(const struct port_macs *port, struct fdb_key key,
		    struct fdb_key **keys, size_t *count)
{
	const struct vlan_set vlans = vlans_of(port);
	int r = 0;

	if (!link_filters_vlans(port->bridge))
		return add_key(keys, count, &key);
	for (key.vlan = VLAN_MIN; r == 0 && key.vlan <= VLAN_MAX; key.vlan++)
		if (vlan_set_has(&vlans, key.vlan))
			r = add_key(keys, count, &key);
	return r;
}

int port_macs_keys(const struct port_macs *port, struct fdb_key **keys, size_t *count,
		   struct error *err)
{
	struct fdb_key key = {.bridge = port->bridge->ref.ifindex};

	for (size_t i = 0; i < mac_count(port); i++) {
		memcpy(key.mac, mac_at(port, i), MAC_BYTES);
		if (add_keys(port, key, keys, count) < 0)
			return error_set(err, ENOMEM, "no memory for the MACs");
	}
	return 0;
}

int port_macs_tap_keys(const struct port_macs *port, struct fdb_key **keys, size_t *count,
		       struct error *err)
{
	const uint8_t *mac = nic_likely_mac(port->nic);
	struct nic nic = *port->nic;
	struct port_macs likely = *port;
	size_t had;
	int r;

	nic.has_mac = mac;
	nic.mac_tail = false;
	if (mac)
		memcpy(nic.mac, mac, MAC_BYTES);
	likely.nic = &nic;
	r = nic.has_guess ? port_macs_keys(&likely, keys, count, err) : 0;
	had = *count;
	r = r < 0 ? r : port_macs_keys(&likely, keys, count, err);
	if (r < 0)
		return r;
	for (size_t i = had; i < *count; i++)
		(*keys)[i].mac[0] = 0xfe;
	return 0;
}

bool port_macs_is_own(const struct port_macs *port, const uint8_t mac[MAC_BYTES])
{
	return nic_knows_mac(port->nic) && !memcmp(mac, port->nic->mac, MAC_BYTES);
}

/* 0: all frames are in none; -1: they share none. */
static int find_shared_vlan(const struct port_macs *a, const struct port_macs *b)
{
	const struct vlan_set one = vlans_of(a), other = vlans_of(b);

	if (!link_filters_vlans(a->bridge))
		return 0;
	for (unsigned vlan = VLAN_MIN; vlan <= VLAN_MAX; vlan++)
		if (vlan_set_has(&one, vlan) && vlan_set_has(&other, vlan))
			return (int)vlan;
	return -1;
}

bool port_macs_share(const struct port_macs *a, const struct port_macs *b,
		     struct fdb_key *ret)
{
	int vlan = a->bridge == b->bridge ? find_shared_vlan(a, b) : -1;

	for (size_t i = 0; vlan >= 0 && i < mac_count(a); i++)
		for (size_t j = 0; j < mac_count(b); j++) {
			if (memcmp(mac_at(a, i), mac_at(b, j), MAC_BYTES) != 0)
				continue;
			*ret = (struct fdb_key){.bridge = a->bridge->ref.ifindex,
						.vlan = (uint16_t)vlan};
			memcpy(ret->mac, mac_at(a, i), MAC_BYTES);
			return true;
		}
	return false;
}

/* --- who has them */

static int refuse_mac(const struct port_macs *port, const struct fdb_entry *entry,
		      struct error *err)
{
	bool own = port_macs_is_own(port, entry->key.mac);
	char mac[MAC_TEXT], vlan[24] = "";

	text_print_mac(entry->key.mac, mac);
	if (entry->local)
		return error_set(
			err, EADDRINUSE,
			"the MAC %s is the host's own, that of %s; give the guest "
			"another one",
			mac, entry->port.name);
	if (entry->key.vlan)
		snprintf(vlan, sizeof(vlan), " in VLAN %u", entry->key.vlan);
	return error_set(
		err, EADDRINUSE, "the MAC %s is in use by %s in %s%s; %s", mac,
		entry->port.name, port->bridge->ref.name, vlan,
		own ? "give the guest another one"
		    : "remove it from <antispoof>, or give it to one guest only");
}

static bool has_owner(const struct port_macs *port, const struct seen *seen,
		      const struct fdb_entry *entry)
{
	const struct link *holder =
		entry ? seen_link_at(seen, entry->port.ifindex) : NULL;

	if (!holder || entry->learnt ||
	    (port->tap && entry->port.ifindex == port->tap->ref.ifindex))
		return false;
	return entry->local || holder->kind == LINK_TAP;
}

int port_macs_check(const struct port_macs *port, const struct seen *seen,
		    struct error *err)
{
	_cleanup_(cleanup_free) struct fdb_key *keys = NULL;
	size_t count = 0;
	int r = port_macs_keys(port, &keys, &count, err);

	for (size_t i = 0; i < count; i++) {
		const struct fdb_entry *entry = fdb_find(&seen->fdb, &keys[i]);

		if (has_owner(port, seen, entry))
			return refuse_mac(port, entry, err);
	}
	return r;
}

/* --- what they are to have */

static bool is_evpn_port(const struct port_macs *port, const struct link *device)
{
	return device->master.ifindex == port->bridge->ref.ifindex &&
	       (device->no_learning || !device->port.value[PORT_learning]);
}

static bool has_evpn(const struct port_macs *port, const struct seen *seen)
{
	const struct link_list *devices = &seen->vxlan_devices;

	for (size_t i = 0; i < devices->count; i++)
		if (is_evpn_port(port, &devices->links[i]))
			return true;
	return false;
}

bool port_macs_have_arrived(const struct port_macs *port, const struct seen *seen)
{
	for (size_t i = 0; i < seen->fdb.count; i++) {
		const struct fdb_entry *entry = &seen->fdb.entries[i];

		if (entry->learnt && entry->port.ifindex == port->tap->ref.ifindex &&
		    port_macs_is_own(port, entry->key.mac))
			return true;
	}
	return false;
}

void port_macs_want(const struct port_macs *port, const struct seen *seen,
		    struct port_want *want)
{
	want->antispoof = true;
	want->antispoof_optional = port->attach->antispoof.optional;
	want->shares_mac = port->attach->antispoof.shared_count;
	want->mac_count = mac_count(port);
	for (size_t i = 0; i < want->mac_count; i++)
		memcpy(want->macs[i], mac_at(port, i), MAC_BYTES);
	want->filters_vlans = link_filters_vlans(port->bridge);
	want->sticky = !has_evpn(port, seen);
	want->fdb = &seen->fdb;
}

int port_macs_plan_others(const struct port_macs *port, const struct seen *seen,
			  struct plan *plan, struct error *err)
{
	const struct link_list *devices = &seen->vxlan_devices;

	for (size_t i = 0; i < devices->count; i++) {
		const struct link *device = &devices->links[i];
		struct step step = {.kind = STEP_SHARED,
				    .option = &port_options.rows[PORT_learning],
				    .dev = device->ref,
				    .from = value_of_option(&device->port, PORT_learning),
				    .to = value_of_number(false)};
		int r = is_evpn_port(port, device) ? plan_add_change(plan, &step, err)
						   : 0;

		if (r < 0)
			return r;
	}
	return 0;
}
