/* mac_clash.c - one MAC on two ports of a bridge: of one guest, or of two
 *
 * A bridge has one entry for a MAC and a VLAN: frames for both ports go to the one that
 * sent last. A guest without <antispoof> may start so, as it always could.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/guest/mac_clash.h"

#include <errno.h>
#include <string.h>

enum { PLACE_TEXT = IFNAMSIZ + 24, MAC_WORD_TEXT = 64 };

/* "br0", "br0 in VLAN 42" */
static void print_place(const struct link *bridge, unsigned vlan, char ret[PLACE_TEXT])
{
	int length = snprintf(ret, PLACE_TEXT, "%s", bridge->ref.name);

	if (vlan)
		snprintf(ret + length, (size_t)(PLACE_TEXT - length), " in VLAN %u",
			 vlan);
}

/* Its own by all but the first byte, which a TAP does not tell. */
static void print_mac_word(const struct port_macs *port, const uint8_t mac[MAC_BYTES],
			   char ret[MAC_WORD_TEXT])
{
	const uint8_t *own = nic_likely_mac(port->nic);
	char text[MAC_TEXT];

	if (!own || memcmp(&mac[1], &own[1], MAC_BYTES - 1) != 0) {
		snprintf(ret, MAC_WORD_TEXT, "a MAC of its <antispoof>");
		return;
	}
	text_print_mac(own, text);
	if (port->nic->has_mac)
		snprintf(ret, MAC_WORD_TEXT, "its MAC");
	else
		snprintf(ret, MAC_WORD_TEXT, "its MAC, %s by QEMU's choice,", text);
}

/* --- of one guest */

static void judge_clash(bool runs, const struct port_macs *earlier,
			const struct fdb_key *shared, const struct port_macs *port,
			struct verdict *verdict)
{
	char place[PLACE_TEXT], mac[MAC_WORD_TEXT], nic[NIC_TEXT];
	struct error err;

	print_place(port->bridge, shared->vlan, place);
	print_mac_word(port, shared->mac, mac);
	nic_describe(earlier->nic, nic, sizeof(nic));
	if (!port->attach->antispoof.on && !earlier->attach->antispoof.on) {
		error_set(&err, EADDRINUSE,
			  "%s is also that of %s on %s, and frames for it reach one of "
			  "the two only; give each a MAC of its own",
			  mac, nic, place);
		if (!runs)
			verdict_warn(verdict, &err);
		return;
	}
	error_set(&err, EADDRINUSE,
		  "%s is also that of %s on %s, and <antispoof> holds it to one port; "
		  "give each a MAC of its own",
		  mac, nic, place);
	verdict_fail(verdict, &err);
}

/* The first before it that has a MAC of its. */
static void find_earlier(const struct seen *seen, bool runs,
			 const struct verdict *verdicts, struct verdict *verdict)
{
	const struct port_macs port = look_at_macs(seen, verdict);

	for (; port.bridge && verdicts < verdict; verdicts++) {
		struct port_macs earlier;
		struct fdb_key shared;

		if (verdicts->kind != VERDICT_ATTACH)
			continue;
		earlier = look_at_macs(seen, verdicts);
		if (port_macs_share(&earlier, &port, &shared))
			return judge_clash(runs, &earlier, &shared, &port, verdict);
	}
}

void mac_clash_within(const struct seen *seen, bool runs, struct verdict *verdicts,
		      size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (verdicts[i].kind == VERDICT_ATTACH)
			find_earlier(seen, runs, verdicts, &verdicts[i]);
}

/* --- of two guests */

static bool is_target_of(const struct guest *guest, const char *name)
{
	for (size_t i = 0; i < guest->nic_count; i++)
		if (guest->nics[i].target && !strcmp(guest->nics[i].target, name))
			return true;
	return false;
}

/* The TAP that the bridge has an entry of for one of the keys, none of this guest's. */
static const struct link *find_other(const struct task *task, const struct seen *seen,
				     const struct fdb_key *key)
{
	const struct fdb_entry *entry = fdb_find(&seen->fdb, key);
	const struct link *port = entry ? seen_link_at(seen, entry->port.ifindex) : NULL;

	if (!port || port->kind != LINK_TAP || is_target_of(&task->guest, port->ref.name))
		return NULL;
	return task->may_own && task->may_own(&task->guest, port) ? NULL : port;
}

static void warn_of(const struct port_macs *port, const struct link *other,
		    const struct fdb_key *key, struct verdict *verdict)
{
	char place[PLACE_TEXT], mac[MAC_WORD_TEXT];
	struct error err;

	print_place(port->bridge, key->vlan, place);
	print_mac_word(port, key->mac, mac);
	error_set(
		&err, EADDRINUSE,
		"%s is also that of another guest, at %s on %s, and frames for it reach "
		"one of the two only; give each a MAC of its own",
		mac, other->ref.name, place);
	verdict_warn(verdict, &err);
}

void mac_clash_beside(const struct task *task, const struct seen *seen,
		      struct verdict *verdict)
{
	const struct port_macs port = look_at_macs(seen, verdict);
	_cleanup_(cleanup_free) struct fdb_key *keys = NULL;
	const struct link *other = NULL;
	size_t count = 0;
	struct error err;

	if (!port.bridge || port_macs_keys(&port, &keys, &count, &err) < 0 ||
	    port_macs_tap_keys(&port, &keys, &count, &err) < 0)
		return;
	for (size_t i = 0; !other && i < count; i++) {
		other = find_other(task, seen, &keys[i]);
		if (other)
			warn_of(&port, other, &keys[i], verdict);
	}
}
