/* network.c - what libvirt tells its network hook → a network, and the port at hand
 *
 * <hookData> holds the <network> and, of a port, its <networkport>: networkRunHook() in
 * libvirt's bridge_driver.c, virNetworkPortDefFormatBuf() in its virnetworkportdef.c.
 * Everything without a row below is ignored.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "xml/network.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "netcore/cleanup.h"
#include "xml/vlan_tags.h"

struct network_reading {
	struct network network;
	char problem[512]; /* the first in the port at hand; empty: none */
	struct vlan_tags tags;
};

static struct network_reading *network_reading(struct walk *walk)
{
	return walk->data;
}

/* --- the network */

static void network_start(struct walk *walk)
{
	walk_set_object(walk, &network_reading(walk)->network);
}

static void network_name_end(struct walk *walk, const char *text)
{
	value_replace(walk, &network_reading(walk)->network.name, text);
}

/* --- the port */

static void port_start(struct walk *walk)
{
	struct guest *owner = &network_reading(walk)->network.owner;

	owner->nics = calloc(1, sizeof(*owner->nics));
	if (!owner->nics)
		return walk_out_of_memory(walk);
	owner->nic_count = 1;
	owner->nics[0] = (struct nic){.managed = true, .queues = 1};
	value_replace(walk, &owner->nics[0].type, "network");
	walk_set_object(walk, &owner->nics[0]);
}

static void owner_name_end(struct walk *walk, const char *text)
{
	value_replace(walk, &network_reading(walk)->network.owner.name, text);
}

static void owner_uuid_end(struct walk *walk, const char *text)
{
	char uuid[UUID_TEXT];

	if (text_read_uuid(text, uuid) == 0)
		value_replace(walk, &network_reading(walk)->network.owner.uuid, uuid);
	else
		walk_problem(walk, walk->line, "invalid <uuid> of its owner");
}

static void port_group_end(struct walk *walk, const char *text)
{
	struct nic *nic = walk_object(walk);

	if (*text)
		value_replace(walk, &nic->portgroup, text);
}

static void port_mac(struct walk *walk, const struct attribute *attribute,
		     const char *value)
{
	struct nic *nic = walk_object(walk);

	nic->has_mac = value_read_mac(walk, attribute, value, nic->mac);
}

static void port_bridge(struct walk *walk, const struct attribute *attribute,
			const char *value)
{
	struct nic *nic = walk_object(walk);

	if (value_check_ifname(walk, attribute, value))
		value_replace(walk, &nic->bridge, value);
}

static void port_vlan_start(struct walk *walk)
{
	network_reading(walk)->tags = (struct vlan_tags){};
	walk_set_object(walk, &network_reading(walk)->tags);
}

static void port_vlan_end(struct walk *walk, const char *text)
{
	network_reading(walk)->network.owner.nics[0].vlans = vlan_tags_take(walk);
}

enum {
	HOOK_DATA,
	NETWORK,
	NETWORK_NAME,
	FORWARD,
	BRIDGE,
	NETWORK_PORT,
	OWNER,
	OWNER_NAME,
	OWNER_UUID,
	GROUP,
	PORT_MAC,
	PLUG,
	PORT_FLAGS,
	PORT_VIRTUALPORT,
	PORT_VLAN,
	PORT_TAG,
};

static const struct element elements[] = {
	[HOOK_DATA] = {"hookData", ELEMENT_ROOT},
	[NETWORK] = {"network", HOOK_DATA, .once = true, .start = network_start},
	[NETWORK_NAME] = {"name", NETWORK, .once = true, .text = true,
			  .end = network_name_end},
	[FORWARD] = {"forward", NETWORK, .once = true},
	[BRIDGE] = {"bridge", NETWORK, .once = true},
	[NETWORK_PORT] = {"networkport", HOOK_DATA, .once = true, .start = port_start},
	[OWNER] = {"owner", NETWORK_PORT, .once = true},
	[OWNER_NAME] = {"name", OWNER, .once = true, .text = true, .end = owner_name_end},
	[OWNER_UUID] = {"uuid", OWNER, .once = true, .text = true, .end = owner_uuid_end},
	[GROUP] = {"group", NETWORK_PORT, .once = true, .text = true,
		   .end = port_group_end},
	[PORT_MAC] = {"mac", NETWORK_PORT, .once = true},
	[PLUG] = {"plug", NETWORK_PORT, .once = true},
	[PORT_FLAGS] = {"port", NETWORK_PORT, .once = true},
	[PORT_VIRTUALPORT] = {"virtualport", NETWORK_PORT, .once = true},
	[PORT_VLAN] = {"vlan", NETWORK_PORT, .once = true, .start = port_vlan_start,
		       .end = port_vlan_end},
	[PORT_TAG] = {"tag", PORT_VLAN, .end = vlan_tags_end_tag},
};
_Static_assert(ARRAY_SIZE(elements) <= ELEMENTS_MAX, "a bit each");

static const struct attribute attributes[] = {
	{FORWARD, "mode", value_text, offsetof(struct network, forward)},
	{BRIDGE, "name", value_text, offsetof(struct network, bridge)},
	{PORT_MAC, "address", port_mac},
	{PLUG, "type", value_text, offsetof(struct nic, actual)},
	{PLUG, "bridge", port_bridge},
	{PORT_FLAGS, "isolated", value_flag, offsetof(struct nic, isolated)},
	{PORT_VIRTUALPORT, "type", value_text, offsetof(struct nic, virtualport)},
	VLAN_TAGS_ATTRIBUTES(PORT_VLAN, PORT_TAG, vlan_tags_read_id),
};

/* A <vlan> that libvirt has accepted is not for onebridge to refuse. */
static void network_problem(struct walk *walk, unsigned line, const char *text)
{
	struct network_reading *reading = walk->data;

	if (!*reading->problem && walk_object(walk) != &reading->tags)
		snprintf(reading->problem, sizeof(reading->problem), "%s", text);
}

static const struct vocabulary network_vocabulary = {
	.elements = elements,
	.element_count = ARRAY_SIZE(elements),
	.attributes = attributes,
	.attribute_count = ARRAY_SIZE(attributes),
	.problem = network_problem,
};

/* What rules match of the network, its port has, too. */
static int finish_port(struct network_reading *reading, struct error *err)
{
	struct network *network = &reading->network;
	struct nic *nic = network->owner.nics;

	if (!network->name || !*network->name)
		return error_set(err, EINVAL, "missing <name> in <network>");
	if (!nic)
		return 0;
	network->owner.origin = ORIGIN_LIBVIRT;
	network->owner.stage = GUEST_NETWORK_PORT;
	nic->network = strdup(network->name);
	if (!nic->actual)
		nic->actual = strdup("network");
	if (!nic->network || !nic->actual)
		return error_set(err, ENOMEM, "no memory for the network");
	if (*reading->problem && nic_is_governed(nic))
		return error_set(err, EINVAL, "%s", reading->problem);
	return 0;
}

static int network_walk(int fd, const char *text, size_t length, struct network *ret,
			struct error *err)
{
	struct network_reading reading = {};
	struct walk walk = {.vocabulary = &network_vocabulary, .data = &reading};
	int r = walk_read(&walk, fd, text, length, err);

	if (r == 0)
		r = finish_port(&reading, err);
	if (r == 0)
		*ret = reading.network;
	else
		network_clear(&reading.network);
	return r;
}

int network_read(int fd, struct network *ret, struct error *err)
{
	return network_walk(fd, NULL, 0, ret, err);
}

int network_read_text(const char *text, size_t length, struct network *ret,
		      struct error *err)
{
	return network_walk(-1, text, length, ret, err);
}

void network_clear(struct network *network)
{
	free(network->name);
	free(network->bridge);
	free(network->forward);
	guest_clear(&network->owner);
	*network = (struct network){};
}

/* Those with a <forward> to a bridge of the host's, or to none at all, do not:
 * networkStartNetwork() in libvirt's bridge_driver.c. */
bool network_makes_bridge(const struct network *network)
{
	static const char *const modes[] = {"nat", "route", "open"};

	if (!network->bridge)
		return false;
	for (size_t i = 0; network->forward && i < ARRAY_SIZE(modes); i++)
		if (!strcmp(network->forward, modes[i]))
			return true;
	return !network->forward;
}
