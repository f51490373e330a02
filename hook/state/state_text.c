/* state_text.c - the text of a state file */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/state/state_text.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "netcore/array.h"
#include "netcore/plan_text.h"
#include "netcore/text.h"

enum {
	VERSION = 2,
	NICS_MAX = 4096, /* more than any guest has */
};

void state_clear_nics(struct state *state)
{
	for (size_t i = 0; i < state->nic_count; i++) {
		free(state->nics[i].alias);
		free(state->nics[i].model);
	}
	free(state->nics);
	state->nics = NULL;
	state->nic_count = 0;
}

void state_clear(struct state *state)
{
	free(state->guest);
	free(state->dhcp);
	state_clear_nics(state);
	plan_clear(&state->plan);
	*state = (struct state){};
}

bool state_find_tap(const struct state *state, const char *name, struct link_ref *ret)
{
	const struct link_ref *dev = plan_find_device(&state->plan, name);

	if (!dev && !state->added.ifindex)
		return false;
	if (dev) {
		*ret = *dev;
	} else {
		*ret = (struct link_ref){.ifindex = state->added.ifindex};
		snprintf(ret->name, sizeof(ret->name), "%s", name);
	}
	return true;
}

/* Adds it as it is. */
static int push_nic(struct state *state, const struct state_nic *nic)
{
	if (!array_grow(&state->nics, state->nic_count, sizeof(*nic)))
		return -ENOMEM;
	state->nics[state->nic_count++] = *nic;
	return 0;
}

int state_add_nic(struct state *state, const struct state_nic *nic, struct error *err)
{
	struct state_nic copy = *nic;

	copy.alias = nic->alias ? strdup(nic->alias) : NULL;
	copy.model = nic->model ? strdup(nic->model) : NULL;
	if (!copy.alias == !nic->alias && !copy.model == !nic->model &&
	    push_nic(state, &copy) == 0)
		return 0;
	free(copy.alias);
	free(copy.model);
	return error_set(err, ENOMEM, "no memory");
}

static void print_field(FILE *out, const char *word, const char *text)
{
	char shown[1024];

	if (!text)
		return;
	text_show(text, shown, sizeof(shown));
	fprintf(out, "%s %s\n", word, shown);
}

static void print_state_nic(FILE *out, const struct state_nic *nic)
{
	char mac[MAC_TEXT];

	text_print_mac(nic->mac, mac);
	print_field(out, "nic", mac);
	print_field(out, "alias", nic->alias);
	print_field(out, "model", nic->model);
}

int state_text_print(const struct state *state, FILE *out)
{
	int r;

	fprintf(out, "onebridge %d\n", VERSION);
	if (state->netns)
		fprintf(out, "netns %" PRIu64 "\n", state->netns);
	print_field(out, "guest", state->guest);
	if (state->owner)
		fprintf(out, "owner %d %" PRIu64 "\n", (int)state->owner,
			state->owner_start);
	if (state->incoming)
		fprintf(out, "incoming %u\n", state->incoming);
	print_field(out, "held", state->held ? "yes" : NULL);
	state_added_print(&state->added, out);
	print_field(out, "dhcp", state->dhcp);
	print_field(out, "pending", state->pending ? "yes" : NULL);
	for (size_t i = 0; i < state->nic_count; i++)
		print_state_nic(out, &state->nics[i]);
	if (state->plan.count)
		fprintf(out, "steps %zu\n", state->plan.count);
	fputc('\n', out);
	r = plan_print(&state->plan, out);
	if (r == 0 && (fflush(out) != 0 || ferror(out)))
		r = errno ? -errno : -EIO;
	return r;
}

/* --- the fields of the head; each 0, -EINVAL or -ENOMEM */

static int keep_text(char **field, const char *text)
{
	if (*field)
		return -EINVAL;
	*field = strdup(text);
	if (!*field)
		return -ENOMEM;
	return text_unshow(*field);
}

static int read_guest(const char *text, struct state *state)
{
	return keep_text(&state->guest, text);
}

static int read_whole_u64(const char *text, uint64_t *ret)
{
	char end;

	return sscanf(text, "%" SCNu64 "%c", ret, &end) == 1 ? 0 : -EINVAL;
}

static int read_netns(const char *text, struct state *state)
{
	return read_whole_u64(text, &state->netns);
}

static int read_owner(const char *text, struct state *state)
{
	const char *space = strchr(text, ' ');
	char pid_text[16];
	uint32_t pid;

	snprintf(pid_text, sizeof(pid_text), "%.*s", (int)strcspn(text, " "), text);
	if (text_read_number(pid_text, 1, INT32_MAX, &pid) < 0 ||
	    (space && read_whole_u64(space, &state->owner_start) < 0))
		return -EINVAL;
	state->owner = (pid_t)pid;
	return 0;
}

static int read_incoming(const char *text, struct state *state)
{
	return text_read_number(text, 1, UINT32_MAX, &state->incoming);
}

static int read_dhcp(const char *text, struct state *state)
{
	return keep_text(&state->dhcp, text);
}

static int read_held(const char *text, struct state *state)
{
	state->held = true;
	return strcmp(text, "yes") == 0 ? 0 : -EINVAL;
}

static int read_added(const char *text, struct state *state)
{
	return state_added_read(text, &state->added);
}

static int read_pending(const char *text, struct state *state)
{
	state->pending = true;
	return strcmp(text, "yes") == 0 ? 0 : -EINVAL;
}

static int read_nic(const char *text, struct state *state)
{
	struct state_nic nic = {};

	if (state->nic_count == NICS_MAX || text_read_mac(text, nic.mac) < 0)
		return -EINVAL;
	return push_nic(state, &nic);
}

static int read_alias(const char *text, struct state *state)
{
	return state->nic_count
		       ? keep_text(&state->nics[state->nic_count - 1].alias, text)
		       : -EINVAL;
}

static int read_model(const char *text, struct state *state)
{
	return state->nic_count
		       ? keep_text(&state->nics[state->nic_count - 1].model, text)
		       : -EINVAL;
}

static int read_step_count(const char *text, struct state *state)
{
	return text_read_number(text, 1, UINT32_MAX, &state->steps);
}

static const struct state_field {
	const char *name;
	int (*read)(const char *text, struct state *state);
} fields[] = {
	{"netns", read_netns},       {"guest", read_guest},      {"owner", read_owner},
	{"incoming", read_incoming}, {"dhcp", read_dhcp},        {"nic", read_nic},
	{"held", read_held},         {"pending", read_pending},  {"alias", read_alias},
	{"model", read_model},       {"steps", read_step_count}, {"added", read_added},
};

static int read_field(char *line, struct state *state)
{
	size_t length = strcspn(line, " ");
	int r = -EINVAL;

	if (!line[length])
		return -EINVAL;
	line[length] = '\0';
	for (size_t i = 0; r < 0 && i < ARRAY_SIZE(fields); i++)
		if (!strcmp(fields[i].name, line))
			r = fields[i].read(line + length + 1, state);
	line[length] = ' ';
	return r;
}

static int head_is_cut(struct error *err)
{
	return error_set(err, EINVAL, "the head is cut off");
}

/* Reads up to the empty line. */
static int read_head(FILE *in, struct state *state, struct error *err)
{
	_cleanup_(cleanup_free) char *line = NULL;
	size_t room = 0;
	ssize_t length;
	int r = 0;

	while (r == 0 && (length = getline(&line, &room, in)) > 0 && line[0] != '\n') {
		if (line[length - 1] != '\n')
			return head_is_cut(err);
		line[length - 1] = '\0';
		r = read_field(line, state);
	}
	if (r == -ENOMEM)
		return error_set(err, ENOMEM, "no memory");
	if (ferror(in))
		return error_set(err, errno, "%s", strerror(errno));
	if (r < 0)
		return error_set(err, -r, "'%.80s' is not a valid line of the head",
				 line);
	return length > 0 ? 0 : head_is_cut(err);
}

static int read_steps(FILE *in, struct state *state, struct error *err)
{
	_cleanup_(cleanup_free) char *text = NULL;
	size_t room = 0;
	ssize_t length = getdelim(&text, &room, '\0', in);
	int r;

	if (length < 0 && ferror(in))
		return error_set(err, errno, "%s", strerror(errno));
	r = length < 0 ? 0 : plan_read(text, &state->plan, err);
	if (r < 0 || !state->steps)
		return r;
	if (state->steps != state->plan.count || text[length - 1] != '\n')
		return error_set(err, EINVAL, "the steps are cut off");
	return 0;
}

/* The version that the first line names. */
static int read_version(FILE *in, struct error *err)
{
	char line[32] = "", end = 0;
	unsigned version;

	errno = 0;
	if (!fgets(line, sizeof(line), in) && ferror(in))
		return error_set(err, errno, "%s", strerror(errno));
	if (sscanf(line, "onebridge %u%c", &version, &end) != 2 || end != '\n')
		return error_set(err, EINVAL,
				 "the first line is not 'onebridge VERSION'");
	if (version < 1 || version > VERSION)
		return error_set(err, EINVAL,
				 "version %u is not supported, only 1 to %d; a newer "
				 "onebridge wrote it",
				 version, VERSION);
	return 0;
}

int state_text_read(FILE *in, struct state *ret, struct error *err)
{
	_cleanup_(state_clear) struct state state = {};
	int r = read_version(in, err);

	if (r < 0)
		return r;
	r = read_head(in, &state, err);
	if (r < 0)
		return r;
	r = read_steps(in, &state, err);
	if (r < 0)
		return r;
	*ret = state;
	state = (struct state){};
	return 0;
}
