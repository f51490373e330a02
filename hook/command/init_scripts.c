/* init_scripts.c - hooks and network scripts of others', and the bridge that they use */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/command/init_scripts.h"

#include <errno.h>
#include <glob.h>
#include <regex.h>
#include <string.h>
#include <sys/stat.h>

#include "hook/doctor/host_files.h"
#include "netcore/array.h"

enum {
	SCRIPT_LINE = 1024,
	SCRIPT_LINES = 10000, /* that are read: it may be a program, or have holes */
};

/* Ways to name a bridge; what is in brackets last is the name. A name with $ in it is
 * computed when the script runs, and so not known. */
#define BRIDGE_NAME "[\"']?(\\$\\{[A-Za-z_0-9]+:-)?([^][:space:]\"'\\$`;&|(){}<>#=]+)"

static const char *const ways[] = {
	"(^|[[:space:]/;&])brctl[[:space:]]+addif[[:space:]]+" BRIDGE_NAME,
	"[[:space:]](master)[[:space:]]+" BRIDGE_NAME,
	"^[[:space:]]*((export|local|readonly)[[:space:]]+)?[[:alnum:]_]*"
	"(switch|bridge|br|brname|bridge_name)[[:space:]]*=[[:space:]]*" BRIDGE_NAME,
};

struct search {
	regex_t ways[ARRAY_SIZE(ways)];
	size_t count; /* all, unless there is no memory */
};

static struct search search_begin(void)
{
	struct search ret = {};

	while (ret.count < ARRAY_SIZE(ways) &&
	       regcomp(&ret.ways[ret.count], ways[ret.count], REG_EXTENDED | REG_ICASE) ==
		       0)
		ret.count++;
	return ret;
}

static void search_end(struct search *search)
{
	while (search->count)
		regfree(&search->ways[--search->count]);
}

void init_scripts_clear(struct init_scripts *scripts)
{
	free(scripts->all);
}

/* Whether the part of the line is the name of a bridge. */
static bool take_bridge(const char *line, const regmatch_t *part,
			const struct link_list *links, char ret[IFNAMSIZ])
{
	const struct link *link;
	char name[SCRIPT_LINE];

	snprintf(name, sizeof(name), "%.*s", (int)(part->rm_eo - part->rm_so),
		 line + part->rm_so);
	link = link_list_find(links, name);
	if (!link || link->kind != LINK_BRIDGE)
		return false;
	strcpy(ret, link->ref.name);
	return true;
}

static bool find_in_line(const char *line, const struct search *search,
			 const struct link_list *links, char ret[IFNAMSIZ])
{
	bool found = false;

	if (line[strspn(line, " \t")] == '#')
		return false;
	for (size_t i = 0; !found && i < search->count; i++) {
		const regex_t *way = &search->ways[i];
		regmatch_t parts[8];

		if (regexec(way, line, ARRAY_SIZE(parts), parts, 0) == 0)
			found = take_bridge(line, &parts[way->re_nsub], links, ret);
	}
	return found;
}

void init_script_find_bridge(FILE *script, const struct link_list *links,
			     char ret[IFNAMSIZ])
{
	_cleanup_(search_end) struct search search = search_begin();
	char line[SCRIPT_LINE];
	bool found = false;

	ret[0] = '\0';
	for (size_t i = 0; !found && i < SCRIPT_LINES; i++) {
		if (!fgets(line, sizeof(line), script))
			return;
		found = find_in_line(line, &search, links, ret);
	}
}

static bool add_found_script(const char *path, const struct link_list *links,
			     struct init_scripts *scripts)
{
	struct init_script *script;
	_cleanup_(cleanup_file) FILE *in = NULL;
	struct stat status;

	if (stat(path, &status) < 0 || !S_ISREG(status.st_mode) ||
	    host_file_is_ours(path))
		return true;
	if (!array_grow(&scripts->all, scripts->count, sizeof(*scripts->all)))
		return false;
	script = &scripts->all[scripts->count++];
	*script = (struct init_script){};
	snprintf(script->path, sizeof(script->path), "%s", path);
	in = fopen(path, "re");
	if (in)
		init_script_find_bridge(in, links, script->bridge);
	return true;
}

int init_scripts_look(const struct link_list *links, struct init_scripts *ret,
		      struct error *err)
{
	static const char *const patterns[] = {"/etc/qemu-ifup", "/etc/qemu-ifdown",
					       "/etc/libvirt/hooks/*",
					       "/etc/libvirt/hooks/*.d/*"};
	glob_t found = {};
	bool done = true;

	for (size_t i = 0; i < ARRAY_SIZE(patterns); i++)
		glob(patterns[i], i ? GLOB_APPEND : 0, NULL, &found);
	for (size_t i = 0; done && i < found.gl_pathc; i++)
		done = add_found_script(found.gl_pathv[i], links, ret);
	globfree(&found);
	return done ? 0 : error_set(err, ENOMEM, "no memory for the scripts");
}
