/* resolve.c - a rule with what a guest's names say, in place of what it captures
 *
 * The names are a guest's, and not to be trusted: a value that a literal could not have
 * is an error, and nothing is cut to fit.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/guest/resolve.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "netcore/cleanup.h"
#include "netcore/pattern.h"
#include "xml/quote.h"

enum { CAPTURE_QUOTED = 256 /* more than a message has */ };

#define REMEDY "; change that name, or the rule"

/* One allocation. */
struct resolved {
	struct rule rule;
	struct vlan_set vlans;
};

static int refuse_capture(const struct capture *capture, struct error *err,
			  const char *why)
{
	char text[CAPTURE_QUOTED];

	snprintf(text, sizeof(text), "%.*s", capture->length, capture->text);
	return error_set(err, EINVAL, "{%.*s} is '%s' in '%s', %s" REMEDY,
			 capture->name_length, capture->name, quote_text(text).text,
			 quote_text(capture->from).text, why);
}

static int capture_vlan(const struct capture *capture, uint16_t *ret, struct error *err)
{
	char text[VLAN_RANGE_TEXT] = "";
	uint16_t last;

	if (capture->length < (int)sizeof(text))
		memcpy(text, capture->text, (size_t)capture->length);
	if (vlan_range_read(text, ret, &last) < 0)
		return refuse_capture(capture, err, "which is not a VLAN ID (1 to 4094)");
	return 0;
}

/* Whether it is within the bound that the use has. */
static int check_bound(const struct capture_place *use, const struct capture *capture,
		       struct error *err)
{
	_cleanup_(cleanup_free) char *text =
		strndup(capture->text, (size_t)capture->length);
	_cleanup_(cleanup_free) char *bound =
		strndup(use->bound, (size_t)use->bound_length);
	uint16_t first, last, vlan;
	char why[100];
	bool within;

	if (!text || !bound)
		return error_set(err, ENOMEM, "no memory");
	if (!capture_is_number(use))
		within = pattern_fits(bound, text, false);
	else
		within = vlan_range_read(bound, &first, &last) == 0 &&
			 capture_vlan(capture, &vlan, err) == 0 && first <= vlan &&
			 vlan <= last;
	if (within)
		return 0;
	snprintf(why, sizeof(why), "which the rule limits to %s", quote_text(bound).text);
	return refuse_capture(capture, err, why);
}

/* The capture that a value uses, within all bounds. */
static int find_capture(const struct captures *captures, const struct capture_place *use,
			const struct capture **ret, struct error *err)
{
	const struct capture *capture = captures_get(captures, use);
	uint16_t vlan;

	if (!capture)
		return error_set(err, EINVAL,
				 "no <match> has captured {%.*s}; add it to "
				 "a pattern",
				 use->name_length, use->name);
	if (capture_is_number(use) && capture_vlan(capture, &vlan, err) < 0)
		return -EINVAL;
	*ret = capture;
	return use->bound ? check_bound(use, capture, err) : 0;
}

static int resolve_bridge(const struct captures *captures, struct attach *attach,
			  struct error *err)
{
	_cleanup_(cleanup_free) char *name = NULL;
	_cleanup_(cleanup_file) FILE *out = NULL;
	const char *rest = attach->bridge_use;
	struct capture_place use;
	size_t length;

	out = open_memstream(&name, &length);
	if (!out)
		return error_set(err, ENOMEM, "no memory");
	for (; capture_find_use(rest, &use); rest = use.end) {
		const struct capture *capture;
		int r = find_capture(captures, &use, &capture, err);

		if (r < 0)
			return r;
		fprintf(out, "%.*s%.*s", (int)(use.at - rest), rest, capture->length,
			capture->text);
	}
	fputs(rest, out);
	if (fflush(out) != 0)
		return error_set(err, ENOMEM, "no memory");
	if (!text_is_ifname(name))
		return error_set(
			err, EINVAL,
			"<attach bridge='%s'> is '%s' for this guest, which is not a "
			"device name (1 to 15 bytes, without '/', ':' or white "
			"space)" REMEDY,
			quote_text(attach->bridge_use).text, quote_text(name).text);
	strcpy(attach->bridge, name);
	return 0;
}

/* No other <tag> has that VLAN, nor options for it. */
static void put_options(struct vlan_values *values, unsigned place, uint16_t vlan)
{
	for (size_t i = 0; i < values->count; i++)
		if (values->all[i].first == VLAN_CAPTURED + place)
			values->all[i].first = values->all[i].last = vlan;
}

static int resolve_vlans(const struct captures *captures, struct attach *attach,
			 struct error *err)
{
	for (unsigned i = 0; i < attach->captured_vlan_count; i++) {
		const struct captured_vlan *captured = &attach->captured_vlans[i];
		const struct capture *capture;
		struct capture_place use;
		uint16_t vlan;
		int r;

		capture_find_use(captured->use, &use);
		r = find_capture(captures, &use, &capture, err);
		if (r < 0)
			return r;
		r = capture_vlan(capture, &vlan, err);
		if (r < 0)
			return r;
		if (vlan_set_has(attach->vlans, vlan))
			return refuse_capture(capture, err,
					      "which another <tag> of the rule has");
		vlan_set_put(attach->vlans, vlan, vlan, captured->how);
		put_options(&attach->vlan_values, i, vlan);
	}
	return 0;
}

int rule_resolve(const struct rule *rule, const struct captures *captures,
		 struct rule **ret, struct error *err)
{
	_cleanup_(cleanup_free) struct resolved *resolved = calloc(1, sizeof(*resolved));
	struct attach *attach;
	int r;

	if (!resolved)
		return error_set(err, ENOMEM, "no memory");
	resolved->rule = *rule;
	attach = &resolved->rule.attach;
	if (attach->vlans) {
		resolved->vlans = *attach->vlans;
		attach->vlans = &resolved->vlans;
	}
	r = attach->bridge_use ? resolve_bridge(captures, attach, err) : 0;
	if (r < 0)
		return r;
	r = resolve_vlans(captures, attach, err);
	if (r < 0)
		return r;
	*ret = &resolved->rule;
	resolved = NULL;
	return 0;
}
