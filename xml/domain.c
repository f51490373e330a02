/* domain.c - libvirt's domain XML → guest
 *
 * Only the rows below are looked at. What is wrong with an interface is kept until its
 * end, for only then is it known whether it is ours: a guest must not fail for an
 * interface that never comes to a Linux bridge.
 */
#include "xml/domain.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "netcore/array.h"
#include "xml/quote.h"
#include "xml/uuid.h"
#include "xml/vlan_tags.h"
#include "xml/vocabulary.h"

enum { NICS_MAX = 4096 }; /* far more than QEMU has slots for */

_Static_assert((int)DOMAIN_XML_MAX == (int)READER_MAX, "one bound, told twice");

struct reading {
	struct guest guest;
	char fault[512]; /* the first of the interface at hand; empty: none */
	unsigned fault_line;
	struct vlan_tags tags; /* of the <vlan> at hand */
};

static struct nic *reading_nic(struct walk *walk)
{
	struct reading *reading = walk->data;

	return &reading->guest.nics[reading->guest.nic_count - 1];
}

static void _printf_(2, 3) reading_fault(struct walk *walk, const char *format, ...)
{
	struct reading *reading = walk->data;
	va_list args;

	if (*reading->fault)
		return;
	va_start(args, format);
	vsnprintf(reading->fault, sizeof(reading->fault), format, args);
	va_end(args);
	reading->fault_line = walk->line;
}

static void keep_text(struct walk *walk, char **field, const char *value)
{
	free(*field);
	*field = strdup(value);
	if (!*field)
		reader_fail(walk->reader, walk->line, ENOMEM, "out of memory");
}

/* Each read_…() takes one attribute of an interface. */
static void read_text(struct walk *walk, const struct attribute *attribute,
		      const char *value)
{
	keep_text(walk, (char **)((char *)reading_nic(walk) + attribute->place), value);
}

static void read_ifname(struct walk *walk, const struct attribute *attribute,
			const char *value)
{
	if (!text_is_ifname(value))
		reading_fault(walk,
			      "<%s %s='%s'> is no interface name; at most 15 bytes, "
			      "without '/', ':' or white space",
			      walk_element(walk)->name, attribute->name,
			      quote_text(value).text);
	read_text(walk, attribute, value);
}

static void read_script(struct walk *walk, const struct attribute *attribute,
			const char *value)
{
	if (*value)
		read_text(walk, attribute, value);
}

static void read_mac(struct walk *walk, const struct attribute *attribute,
		     const char *value)
{
	struct nic *nic = reading_nic(walk);

	nic->has_mac = text_read_mac(value, nic->mac) == 0;
	if (!nic->has_mac)
		reading_fault(walk, "<mac %s='%s'> is no MAC; six pairs of hex digits",
			      attribute->name, quote_text(value).text);
}

static void read_number(struct walk *walk, const struct attribute *attribute,
			const char *value)
{
	uint32_t *field = (uint32_t *)((char *)reading_nic(walk) + attribute->place);

	if (text_read_number(value, 1, UINT32_MAX, field) < 0)
		reading_fault(walk, "<%s %s='%s'> is no number from 1 to %u",
			      walk_element(walk)->name, attribute->name,
			      quote_text(value).text, UINT32_MAX);
}

static void read_flag(struct walk *walk, const struct attribute *attribute,
		      const char *value)
{
	bool *field = (bool *)((char *)reading_nic(walk) + attribute->place);

	if (text_read_bool(value, field) < 0)
		reading_fault(walk, "<%s %s='%s'> is neither yes nor no",
			      walk_element(walk)->name, attribute->name,
			      quote_text(value).text);
}

static void read_id(struct walk *walk, const struct attribute *attribute,
		    const char *value)
{
	struct reading *reading = walk->data;

	(void)attribute, (void)value;
	reading->guest.stage = GUEST_SETTLED;
}

/* --- <vlan>: what libvirt has let pass is not for us to refuse */

static void read_tag_id(struct walk *walk, const struct attribute *attribute,
			const char *value)
{
	struct reading *reading = walk->data;

	(void)attribute;
	vlan_tags_read_id(&reading->tags, value);
}

static void read_native(struct walk *walk, const struct attribute *attribute,
			const char *value)
{
	struct reading *reading = walk->data;

	(void)attribute;
	vlan_tags_read_native(&reading->tags, value);
}

static void read_trunk(struct walk *walk, const struct attribute *attribute,
		       const char *value)
{
	struct reading *reading = walk->data;

	(void)attribute;
	vlan_tags_read_trunk(&reading->tags, value);
}

static void vlan_start(struct walk *walk)
{
	struct reading *reading = walk->data;

	reading->tags = (struct vlan_tags){};
}

static void tag_end(struct walk *walk, const char *text)
{
	struct reading *reading = walk->data;

	(void)text;
	vlan_tags_end_tag(&reading->tags);
}

static void vlan_end(struct walk *walk, const char *text)
{
	struct reading *reading = walk->data;
	struct nic *nic = reading_nic(walk);

	(void)text;
	if (vlan_tags_end(&reading->tags) || reading->tags.count == 0)
		return;
	free(nic->vlans);
	nic->vlans = malloc(sizeof(*nic->vlans));
	if (!nic->vlans)
		return reader_fail(walk->reader, walk->line, ENOMEM, "out of memory");
	*nic->vlans = reading->tags.set;
}

static void name_end(struct walk *walk, const char *text)
{
	struct reading *reading = walk->data;

	keep_text(walk, &reading->guest.name, text);
}

static void uuid_end(struct walk *walk, const char *text)
{
	struct reading *reading = walk->data;
	char uuid[UUID_TEXT];

	if (!uuid_read(text, uuid))
		return reader_fail(walk->reader, walk->line, EINVAL,
				   "<uuid>%s</uuid> is no UUID; 8-4-4-4-12 hex digits",
				   quote_text(text).text);
	keep_text(walk, &reading->guest.uuid, uuid);
}

static void domain_end(struct walk *walk, const char *text)
{
	struct reading *reading = walk->data;

	(void)text;
	if (!reading->guest.name || !*reading->guest.name)
		reader_fail(walk->reader, walk->line, EINVAL,
			    "<domain> lacks a <name>; each guest has one");
}

static void interface_start(struct walk *walk)
{
	struct reading *reading = walk->data;
	struct guest *guest = &reading->guest;

	if (guest->nic_count == NICS_MAX)
		return reader_fail(walk->reader, walk->line, EINVAL,
				   "more than %d interfaces; no guest has as many",
				   NICS_MAX);
	if (!array_grow(&guest->nics, guest->nic_count, sizeof(*guest->nics)))
		return reader_fail(walk->reader, walk->line, ENOMEM, "out of memory");
	guest->nic_count++;
	*reading_nic(walk) = (struct nic){
		.number = (unsigned)guest->nic_count,
		.managed = true,
		.queues = 1,
	};
	*reading->fault = '\0';
}

/* libvirt makes a TAP on a Linux bridge for these only. */
static bool nic_governed(const struct nic *nic)
{
	static const char *const types[] = {"ethernet", "bridge", "network"};

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (nic->actual && !strcmp(nic->actual, types[i]))
			return true;
	return false;
}

/* From start on, libvirt writes a NIC of type network as what it was resolved to. */
static void interface_end(struct walk *walk, const char *text)
{
	struct reading *reading = walk->data;
	struct nic *nic = reading_nic(walk);

	(void)text;
	if (!nic->type)
		keep_text(walk, &nic->type, "");
	if (nic->type)
		keep_text(walk, &nic->actual, nic->type);
	if (nic->network)
		keep_text(walk, &nic->type, "network");
	if (*reading->fault && nic_governed(nic))
		reader_fail(walk->reader, reading->fault_line, EINVAL, "interface %u: %s",
			    nic->number, reading->fault);
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
	VLAN,
	TAG,
};

static const struct element elements[] = {
	[DOMAIN] = {"domain", ELEMENT_ROOT, .end = domain_end},
	[NAME] = {"name", DOMAIN, .once = true, .text = true, .end = name_end},
	[UUID] = {"uuid", DOMAIN, .once = true, .text = true, .end = uuid_end},
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
	[VLAN] = {"vlan", INTERFACE, .once = true, .start = vlan_start, .end = vlan_end},
	[TAG] = {"tag", VLAN, .end = tag_end},
};
_Static_assert(ARRAY_SIZE(elements) <= VOCABULARY_ELEMENTS, "a bit each");

static const struct attribute attributes[] = {
	{DOMAIN, "id", read_id},
	{INTERFACE, "type", read_text, offsetof(struct nic, type)},
	{MAC, "address", read_mac},
	{SOURCE, "bridge", read_ifname, offsetof(struct nic, bridge)},
	{SOURCE, "network", read_text, offsetof(struct nic, network)},
	{SOURCE, "portgroup", read_text, offsetof(struct nic, portgroup)},
	{TARGET, "dev", read_ifname, offsetof(struct nic, target)},
	{TARGET, "managed", read_flag, offsetof(struct nic, managed)},
	{SCRIPT, "path", read_script, offsetof(struct nic, script)},
	{ALIAS, "name", read_text, offsetof(struct nic, alias)},
	{MODEL, "type", read_text, offsetof(struct nic, model)},
	{DRIVER, "queues", read_number, offsetof(struct nic, queues)},
	{MTU, "size", read_number, offsetof(struct nic, mtu)},
	{PORT, "isolated", read_flag, offsetof(struct nic, isolated)},
	{VLAN, "trunk", read_trunk},
	{TAG, "id", read_tag_id},
	{TAG, "nativeMode", read_native},
	{VIRTUALPORT, "type", read_text, offsetof(struct nic, virtualport)},
};

static const struct vocabulary vocabulary = {
	.elements = elements,
	.element_count = ARRAY_SIZE(elements),
	.attributes = attributes,
	.attribute_count = ARRAY_SIZE(attributes),
};

/* Reads text, or fd where text is NULL. */
static int reading_run(int fd, const char *text, size_t length, struct guest *ret,
		       struct error *err)
{
	struct reading reading = {.guest.origin = ORIGIN_LIBVIRT};
	struct walk walk = {.vocabulary = &vocabulary, .data = &reading};
	int r;

	r = text ? walk_text(&walk, text, length, err) : walk_fd(&walk, fd, err);
	if (r < 0) {
		guest_clear(&reading.guest);
		return walk.line ? error_within(err, "line %u", walk.line) : r;
	}
	*ret = reading.guest;
	return 0;
}

int domain_read(int fd, struct guest *ret, struct error *err)
{
	return reading_run(fd, NULL, 0, ret, err);
}

int domain_read_text(const char *text, size_t length, struct guest *ret,
		     struct error *err)
{
	return reading_run(-1, text ? text : "", length, ret, err);
}
