/* domain.c - libvirt's domain XML → guest
 *
 * libvirt keeps that of a running guest in a file of its own, within <domstatus>, where
 * an interface of type network has an <actual>.
 * Everything without a row below is ignored. A problem in an interface is kept until the
 * end of the interface, when its type is known: a guest must not fail for an interface
 * that never comes to a Linux bridge. Values are read as libvirt reads them
 * (virDomainNetDefParseXML() and virDomainActualNetDefFormat() in its domain_conf.c,
 * virUUIDParse() and virMacAddrParse() in its src/util).
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "xml/domain.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "netcore/array.h"
#include "xml/quote.h"
#include "xml/vlan_tags.h"

enum { NICS_MAX = 4096 }; /* far more than QEMU has slots for */

_Static_assert((int)DOMAIN_XML_MAX == (int)READER_MAX, "one bound for both");

struct domain_reading {
	struct guest guest;
	char problem[512]; /* the first in the interface at hand; empty: none */
	unsigned problem_line;
	struct vlan_tags tags;   /* of the <vlan> at hand */
	char *parameter, *value; /* of the <parameter> at hand */
	char *state, *reason;    /* of <domstatus> */
	uint32_t pid;
};

static struct nic *last_nic(struct walk *walk)
{
	struct guest *guest = &((struct domain_reading *)walk->data)->guest;

	return &guest->nics[guest->nic_count - 1];
}

/* The text is kept in any case: the interface may be one that is not governed. */
static void domain_read_ifname(struct walk *walk, const struct attribute *attribute,
			       const char *value)
{
	value_check_ifname(walk, attribute, value);
	value_text(walk, attribute, value);
}

/* An empty one is none. */
static void domain_read_target(struct walk *walk, const struct attribute *attribute,
			       const char *value)
{
	if (*value)
		domain_read_ifname(walk, attribute, value);
}

static void domain_read_optional(struct walk *walk, const struct attribute *attribute,
				 const char *value)
{
	if (*value)
		value_text(walk, attribute, value);
}

/* White space and a sign before it, as strtoul() takes them; nothing, or 0, is none. */
static void domain_read_count(struct walk *walk, const struct attribute *attribute,
			      const char *value)
{
	const char *digits = value;
	uint32_t count = 0, *field;

	while (isspace((unsigned char)*digits))
		digits++;
	digits += *digits == '+';
	if (*value && text_read_number(digits, 0, UINT32_MAX, &count) < 0)
		return walk_bad_value(walk, attribute, value,
				      "a number from 0 to 4294967295");
	field = (void *)((char *)walk_object(walk) + attribute->place);
	if (count)
		*field = count;
}

static void domain_read_mac(struct walk *walk, const struct attribute *attribute,
			    const char *value)
{
	struct nic *nic = walk_object(walk);

	nic->has_mac = text_read_short_mac(value, ":", nic->mac) == 0;
	if (!nic->has_mac)
		walk_bad_value(walk, attribute, value,
			       "a MAC address (six pairs of hex digits)");
}

/* Its prefix= tells the guest's network, and not more addresses. */
static void domain_read_address(struct walk *walk, const struct attribute *attribute,
				const char *value)
{
	nic_add_address(walk_object(walk), value);
}

/* The variables of libvirt's own filters, such as clean-traffic. */
static void parameter_end(struct walk *walk, const char *text)
{
	struct domain_reading *reading = walk->data;

	if (reading->parameter && reading->value &&
	    (!strcmp(reading->parameter, "IP") || !strcmp(reading->parameter, "IPV6")))
		nic_add_address(last_nic(walk), reading->value);
	value_replace(walk, &reading->parameter, "");
	value_replace(walk, &reading->value, "");
}

static void domain_read_id(struct walk *walk, const struct attribute *attribute,
			   const char *value)
{
	struct domain_reading *reading = walk->data;

	reading->guest.stage = GUEST_SETTLED;
}

static void domain_vlan_start(struct walk *walk)
{
	struct domain_reading *reading = walk->data;

	reading->tags = (struct vlan_tags){};
	walk_set_object(walk, &reading->tags);
}

static void domain_vlan_end(struct walk *walk, const char *text)
{
	last_nic(walk)->vlans = vlan_tags_take(walk);
}

static void domain_name_end(struct walk *walk, const char *text)
{
	struct domain_reading *reading = walk->data;

	value_replace(walk, &reading->guest.name, text);
}

static void domain_uuid_end(struct walk *walk, const char *text)
{
	struct domain_reading *reading = walk->data;
	char uuid[UUID_TEXT];

	if (!*text)
		return; /* libvirt chooses one */
	if (text_read_loose_uuid(text, uuid) < 0)
		return reader_fail(walk->reader, walk->line, EINVAL,
				   "invalid <uuid>%s</uuid>; expected 8-4-4-4-12 hex "
				   "digits",
				   quote_text(text).text);
	value_replace(walk, &reading->guest.uuid, uuid);
}

static void domain_end(struct walk *walk, const char *text)
{
	struct domain_reading *reading = walk->data;

	if (!reading->guest.name || !*reading->guest.name)
		reader_fail(walk->reader, walk->line, EINVAL,
			    "missing <name> in <domain>; it is required");
}

static void on_reading(struct walk *walk)
{
	walk_set_object(walk, walk->data);
}

static void interface_start(struct walk *walk)
{
	struct domain_reading *reading = walk->data;
	struct guest *guest = &reading->guest;

	if (guest->nic_count == NICS_MAX)
		return reader_fail(walk->reader, walk->line, EINVAL,
				   "more than %d interfaces; no guest can have that many",
				   NICS_MAX);
	if (!array_grow(&guest->nics, guest->nic_count, sizeof(*guest->nics)))
		return walk_out_of_memory(walk);
	guest->nic_count++;
	*last_nic(walk) = (struct nic){
		.number = (unsigned)guest->nic_count,
		.managed = true,
		.queues = 1,
	};
	walk_set_object(walk, last_nic(walk));
	*reading->problem = '\0';
}

/* From start on, libvirt writes a NIC of type network as the type it was resolved to. */
static void interface_end(struct walk *walk, const char *text)
{
	struct domain_reading *reading = walk->data;
	struct nic *nic = walk_object(walk);
	char place[NIC_TEXT];

	if (!nic->type)
		value_replace(walk, &nic->type, "");
	if (nic->type && !nic->actual)
		value_replace(walk, &nic->actual, nic->type);
	if (nic->network)
		value_replace(walk, &nic->type, "network");
	if (!*reading->problem || !nic_is_governed(nic))
		return;
	nic_describe(nic, place, sizeof(place));
	reader_fail(walk->reader, reading->problem_line, EINVAL, "%s: %s", place,
		    reading->problem);
}

enum {
	DOMAIN,
	NAME,
	UUID,
	DEVICES,
	INTERFACE,
	MAC,
	SOURCE,
	TARGET,
	SCRIPT,
	ALIAS,
	MODEL,
	DRIVER,
	MTU,
	PORT,
	VIRTUALPORT,
	IP,
	FILTERREF,
	PARAMETER,
	VLAN,
	TAG,
	ACTUAL,
	ACTUAL_SOURCE,
	ACTUAL_PORT,
	ACTUAL_VIRTUALPORT,
	ACTUAL_VLAN,
	ACTUAL_TAG,
	STATUS,
};

static const struct element elements[] = {
	[DOMAIN] = {"domain", ELEMENT_ROOT, .end = domain_end},
	[NAME] = {"name", DOMAIN, .once = true, .text = true, .end = domain_name_end},
	[UUID] = {"uuid", DOMAIN, .once = true, .text = true, .end = domain_uuid_end},
	[DEVICES] = {"devices", DOMAIN},
	[INTERFACE] = {"interface", DEVICES, .start = interface_start,
		       .end = interface_end},
	[MAC] = {"mac", INTERFACE, .once = true},
	[SOURCE] = {"source", INTERFACE, .once = true},
	[TARGET] = {"target", INTERFACE, .once = true},
	[SCRIPT] = {"script", INTERFACE, .once = true},
	[ALIAS] = {"alias", INTERFACE, .once = true},
	[MODEL] = {"model", INTERFACE, .once = true},
	[DRIVER] = {"driver", INTERFACE, .once = true},
	[MTU] = {"mtu", INTERFACE, .once = true},
	[PORT] = {"port", INTERFACE, .once = true},
	[VIRTUALPORT] = {"virtualport", INTERFACE, .once = true},
	[IP] = {"ip", INTERFACE},
	[FILTERREF] = {"filterref", INTERFACE},
	[PARAMETER] = {"parameter", FILTERREF, .start = on_reading, .end = parameter_end},
	[VLAN] = {"vlan", INTERFACE, .once = true, .start = domain_vlan_start,
		  .end = domain_vlan_end},
	[TAG] = {"tag", VLAN, .end = vlan_tags_end_tag},
	[ACTUAL] = {"actual", INTERFACE, .once = true},
	[ACTUAL_SOURCE] = {"source", ACTUAL, .once = true},
	[ACTUAL_PORT] = {"port", ACTUAL, .once = true},
	[ACTUAL_VIRTUALPORT] = {"virtualport", ACTUAL, .once = true},
	[ACTUAL_VLAN] = {"vlan", ACTUAL, .once = true, .start = domain_vlan_start,
			 .end = domain_vlan_end},
	[ACTUAL_TAG] = {"tag", ACTUAL_VLAN, .end = vlan_tags_end_tag},
	[STATUS] = {"domstatus", STATUS, .start = on_reading},
};
_Static_assert(ARRAY_SIZE(elements) <= ELEMENTS_MAX, "a bit each");

static const struct attribute attributes[] = {
	{DOMAIN, "id", domain_read_id},
	{INTERFACE, "type", value_text, offsetof(struct nic, type)},
	{MAC, "address", domain_read_mac},
	{SOURCE, "bridge", domain_read_ifname, offsetof(struct nic, bridge)},
	{SOURCE, "network", value_text, offsetof(struct nic, network)},
	{SOURCE, "portgroup", domain_read_optional, offsetof(struct nic, portgroup)},
	{TARGET, "dev", domain_read_target, offsetof(struct nic, target)},
	{TARGET, "managed", value_flag, offsetof(struct nic, managed)},
	{SCRIPT, "path", domain_read_optional, offsetof(struct nic, script)},
	{ALIAS, "name", domain_read_optional, offsetof(struct nic, alias)},
	{MODEL, "type", domain_read_optional, offsetof(struct nic, model)},
	{DRIVER, "queues", domain_read_count, offsetof(struct nic, queues)},
	{MTU, "size", domain_read_count, offsetof(struct nic, mtu)},
	{PORT, "isolated", value_flag, offsetof(struct nic, isolated)},
	{VIRTUALPORT, "type", value_text, offsetof(struct nic, virtualport)},
	{IP, "address", domain_read_address},
	{PARAMETER, "name", value_text, offsetof(struct domain_reading, parameter)},
	{PARAMETER, "value", value_text, offsetof(struct domain_reading, value)},
	VLAN_TAGS_ATTRIBUTES(VLAN, TAG, vlan_tags_read_id),
	{ACTUAL, "type", value_text, offsetof(struct nic, actual)},
	{ACTUAL_SOURCE, "bridge", domain_read_ifname, offsetof(struct nic, bridge)},
	{ACTUAL_PORT, "isolated", value_flag, offsetof(struct nic, isolated)},
	{ACTUAL_VIRTUALPORT, "type", value_text, offsetof(struct nic, virtualport)},
	VLAN_TAGS_ATTRIBUTES(ACTUAL_VLAN, ACTUAL_TAG, vlan_tags_read_id),
	{STATUS, "state", value_text, offsetof(struct domain_reading, state)},
	{STATUS, "reason", value_text, offsetof(struct domain_reading, reason)},
	{STATUS, "pid", value_number, offsetof(struct domain_reading, pid),
	 .max = INT32_MAX},
};

/* A <vlan> that libvirt has accepted is not for onebridge to refuse. */
static void domain_problem(struct walk *walk, unsigned line, const char *text)
{
	struct domain_reading *reading = walk->data;

	if (*reading->problem || walk_object(walk) == &reading->tags)
		return;
	snprintf(reading->problem, sizeof(reading->problem), "%s", text);
	reading->problem_line = line;
}

static const struct vocabulary domain_vocabulary = {
	.elements = elements,
	.element_count = ARRAY_SIZE(elements),
	.attributes = attributes,
	.attribute_count = ARRAY_SIZE(attributes),
	.problem = domain_problem,
};

/* All but the guest. */
static void domain_reading_clear(struct domain_reading *reading)
{
	free(reading->parameter);
	free(reading->value);
	free(reading->state);
	free(reading->reason);
}

/* Reads text, or fd where text is NULL. */
static int domain_walk(int fd, const char *text, size_t length, struct guest *ret,
		       unsigned *ret_line, struct error *err)
{
	struct domain_reading reading = {.guest.origin = ORIGIN_LIBVIRT};
	struct walk walk = {.vocabulary = &domain_vocabulary, .data = &reading};
	int r = walk_read(&walk, fd, text, length, err);

	domain_reading_clear(&reading);
	if (r < 0) {
		guest_clear(&reading.guest);
		if (ret_line)
			*ret_line = walk.line;
		return r;
	}
	*ret = reading.guest;
	return 0;
}

int domain_read(int fd, struct guest *ret, struct error *err)
{
	return domain_walk(fd, NULL, 0, ret, NULL, err);
}

int domain_read_text(const char *text, size_t length, struct guest *ret,
		     struct error *err)
{
	return domain_walk(-1, text ? text : "", length, ret, NULL, err);
}

int domain_read_lines(const char *text, size_t length, struct guest *ret,
		      unsigned *ret_line, struct error *err)
{
	return domain_walk(-1, text ? text : "", length, ret, ret_line, err);
}

/* libvirt's virDomainState and its reasons, as they are written there. */
static bool status_is_migrating(const struct domain_reading *reading)
{
	const char *reason = reading->reason ? reading->reason : "";

	return reading->state && !strcmp(reading->state, "paused") &&
	       (!strcmp(reason, "migration") || !strcmp(reason, "starting up"));
}

int domain_read_status(int fd, struct domain_status *ret, struct error *err)
{
	struct domain_reading reading = {.guest.origin = ORIGIN_LIBVIRT};
	struct element rows[ARRAY_SIZE(elements)];
	struct vocabulary vocabulary = domain_vocabulary;
	struct walk walk = {.vocabulary = &vocabulary, .data = &reading};
	int r;

	memcpy(rows, elements, sizeof(rows));
	rows[STATUS].parent = ELEMENT_ROOT;
	rows[DOMAIN].parent = STATUS;
	vocabulary.elements = rows;
	r = walk_read(&walk, fd, NULL, 0, err);
	if (r == 0)
		*ret = (struct domain_status){reading.guest, (pid_t)reading.pid,
					      status_is_migrating(&reading)};
	else
		guest_clear(&reading.guest);
	domain_reading_clear(&reading);
	return r;
}
