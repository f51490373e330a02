/* plan_text.c - a plan as text, a line a step */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/plan_text.h"

#include <errno.h>
#include <string.h>

enum { SUBJECT_TEXT = IP_PREFIX_TEXT };
_Static_assert(MAC_TEXT + (int)VLAN_RANGE_TEXT <= (int)SUBJECT_TEXT &&
		       (int)SENDER_TEXT <= (int)SUBJECT_TEXT,
	       "for all of them");

/* What a word has after its colon: the VLANs that the step is about, or the MAC and,
 * after a comma, the VLANs; who sends; or the address. */
static void print_subject(const struct step *step, char ret[SUBJECT_TEXT])
{
	char mac[MAC_TEXT] = "", vlans[VLAN_RANGE_TEXT] = "";

	if (step->kind == STEP_SENDER)
		return sender_print(&step->sender, ret);
	if (step_is_ip(step))
		return ip_prefix_print(&step->prefix, ret);
	if (step->kind == STEP_FDB)
		text_print_mac(step->mac, mac);
	if (step->vlan_first)
		vlan_range_print(step->vlan_first, step->vlan_last, vlans);
	snprintf(ret, SUBJECT_TEXT, "%s%s%s", mac, *mac && *vlans ? "," : "", vlans);
}

static bool read_entry_subject(const char *text, struct step *step)
{
	size_t length = strcspn(text, ",");
	char mac[MAC_TEXT];

	snprintf(mac, sizeof(mac), "%.*s", (int)length, text);
	return length < sizeof(mac) && text_read_mac(mac, step->mac) == 0 &&
	       (!text[length] || vlan_range_read(text + length + 1, &step->vlan_first,
						 &step->vlan_last) == 0);
}

static bool read_subject(const char *text, struct step *step)
{
	if (step->kind == STEP_VLAN || step->kind == STEP_VLAN_OPTION)
		return text &&
		       vlan_range_read(text, &step->vlan_first, &step->vlan_last) == 0;
	if (step->kind == STEP_FDB)
		return text && read_entry_subject(text, step);
	if (step->kind == STEP_SENDER)
		return text && sender_read(text, &step->sender) == 0;
	if (step_is_ip(step))
		return text && ip_prefix_read(text, &step->prefix);
	return !text;
}

void step_word(const struct step *step, char ret[STEP_WORD_TEXT])
{
	const char *word = step_rows[step->kind].word;
	char subject[SUBJECT_TEXT];

	print_subject(step, subject);
	snprintf(ret, STEP_WORD_TEXT, "%s%s%s%s", word,
		 step->option ? step->option->name : "", *subject ? ":" : "", subject);
}

void step_print(const struct step *step, char ret[STEP_TEXT])
{
	char dev[32], word[STEP_WORD_TEXT], from[80], to[80];

	link_ref_print(&step->dev, dev, sizeof(dev));
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

/* An option's word is its name, behind the word of the kind if that has one. */
static bool read_option_word(const char *word, enum step_kind kind,
			     const struct option_table *table, struct step *step)
{
	size_t prefix = strlen(step_rows[kind].word), length = strcspn(word, ":");
	char name[STEP_TEXT];

	if (strncmp(word, step_rows[kind].word, prefix) != 0)
		return false;
	snprintf(name, sizeof(name), "%.*s", (int)(length - prefix), word + prefix);
	step->kind = kind;
	step->option = option_find(table, name);
	if (step->option && read_subject(word[length] ? word + length + 1 : NULL, step))
		return true;
	step->option = NULL;
	return false;
}

static int read_word(const char *word, struct step *step, struct error *err)
{
	static const struct {
		enum step_kind kind;
		const struct option_table *table;
	} options[] = {
		{STEP_OPTION, &port_options},      {STEP_SHARED, &port_options},
		{STEP_VLAN_OPTION, &vlan_options}, {STEP_BRIDGE_OPTION, &bridge_options},
		{STEP_SETTING, &ip_settings},      {STEP_HOST_SETTING, &ip_settings}};
	const char *colon = strchr(word, ':');
	size_t length = strcspn(word, ":");

	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		if (read_option_word(word, options[i].kind, options[i].table, step))
			return 0;
	for (step->kind = 0; step->kind < STEP_KINDS; step->kind++) {
		const char *known = step_rows[step->kind].word;

		if (strlen(known) == length && !strncmp(known, word, length) &&
		    value_rows[step_rows[step->kind].type].expects &&
		    read_subject(colon ? colon + 1 : NULL, step))
			return 0;
	}
	return error_set(err, EINVAL, "'%s' is neither a kind of step nor an option",
			 word);
}

static int read_value(const struct step *step, const char *text, struct value *ret,
		      struct error *err)
{
	const struct value_row *type = &value_rows[step_rows[step->kind].type];
	char expects[64], word[STEP_WORD_TEXT];

	*ret = (struct value){.set = strcmp(text, "-") != 0};
	if (!ret->set || type->read(step, text, ret))
		return 0;
	step_word(step, word);
	if (type->expects)
		snprintf(expects, sizeof(expects), "%s", type->expects);
	else
		option_expects(step->option, expects, sizeof(expects));
	return error_set(err, EINVAL, "%s is '%s', expected %s", word, text, expects);
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
				 "'%.100s' is not a step, DEVICE WHAT FROM -> TO", line);
	if (!link_ref_read(words[0], &step.dev))
		return error_set(err, EINVAL, "'%s' is not DEVICE[/IFINDEX]", words[0]);
	r = read_word(words[1], &step, err);
	if (r < 0)
		return r;
	r = read_value(&step, words[2], &step.from, err);
	if (r < 0)
		return r;
	r = read_value(&step, words[4], &step.to, err);
	if (r < 0)
		return r;
	*ret = step;
	return 0;
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
		if (r < 0)
			return error_within(err, "line %u", number);
		r = plan_add(plan, &step, err);
		if (r < 0)
			return r;
	}
	return 0;
}
