/* state_text.c - the text of a state file */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/state/state_text.h"

#include <errno.h>
#include <string.h>

#include "netcore/array.h"
#include "netcore/plan_text.h"
#include "netcore/text.h"

static const char header[] = "onebridge 1";

enum { NICS_MAX = 4096 /* a head with more is none of ours */ };

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

static void print_word(FILE *out, const char *word, const char *text)
{
	char shown[1024];

	if (!text)
		return;
	text_show(text, shown, sizeof(shown));
	fprintf(out, "%s %s\n", word, shown);
}

static void print_nic(FILE *out, const struct state_nic *nic)
{
	char mac[MAC_TEXT];

	text_print_mac(nic->mac, mac);
	print_word(out, "nic", mac);
	print_word(out, "alias", nic->alias);
	print_word(out, "model", nic->model);
}

int state_text_print(const struct state *state, FILE *out)
{
	int r;

	fprintf(out, "%s\n", header);
	print_word(out, "guest", state->guest);
	if (state->owner)
		fprintf(out, "owner %d\n", (int)state->owner);
	if (state->incoming)
		fprintf(out, "incoming %u\n", state->incoming);
	print_word(out, "dhcp", state->dhcp);
	for (size_t i = 0; i < state->nic_count; i++)
		print_nic(out, &state->nics[i]);
	fputc('\n', out);
	r = plan_print(&state->plan, out);
	if (r == 0 && (fflush(out) != 0 || ferror(out)))
		r = errno ? -errno : -EIO;
	return r;
}

/* --- the words of the head; each 0, -EINVAL or -ENOMEM */

static int keep(char **field, const char *text)
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
	return keep(&state->guest, text);
}

static int read_owner(const char *text, struct state *state)
{
	uint32_t pid;

	if (text_read_number(text, 1, INT32_MAX, &pid) < 0)
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
	return keep(&state->dhcp, text);
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
	return state->nic_count ? keep(&state->nics[state->nic_count - 1].alias, text)
				: -EINVAL;
}

static int read_model(const char *text, struct state *state)
{
	return state->nic_count ? keep(&state->nics[state->nic_count - 1].model, text)
				: -EINVAL;
}

static const struct word {
	const char *name;
	int (*read)(const char *text, struct state *state);
} words[] = {
	{"guest", read_guest}, {"owner", read_owner}, {"incoming", read_incoming},
	{"dhcp", read_dhcp},   {"nic", read_nic},     {"alias", read_alias},
	{"model", read_model},
};

static int read_word(char *line, struct state *state)
{
	size_t length = strcspn(line, " ");
	int r = -EINVAL;

	if (!line[length])
		return -EINVAL;
	line[length] = '\0';
	for (size_t i = 0; r < 0 && i < ARRAY_SIZE(words); i++)
		if (!strcmp(words[i].name, line))
			r = words[i].read(line + length + 1, state);
	line[length] = ' ';
	return r;
}

static int cut(struct error *err)
{
	return error_set(err, EINVAL, "it ends within its head");
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
			return cut(err);
		line[length - 1] = '\0';
		r = read_word(line, state);
	}
	if (r == -ENOMEM)
		return error_set(err, ENOMEM, "no memory");
	if (r < 0)
		return error_set(err, -r, "'%.80s' is no line of its head", line);
	return length > 0 ? 0 : cut(err);
}

static int read_steps(FILE *in, struct plan *plan, struct error *err)
{
	_cleanup_(cleanup_free) char *text = NULL;
	size_t room = 0;

	if (getdelim(&text, &room, '\0', in) < 0)
		return ferror(in) ? error_set(err, errno, "%s", strerror(errno)) : 0;
	return plan_read(text, plan, err);
}

int state_text_read(FILE *in, struct state *ret, struct error *err)
{
	_cleanup_(state_clear) struct state state = {};
	char first[sizeof(header) + 1] = "";
	int r;

	errno = 0;
	if (!fgets(first, sizeof(first), in) && ferror(in))
		return error_set(err, errno, "%s", strerror(errno));
	if (strncmp(first, header, sizeof(header) - 1) != 0 ||
	    first[sizeof(header) - 1] != '\n')
		return error_set(err, EINVAL, "it does not begin with '%s'", header);
	r = read_head(in, &state, err);
	if (r == 0)
		r = read_steps(in, &state.plan, err);
	if (r == 0) {
		*ret = state;
		state = (struct state){};
	}
	return r;
}
