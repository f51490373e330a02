/* plan_text.c - a plan as text, a line a step */
#include "netcore/plan_text.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

struct kind_row {
	const char *word;
	const char *expects; /* what its values look like, for messages */
	void (*print)(const struct value *value, char *ret, size_t size);
	bool (*read)(const char *text, struct value *ret);
};

static void print_link_ref(const struct link_ref *ref, char *ret, size_t size)
{
	if (ref->ifindex)
		snprintf(ret, size, "%s/%u", ref->name, ref->ifindex);
	else
		snprintf(ret, size, "%s", ref->name);
}

static bool read_link_ref(const char *text, struct link_ref *ret)
{
	size_t length = strcspn(text, "/");
	struct link_ref ref = {};

	if (length >= sizeof(ref.name))
		return false;
	memcpy(ref.name, text, length);
	if (!text_is_ifname(ref.name))
		return false;
	if (text[length] &&
	    text_read_number(text + length + 1, 1, INT32_MAX, &ref.ifindex) < 0)
		return false;
	*ret = ref;
	return true;
}

static void print_master(const struct value *value, char *ret, size_t size)
{
	print_link_ref(&value->link, ret, size);
}

static bool read_master(const char *text, struct value *ret)
{
	return read_link_ref(text, &ret->link);
}

static void print_number(const struct value *value, char *ret, size_t size)
{
	snprintf(ret, size, "%" PRIu64, value->number);
}

static bool read_number(const char *text, struct value *ret)
{
	uint32_t number;

	if (text_read_number(text, 0, UINT32_MAX, &number) < 0)
		return false;
	ret->number = number;
	return true;
}

static void print_on_off(const struct value *value, char *ret, size_t size)
{
	snprintf(ret, size, "%s", value->number ? "on" : "off");
}

static bool read_on_off(const char *text, struct value *ret)
{
	ret->number = !strcmp(text, "on");
	return ret->number || !strcmp(text, "off");
}

static void print_up_down(const struct value *value, char *ret, size_t size)
{
	snprintf(ret, size, "%s", value->number ? "up" : "down");
}

static bool read_up_down(const char *text, struct value *ret)
{
	ret->number = !strcmp(text, "up");
	return ret->number || !strcmp(text, "down");
}

static void print_mac(const struct value *value, char *ret, size_t size)
{
	char text[MAC_TEXT];

	text_print_mac(value->mac, text);
	snprintf(ret, size, "%s", text);
}

static bool read_mac(const char *text, struct value *ret)
{
	return text_read_mac(text, ret->mac) == 0;
}

static void print_alias(const struct value *value, char *ret, size_t size)
{
	snprintf(ret, size, "%s", value->alias);
}

static bool read_alias(const char *text, struct value *ret)
{
	if (strlen(text) >= sizeof(ret->alias))
		return false;
	strcpy(ret->alias, text);
	return true;
}

/* "tap", then ",vnet_hdr", ",multi_queue", ",owner=N" and ",group=N" where they hold. */
static void print_tap(const struct value *value, char *ret, size_t size)
{
	const struct tap *tap = &value->tap;
	char owner[24] = "", group[24] = "";

	if (tap->owner != TAP_NOBODY)
		snprintf(owner, sizeof(owner), ",owner=%u", tap->owner);
	if (tap->group != TAP_NOBODY)
		snprintf(group, sizeof(group), ",group=%u", tap->group);
	snprintf(ret, size, "tap%s%s%s%s", tap->vnet_hdr ? ",vnet_hdr" : "",
		 tap->multi_queue ? ",multi_queue" : "", owner, group);
}

static bool read_tap_word(const char *word, struct tap *tap)
{
	if (!strcmp(word, "vnet_hdr"))
		return tap->vnet_hdr = true;
	if (!strcmp(word, "multi_queue"))
		return tap->multi_queue = true;
	if (!strncmp(word, "owner=", 6))
		return text_read_number(word + 6, 0, TAP_NOBODY - 1, &tap->owner) == 0;
	if (!strncmp(word, "group=", 6))
		return text_read_number(word + 6, 0, TAP_NOBODY - 1, &tap->group) == 0;
	return false;
}

static bool read_tap(const char *text, struct value *ret)
{
	char words[STEP_TEXT], *rest = words, *word;
	struct tap tap = {.owner = TAP_NOBODY, .group = TAP_NOBODY};

	snprintf(words, sizeof(words), "%s", text);
	if (strcmp(strsep(&rest, ","), "tap") != 0)
		return false;
	while ((word = strsep(&rest, ",")))
		if (!read_tap_word(word, &tap))
			return false;
	ret->tap = tap;
	return true;
}

static const char *const vlan_words[] = {
	[0] = "tagged",
	[VLAN_UNTAGGED] = "untagged",
	[VLAN_PVID] = "pvid",
	[VLAN_PVID | VLAN_UNTAGGED] = "pvid,untagged",
};

static void print_vlan(const struct value *value, char *ret, size_t size)
{
	bool mixed = value->number >= ARRAY_SIZE(vlan_words);

	snprintf(ret, size, "%s", mixed ? "mixed" : vlan_words[value->number]);
}

static bool read_vlan(const char *text, struct value *ret)
{
	for (size_t i = 0; i < ARRAY_SIZE(vlan_words); i++)
		if (!strcmp(vlan_words[i], text)) {
			ret->number = i;
			return true;
		}
	return false;
}

static void print_fixed(const struct value *value, char *ret, size_t size)
{
	snprintf(ret, size, "%s",
		 value->number == FIXED_EVERYWHERE ? "static" : "partly");
}

static bool read_fixed(const char *text, struct value *ret)
{
	bool everywhere = !strcmp(text, "static");

	ret->number = everywhere ? FIXED_EVERYWHERE : FIXED_PARTLY;
	return everywhere || !strcmp(text, "partly");
}

static void print_made(const struct value *value, char *ret, size_t size)
{
	(void)value;
	snprintf(ret, size, "made");
}

static bool read_made(const char *text, struct value *ret)
{
	(void)ret;
	return !strcmp(text, "made");
}

/* clang-format off */
static const struct kind_row kinds[] = {
	[STEP_TAP]    = { "tap",    "tap[,vnet_hdr][,multi_queue][,owner=N][,group=N]", print_tap, read_tap },
	[STEP_ALIAS]  = { "alias",  "up to 63 bytes without white space", print_alias, read_alias },
	[STEP_IPV6]   = { "ipv6",   "on or off",       print_on_off,  read_on_off },
	[STEP_LINK]   = { "link",   "up or down",      print_up_down, read_up_down },
	[STEP_MAC]    = { "mac",    "a MAC address",   print_mac,     read_mac },
	[STEP_MTU]    = { "mtu",    "a number",        print_number,  read_number },
	[STEP_TXQLEN] = { "txqlen", "a number",        print_number,  read_number },
	[STEP_MASTER] = { "master", "BRIDGE/IFINDEX",  print_master,  read_master },
	[STEP_VLAN]   = { "vlan",   "tagged, untagged, pvid or pvid,untagged", print_vlan, read_vlan },
	[STEP_FDB]    = { "fdb",    "static or partly", print_fixed,  read_fixed },
	[STEP_BRIDGE] = { "bridge", "made",            print_made,    read_made },
	[STEP_ADDRESSES] = { "addresses", "DEVICE/IFINDEX", print_master, read_master },
};
/* clang-format on */

/* Of a bridge's option: some have the name of a port's. */
static const char bridge_prefix[] = "bridge.";

void step_word(const struct step *step, char ret[STEP_WORD_TEXT])
{
	char range[VLAN_RANGE_TEXT], mac[MAC_TEXT];

	if (step->option) {
		snprintf(ret, STEP_WORD_TEXT, "%s%s",
			 step->kind == STEP_BRIDGE_OPTION ? bridge_prefix : "",
			 step->option->name);
	} else if (step->kind == STEP_VLAN) {
		vlan_range_print(step->vlan_first, step->vlan_last, range);
		snprintf(ret, STEP_WORD_TEXT, "vlan:%s", range);
	} else if (step->kind == STEP_FDB) {
		text_print_mac(step->mac, mac);
		snprintf(ret, STEP_WORD_TEXT, "fdb:%s", mac);
	} else {
		snprintf(ret, STEP_WORD_TEXT, "%s", kinds[step->kind].word);
	}
}

void value_print(const struct step *step, const struct value *value, char *ret,
		 size_t size)
{
	if (!value->set)
		snprintf(ret, size, "-");
	else if (step->option)
		option_print(step->option, value->number, ret, size);
	else
		kinds[step->kind].print(value, ret, size);
}

void step_print(const struct step *step, char ret[STEP_TEXT])
{
	char dev[32], word[STEP_WORD_TEXT], from[80], to[80];

	print_link_ref(&step->dev, dev, sizeof(dev));
	step_word(step, word);
	value_print(step, &step->from, from, sizeof(from));
	value_print(step, &step->to, to, sizeof(to));
	snprintf(ret, STEP_TEXT, "%s %s %s -> %s", dev, word, from, to);
}

int plan_print(const struct plan *plan, FILE *out)
{
	for (size_t i = 0; i < plan->count; i++) {
		char line[STEP_TEXT];

		step_print(&plan->steps[i], line);
		if (fprintf(out, "%s\n", line) < 0)
			return -errno;
	}
	return 0;
}

static bool needs_which(enum step_kind kind)
{
	return kind == STEP_VLAN || kind == STEP_FDB;
}

/* What stands behind the colon of a word that needs more than itself. */
static bool read_which(const char *text, struct step *step)
{
	if (step->kind == STEP_VLAN)
		return vlan_range_read(text, &step->vlan_first, &step->vlan_last) == 0;
	if (step->kind == STEP_FDB)
		return text_read_mac(text, step->mac) == 0;
	return false;
}

static int read_word(const char *word, struct step *step, struct error *err)
{
	const char *colon = strchr(word, ':');
	size_t length = strcspn(word, ":");

	step->option = option_find(&port_options, word);
	step->kind = STEP_OPTION;
	if (!strncmp(word, bridge_prefix, sizeof(bridge_prefix) - 1)) {
		step->option =
			option_find(&bridge_options, word + sizeof(bridge_prefix) - 1);
		step->kind = STEP_BRIDGE_OPTION;
	}
	if (step->option)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		step->kind = (enum step_kind)i;
		if (kinds[i].word && !strncmp(kinds[i].word, word, length) &&
		    !kinds[i].word[length] &&
		    (colon ? read_which(colon + 1, step) : !needs_which(step->kind)))
			return 0;
	}
	return error_set(err, EINVAL, "'%s' is neither a kind of step nor a port option",
			 word);
}

static int read_value(const struct step *step, const char *text, struct value *ret,
		      struct error *err)
{
	char expects[64], word[STEP_WORD_TEXT];

	step_word(step, word);
	*ret = (struct value){};
	if (!strcmp(text, "-"))
		return 0;
	ret->set = true;
	if (!step->option) {
		if (kinds[step->kind].read(text, ret))
			return 0;
		return error_set(err, EINVAL, "%s is '%s', not %s", word, text,
				 kinds[step->kind].expects);
	}
	if (option_read(step->option, text, &ret->number) == 0)
		return 0;
	option_expects(step->option, expects, sizeof(expects));
	return error_set(err, EINVAL, "%s is '%s', not %s", word, text, expects);
}

int step_read(const char *line, struct step *ret, struct error *err)
{
	char words[5][STEP_TEXT]; /* device, what, from, "->", to */
	struct step step = {};
	int end = -1, r;

	if (strlen(line) >= STEP_TEXT ||
	    sscanf(line, "%s %s %s %s %s%n", words[0], words[1], words[2], words[3],
		   words[4], &end) < 5 ||
	    line[end] || strcmp(words[3], "->") != 0)
		return error_set(err, EINVAL,
				 "'%.100s' is no step: DEVICE WHAT FROM -> TO", line);
	if (!read_link_ref(words[0], &step.dev))
		return error_set(err, EINVAL, "'%s' is no DEVICE[/IFINDEX]", words[0]);
	r = read_word(words[1], &step, err);
	if (r == 0)
		r = read_value(&step, words[2], &step.from, err);
	if (r == 0)
		r = read_value(&step, words[4], &step.to, err);
	if (r == 0)
		*ret = step;
	return r;
}

int plan_read(const char *text, struct plan *plan, struct error *err)
{
	for (unsigned number = 1; *text; number++) {
		size_t length = strcspn(text, "\n");
		char line[STEP_TEXT + 1];
		struct step step;
		int r;

		snprintf(line, sizeof(line), "%.*s",
			 (int)(length < STEP_TEXT ? length : STEP_TEXT), text);
		text += length + (text[length] == '\n');
		if (!*line)
			continue;
		r = step_read(line, &step, err);
		if (r == 0)
			r = plan_add(plan, &step, err);
		if (r < 0)
			return error_within(err, "line %u", number);
	}
	return 0;
}
