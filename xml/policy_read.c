/* policy_read.c - policy XML → policy */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/policy_read.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "netcore/array.h"
#include "netcore/owner.h"
#include "xml/policy_xml.h"
#include "xml/quote.h"

/* Appends to the files of the policy. Returns its name there; NULL: out of memory. */
static const char *policy_add_file(const char *name, struct policy *policy,
				   struct problems *problems)
{
	char *file = strdup(name);

	if (file && array_grow(&policy->files, policy->file_count, sizeof(file)))
		return policy->files[policy->file_count++] = file;
	free(file);
	problems_add(problems, name, 0, "out of memory");
	return NULL;
}

void policy_read_text(const char *file, const char *text, size_t length,
		      struct policy *policy, struct problems *problems)
{
	file = policy_add_file(file, policy, problems);
	if (file)
		policy_xml_read(file, -1, text ? text : "", length, policy, problems);
}

static void policy_read_fd(const char *path, int fd, struct policy *policy,
			   struct problems *problems)
{
	const char *file = policy_add_file(path, policy, problems);

	if (file)
		policy_xml_read(file, fd, NULL, 0, policy, problems);
}

static void cannot_open(const char *path, struct problems *problems)
{
	problems_add(problems, path, 0,
		     "cannot be opened: %s; check that it exists and is readable",
		     strerror(errno));
}

void policy_read_file(const char *path, struct policy *policy, struct problems *problems)
{
	_cleanup_(cleanup_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return cannot_open(path, problems);
	policy_read_fd(path, fd, policy, problems);
}

/* A user who can write a policy can grant any network. */
static bool policy_check_owner(const char *path, int fd, mode_t type,
			       struct problems *problems)
{
	size_t before = problems->count;
	struct stat status;

	if (fstat(fd, &status) < 0)
		problems_add(problems, path, 0, "cannot be examined: %s",
			     strerror(errno));
	else if ((status.st_mode & S_IFMT) != type)
		problems_add(problems, path, 0, "is not a %s; replace or remove it",
			     type == S_IFDIR ? "directory" : "regular file");
	else if (!owner_is_root(&status))
		problems_add(problems, path, 0, "is owned by uid %u; run: chown root %s",
			     status.st_uid, text_for_shell(path).text);
	else if (status.st_mode & (S_IWGRP | S_IWOTH))
		problems_add(
			problems, path, 0,
			"is writable by users other than root (mode %04o); run: chmod go-w %s",
			status.st_mode & 07777, text_for_shell(path).text);
	return problems->count == before;
}

/* The files of a folder, in the order they are read in; names are relative to it. */
struct listing {
	char **names;
	size_t count;
};

static void listing_clear(struct listing *listing)
{
	for (size_t i = 0; i < listing->count; i++)
		free(listing->names[i]);
	free(listing->names);
}

static bool listing_add(struct listing *listing, const char *within, const char *name)
{
	char *path;

	if (asprintf(&path, "%s%s", within, name) < 0)
		return false;
	if (!array_grow(&listing->names, listing->count, sizeof(path))) {
		free(path);
		return false;
	}
	listing->names[listing->count++] = path;
	return true;
}

static int name_compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* As the shell's *.xml: names that begin with a dot are temporary files of editors. */
static bool is_part(const char *name)
{
	size_t length = strlen(name);

	return name[0] != '.' && length > 4 && !strcmp(name + length - 4, ".xml");
}

/* readdir() returns NULL at the end and on an error; errno tells them apart. */
static int list_parts(DIR *parts, struct listing *listing)
{
	const struct dirent *entry;

	for (errno = 0; (entry = readdir(parts)); errno = 0)
		if (is_part(entry->d_name) &&
		    !listing_add(listing, "policy.d/", entry->d_name))
			return -ENOMEM;
	return -errno;
}

/* A dangling link exists: the policy that it stood for must not be ignored. */
static bool is_absent(int folder, const char *name)
{
	struct stat status;

	return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) < 0 && errno == ENOENT;
}

static void list_policy_d(int folder, const char *path, struct listing *listing,
			  struct problems *problems)
{
	size_t before = listing->count;
	DIR *parts;
	int fd, r;

	if (is_absent(folder, "policy.d"))
		return;
	fd = openat(folder, "policy.d", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	parts = fd < 0 ? NULL : fdopendir(fd);
	if (!parts) {
		cannot_open(path, problems);
		cleanup_fd(&fd);
		return;
	}
	r = list_parts(parts, listing);
	if (r < 0)
		problems_add(problems, path, 0, "cannot be listed: %s", strerror(-r));
	if (listing->count > before) {
		policy_check_owner(path, fd, S_IFDIR, problems);
		qsort(listing->names + before, listing->count - before, sizeof(char *),
		      name_compare);
	}
	closedir(parts);
}

static void list_policies(int fd, const char *folder, struct listing *listing,
			  struct problems *problems)
{
	_cleanup_(cleanup_free) char *parts = NULL;

	if ((!is_absent(fd, "policy.xml") && !listing_add(listing, "", "policy.xml")) ||
	    asprintf(&parts, "%s/policy.d", folder) < 0)
		return problems_add(problems, folder, 0, "out of memory");
	list_policy_d(fd, parts, listing, problems);
}

/* O_NONBLOCK: opening a FIFO must not wait for its writer. */
static void read_listed(int folder, const char *name, const char *path,
			struct policy *policy, struct problems *problems)
{
	const int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
	_cleanup_(cleanup_fd) int fd = openat(folder, name, flags);

	if (fd < 0)
		return cannot_open(path, problems);
	if (policy_check_owner(path, fd, S_IFREG, problems))
		policy_read_fd(path, fd, policy, problems);
}

bool policy_read_folder(const char *folder, struct policy *policy,
			struct problems *problems)
{
	_cleanup_(listing_clear) struct listing listing = {};
	_cleanup_(cleanup_fd) int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	size_t before = problems->count;

	if (fd < 0 && errno == ENOENT)
		return false;
	if (fd < 0) {
		cannot_open(folder, problems);
		return true;
	}
	list_policies(fd, folder, &listing, problems);
	if (listing.count > 0)
		policy_check_owner(folder, fd, S_IFDIR, problems);
	for (size_t i = 0; i < listing.count; i++) {
		_cleanup_(cleanup_free) char *path = NULL;

		if (asprintf(&path, "%s/%s", folder, listing.names[i]) < 0) {
			problems_add(problems, folder, 0, "out of memory");
			break;
		}
		read_listed(fd, listing.names[i], path, policy, problems);
	}
	return listing.count > 0 || problems->count > before;
}

/* A rule, and the first one that has its name. */
struct namesake {
	const struct rule *rule, *first;
};

/* By name, then in the order of the policy: rules lie in one array. */
static int namesake_by_name(const void *a, const void *b)
{
	const struct rule *one = ((const struct namesake *)a)->rule;
	const struct rule *two = ((const struct namesake *)b)->rule;
	int order = strcmp(one->name, two->name);

	return order ? order : (one > two) - (one < two);
}

static int namesake_by_place(const void *a, const void *b)
{
	const struct rule *one = ((const struct namesake *)a)->rule;
	const struct rule *two = ((const struct namesake *)b)->rule;

	return (one > two) - (one < two);
}

/* Fills in the first rule of each name. */
static void namesakes_find(struct namesake *all, size_t count)
{
	qsort(all, count, sizeof(*all), namesake_by_name);
	for (size_t i = 1; i < count; i++)
		if (!strcmp(all[i].rule->name, all[i - 1].rule->name))
			all[i].first = all[i - 1].first;
	qsort(all, count, sizeof(*all), namesake_by_place);
}

static void check_names(const struct policy *policy, struct problems *problems)
{
	_cleanup_(cleanup_free) struct namesake *all = NULL;
	size_t count = 0;

	all = calloc(policy->rule_count, sizeof(*all));
	if (!all)
		return problems_add(problems, policy->rules[0].file, 0, "out of memory");
	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct rule *rule = &policy->rules[i];

		if (rule->name)
			all[count++] = (struct namesake){.rule = rule, .first = rule};
	}
	namesakes_find(all, count);
	for (size_t i = 0; i < count; i++)
		if (all[i].first != all[i].rule)
			problems_add(problems, all[i].rule->file, all[i].rule->line,
				     "duplicate rule name '%s', first used at %s:%u; "
				     "rename one of them",
				     quote_text(all[i].rule->name).text,
				     all[i].first->file, all[i].first->line);
}

static bool match_is_empty(const struct match *match)
{
	for (size_t i = 0; i < MATCH_FIELDS; i++)
		if (match->want[i])
			return false;
	return true;
}

static bool rule_takes_all(const struct rule *rule)
{
	for (size_t i = 0; i < rule->match_count; i++)
		if (match_is_empty(&rule->matches[i]))
			return true;
	return false;
}

static void check_reach(const struct policy *policy, struct problems *problems)
{
	const struct rule *last = NULL;

	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct rule *rule = &policy->rules[i];

		if (last)
			problems_add(problems, rule->file, rule->line,
				     "the rule is unreachable after the <match/> of '%s' "
				     "at %s:%u; move it before that rule, or remove it",
				     quote_text(last->name).text, last->file, last->line);
		else if (rule_takes_all(rule))
			last = rule;
	}
}

/* Two bridges of one name, or one uplink in two of them. */
static void check_bridges(const struct policy *policy, struct problems *problems)
{
	for (size_t i = 0; i < policy->bridge_count; i++)
		for (size_t k = 0; k < i; k++) {
			const struct policy_bridge *bridge = &policy->bridges[i];
			const struct policy_bridge *first = &policy->bridges[k];

			if (!strcmp(bridge->name, first->name))
				problems_add(
					problems, bridge->file, bridge->line,
					"duplicate <bridge name='%s'>, first defined at "
					"%s:%u; remove one of them",
					quote_text(bridge->name).text, first->file,
					first->line);
			if (bridge->uplink.dev[0] &&
			    !strcmp(bridge->uplink.dev, first->uplink.dev))
				problems_add(
					problems, bridge->file, bridge->line,
					"the uplink %s already belongs to bridge '%s' "
					"at %s:%u; a device can be in only one bridge",
					quote_text(bridge->uplink.dev).text,
					quote_text(first->name).text, first->file,
					first->line);
		}
}

static void check_maps(const struct policy *policy, struct problems *problems)
{
	for (size_t i = 0; i < policy->map_count; i++) {
		const struct policy_map *map = &policy->maps[i];
		const struct policy_map *first = policy_find_map(policy, map->bridge);

		if (first != map && map->bridge[0])
			problems_add(problems, map->file, map->line,
				     "duplicate <map bridge='%s'>, first used at %s:%u; "
				     "remove one of them",
				     quote_text(map->bridge).text, first->file,
				     first->line);
	}
}

void policy_read_finish(struct policy *policy, struct problems *problems)
{
	check_bridges(policy, problems);
	check_maps(policy, problems);
	if (policy->rule_count == 0)
		return;
	check_names(policy, problems);
	check_reach(policy, problems);
}

bool policy_load(struct policy *policy, struct problems *problems)
{
	bool any = policy_read_folder(POLICY_FOLDER, policy, problems);

	policy_read_finish(policy, problems);
	return any;
}
