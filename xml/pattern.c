/* pattern.c - the shell patterns of a <match>: which of them could ever hold */
#include "xml/pattern.h"

#include <fnmatch.h>
#include <string.h>

#include "netcore/cleanup.h"
#include "netcore/text.h"
#include "xml/uuid.h"

#define HEX_DIGITS "0123456789abcdefABCDEF"
#define WILDCARDS  "*?[]!^-"

static bool is_wild(const char *text)
{
	return strpbrk(text, "*?[");
}

static bool is_made_of(const char *text, const char *characters)
{
	return text[strspn(text, characters)] == '\0';
}

static bool mac_possible(const char *text)
{
	uint8_t mac[MAC_BYTES];

	return is_wild(text) ? is_made_of(text, HEX_DIGITS ":" WILDCARDS)
			     : text_read_mac(text, mac) == 0;
}

static bool uuid_possible(const char *text)
{
	char uuid[UUID_TEXT];

	return is_wild(text) ? is_made_of(text, HEX_DIGITS WILDCARDS)
			     : uuid_read(text, uuid);
}

static bool ifname_possible(const char *text)
{
	return is_wild(text) || strchr(text, '\\') || text_is_ifname(text);
}

static bool origin_possible(const char *text)
{
	static const char *const origins[] = {"libvirt", "qemu-ifup", "bridge-helper"};

	for (size_t i = 0; i < ARRAY_SIZE(origins); i++)
		if (fnmatch(text, origins[i], 0) == 0)
			return true;
	return false;
}

static bool any_possible(const char *text)
{
	return *text;
}

#define ANYTHING any_possible, "at least one character"
#define IFNAME                                                                           \
	ifname_possible, "an interface name (at most 15 bytes, without '/', ':' or "     \
			 "white space) or a pattern of names"

static const struct {
	bool (*possible)(const char *text);
	const char *wanted;
} fields[MATCH_FIELDS] = {
	[MATCH_DOMAIN_NAME] = {ANYTHING},
	[MATCH_DOMAIN_UUID] = {uuid_possible,
			       "a UUID or a pattern of UUIDs (01234567-*)"},
	[MATCH_INTERFACE_TYPE] = {ANYTHING},
	[MATCH_INTERFACE_ALIAS] = {ANYTHING},
	[MATCH_INTERFACE_MODEL] = {ANYTHING},
	[MATCH_MAC] = {mac_possible, "a MAC or a pattern of MACs (52:54:00:*)"},
	[MATCH_TARGET] = {IFNAME},
	[MATCH_SOURCE_BRIDGE] = {IFNAME},
	[MATCH_SOURCE_NETWORK] = {ANYTHING},
	[MATCH_SOURCE_PORTGROUP] = {ANYTHING},
	[MATCH_ORIGIN_TYPE] = {origin_possible, "libvirt, qemu-ifup or bridge-helper"},
	[MATCH_ORIGIN_USER] = {ANYTHING},
	[MATCH_ORIGIN_GROUP] = {ANYTHING},
};

const char *pattern_refusal(enum match_field field, const char *text)
{
	return fields[field].possible(text) ? NULL : fields[field].wanted;
}
