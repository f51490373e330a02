/* init.c - onebridge init: a first policy, under which what runs stays as it is */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "hook/command/command.h"
#include "hook/command/init_text.h"
#include "hook/guest/match.h"
#include "hook/show/output.h"
#include "hook/watch/compare.h"
#include "hook/watch/gather.h"
#include "hook/watch/mend.h"
#include "netcore/array.h"
#include "netcore/kernel/kernel.h"
#include "xml/policy_read.h"

enum { INIT_WRITE };

/* Each round gives the NICs that differ another rule. */
enum { INIT_ROUNDS = INIT_NOTHING + 2 };

#define POLICY_FILE POLICY_FOLDER "/policy.xml"

struct init_run {
	struct evidence evidence;
	int answer; /* libvirt's */
	struct facts facts;
	struct init init;
	char *text;
	size_t length;
	bool changed, no_memory;
};

static void init_run_clear(struct init_run *run)
{
	free(run->text);
	free(run->init.nics);
	init_scripts_clear(&run->init.scripts);
	facts_clear(&run->facts);
	evidence_clear(&run->evidence);
}

/* --- what is there */

static int look_with(struct net *net, struct init_run *run, struct error *err)
{
	int r = gather_evidence(false, &run->evidence, err);

	if (r < 0)
		return r;
	run->answer = r;
	run->facts.evidence = &run->evidence;
	run->facts.policy = &builtin_policy;
	run->facts.libvirt_answers = r == LIBVIRT_ALL;
	r = facts_look(net, &run->facts, err);
	if (r < 0)
		return r;
	run->init.facts = &run->facts;
	return init_scripts_look(&run->facts.links, &run->init.scripts, err);
}

static int look_at_all(struct init_run *run, struct error *err)
{
	struct net net = {};
	int r = kernel_open(&net, err);

	if (r < 0)
		return r;
	r = look_with(&net, run, err);
	kernel_close(&net);
	return r;
}

/* --- a policy that changes nothing */

static struct init_nic init_nic_of(const struct init_run *run,
				   const struct mend_result *result)
{
	const struct guest *guest = result->guest;
	const struct nic *nic = result->verdict->nic;
	const struct link *link = link_list_find(&run->facts.links, result->device);
	const struct link *bridge =
		link ? link_list_find_at(&run->facts.links, link->master.ifindex) : NULL;
	struct init_nic ret = {.way = bridge ? INIT_ATTACH : INIT_IGNORE};

	snprintf(ret.guest, sizeof(ret.guest), "%s", guest->name ? guest->name : "");
	snprintf(ret.device, sizeof(ret.device), "%s", result->device);
	if (bridge)
		strcpy(ret.bridge, bridge->ref.name);
	ret.by_mac = guest->origin == ORIGIN_LIBVIRT && guest->uuid && nic->has_mac;
	if (ret.by_mac)
		snprintf(ret.uuid, sizeof(ret.uuid), "%s", guest->uuid);
	memcpy(ret.mac, nic->mac, sizeof(ret.mac));
	return ret;
}

static void keep_nic(void *data, const struct mend_result *result)
{
	struct init_run *run = data;
	struct init *init = &run->init;

	if (result->in_sync || !result->verdict)
		return;
	for (size_t i = 0; i < init->nic_count; i++)
		if (!strcmp(init->nics[i].device, result->device)) {
			run->changed |= init->nics[i].way != INIT_NOTHING;
			init->nics[i].way += init->nics[i].way != INIT_NOTHING;
			return;
		}
	if (!array_grow(&init->nics, init->nic_count, sizeof(*init->nics))) {
		run->no_memory = true;
		return;
	}
	init->nics[init->nic_count++] = init_nic_of(run, result);
	run->changed = true;
}

static int print_text(struct init_run *run, struct error *err)
{
	FILE *out;

	free(run->text);
	run->text = NULL;
	out = open_memstream(&run->text, &run->length);
	if (out)
		init_print(out, &run->init);
	if (!out || fclose(out) != 0 || !run->text)
		return error_set(err, ENOMEM, "no memory for the policy");
	return 0;
}

/* Prints the policy, reads it as it will be read, and compares what runs with it. */
static int try_policy(struct init_run *run, struct error *err)
{
	_cleanup_(problems_clear) struct problems problems = {};
	_cleanup_(policy_clear) struct policy policy = {};
	int r = print_text(run, err);

	if (r < 0)
		return r;
	policy_read_text(POLICY_FILE, run->text, run->length, &policy, &problems);
	policy_read_finish(&policy, &problems);
	if (problems.count)
		return error_set(err, EINVAL, "%s", problems.text);
	run->changed = false;
	r = compare_with(&policy, &run->evidence, run->answer, keep_nic, run, err);
	if (r == 0 && run->no_memory)
		return error_set(err, ENOMEM, "no memory for the NICs");
	return r;
}

static int make_policy(struct init_run *run, struct error *err)
{
	int r = look_at_all(run, err);

	run->changed = true;
	for (unsigned i = 0; r == 0 && run->changed && i < INIT_ROUNDS; i++)
		r = try_policy(run, err);
	return r;
}

/* --- the file */

static int there_is_one(const char *file, struct error *err)
{
	return error_set(err, EEXIST,
			 "there is a policy already (%s); compare it with what onebridge "
			 "init prints, or move it away",
			 file);
}

static int refuse_second(struct error *err)
{
	_cleanup_(problems_clear) struct problems problems = {};
	_cleanup_(policy_clear) struct policy policy = {};

	if (!policy_read_folder(POLICY_FOLDER, &policy, &problems))
		return 0;
	return there_is_one(policy.file_count ? policy.files[0] : POLICY_FOLDER, err);
}

static int write_failed(const char *path, struct error *err)
{
	return error_set(err, errno ? errno : EIO, "%s: %s", path, strerror(errno));
}

static bool write_whole(int fd, const struct init_run *run)
{
	return write(fd, run->text, run->length) == (ssize_t)run->length &&
	       fchmod(fd, 0644) == 0 && fsync(fd) == 0;
}

/* What is on the disk is nothing, or all of it, also after a power failure. */
static int link_policy(const char *path, int fd, const struct init_run *run,
		       struct error *err)
{
	_cleanup_(cleanup_fd) int folder = -1;

	if (!write_whole(fd, run))
		return write_failed(path, err);
	if (link(path, POLICY_FILE) < 0)
		return errno == EEXIST ? there_is_one(POLICY_FILE, err)
				       : write_failed(POLICY_FILE, err);
	folder = open(POLICY_FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0 || fsync(folder) < 0)
		return write_failed(POLICY_FOLDER, err);
	return 0;
}

/* Guests of users are judged by it as well, whatever the umask of the admin. */
static int make_folder(struct error *err)
{
	if (mkdir(POLICY_FOLDER, 0755) == 0 ? chmod(POLICY_FOLDER, 0755) < 0
					    : errno != EEXIST)
		return write_failed(POLICY_FOLDER, err);
	return 0;
}

static int write_policy(const struct init_run *run, struct error *err)
{
	char path[] = POLICY_FOLDER "/.policy.xml.XXXXXX";
	_cleanup_(cleanup_fd) int fd = -1;
	int r = refuse_second(err);

	if (r < 0)
		return r;
	r = make_folder(err);
	if (r < 0)
		return r;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0)
		return write_failed(POLICY_FOLDER, err);
	r = link_policy(path, fd, run, err);
	unlink(path);
	return r;
}

/* --- the command */

static int print_policy(const struct init_run *run, struct error *err)
{
	if (fwrite(run->text, 1, run->length, stdout) == run->length &&
	    fflush(stdout) == 0)
		return 0;
	return error_set(err, errno ? errno : EIO, "the policy cannot be printed: %s",
			 strerror(errno));
}

static void warn_of_others(const struct command *command, const struct init_run *run)
{
	for (size_t i = 0; i < run->init.nic_count; i++)
		if (run->init.nics[i].way == INIT_NOTHING)
			output_line(stderr,
				    "%s: %s of guest '%s' will not stay as it is; "
				    "see onebridge sync --dry-run",
				    command->name, run->init.nics[i].device,
				    run->init.nics[i].guest);
}

static int init_run(const struct command *command, struct arguments *arguments)
{
	_cleanup_(init_run_clear) struct init_run run = {};
	bool writes = arguments->value[INIT_WRITE];
	struct error err;
	int r = make_policy(&run, &err);

	if (r == 0)
		r = writes ? write_policy(&run, &err) : print_policy(&run, &err);
	if (r < 0) {
		output_line(stderr, "%s: %s", command->name, err.text);
		return EXIT_FAILED;
	}
	warn_of_others(command, &run);
	if (writes)
		output_line(stdout, "%s is written; it says what was found on this host",
			    POLICY_FILE);
	return EXIT_DONE;
}

static const struct command_option init_options[] = {
	[INIT_WRITE] = {"write", NULL, "write it to " POLICY_FILE ", if none is there"},
};

const struct command command_init = {
	.name = "onebridge init",
	.help = "Print a first policy for this host, under which every running guest "
		"stays as it is. What was found on the host is in its comments.",
	.options = init_options,
	.option_count = ARRAY_SIZE(init_options),
	.run = init_run,
};
