/* bridge_helper.c - makes a TAP for an unprivileged user's QEMU, on a bridge that he may
 * use
 *
 *	qemu-bridge-helper [--use-vnet] --br=BRIDGE --fd=SOCKET
 *
 * Takes the place of QEMU's helper of that name (-netdev bridge,helper=, and libvirt's
 * bridge_helper=): whoever may run it, it is set up to act with root's rights. So it goes
 * down a stair, and never up: the caller's environment and descriptors go first, then all
 * rights but CAP_NET_ADMIN, then most system calls, once all files are read, and when the
 * port is up CAP_NET_ADMIN, too. Nothing is written down to be undone: the TAP lives by
 * its descriptor, and unless QEMU has got that, goes with this process, however it ends.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>

#include "hook/host/account.h"
#include "hook/helper/bridge_conf.h"
#include "hook/guest/task.h"
#include "hook/helper/privileges.h"
#include "hook/helper/sandbox.h"
#include "hook/helper/send_fd.h"
#include "hook/program.h"
#include "netcore/apply.h"
#include "netcore/kernel/kernel.h"
#include "netcore/kernel/nft.h"
#include "netcore/kernel/tap.h"

struct request {
	char *bridge;
	int socket; /* -1: none */
	bool vnet_hdr;
	uid_t user; /* who asks … */
	gid_t group;
};

#define USAGE "qemu-bridge-helper [--use-vnet] --br=BRIDGE --fd=SOCKET"

/* In whatever order; of two of a kind the last one counts, as with QEMU's. */
static int read_argument(char *word, struct request *request, struct error *err)
{
	uint32_t number;

	if (!strcmp(word, "--use-vnet"))
		request->vnet_hdr = true;
	else if (!strncmp(word, "--br=", 5) && text_is_ifname(word + 5))
		request->bridge = word + 5;
	else if (!strncmp(word, "--fd=", 5) &&
		 text_read_number(word + 5, 0, INT_MAX, &number) == 0)
		request->socket = (int)number;
	else
		return error_set(err, EINVAL, "unknown argument '%.80s'; usage: " USAGE,
				 word);
	return 0;
}

static int read_arguments(char **words, struct request *ret, struct error *err)
{
	struct request request = {.socket = -1, .user = getuid(), .group = getgid()};

	for (; *words; words++) {
		int r = read_argument(*words, &request, err);

		if (r < 0)
			return r;
	}
	if (!request.bridge || request.socket < 0)
		return error_set(err, EINVAL, "QEMU runs this; usage: " USAGE);
	*ret = request;
	return 0;
}

static int make_tap(const struct request *request, int *ret_fd, char ret_name[IFNAMSIZ],
		    struct error *err)
{
	const struct tap tap = {.vnet_hdr = request->vnet_hdr,
				.owner = request->user,
				.group = TAP_NOBODY};
	_cleanup_(cleanup_fd) int fd = -1;

	if (tap_make("tap%d", &tap, &fd, err) < 0 || tap_name(fd, ret_name, err) < 0)
		return error_within(err, "cannot make a TAP");
	*ret_fd = fd;
	fd = -1;
	return 0;
}

static int plug(struct task *task, const struct request *request, char *tap,
		struct error *err)
{
	static char type[] = "bridge";
	struct nic nic = {.type = type,
			  .actual = type,
			  .bridge = request->bridge,
			  .target = tap,
			  .managed = true,
			  .queues = 1};
	_cleanup_(plan_clear) struct plan plan = {};
	int r;

	task->guest.nics = &nic;
	task->guest.nic_count = 1;
	r = task_plan(task, MOMENT_START, NULL, &plan, err);
	task->guest.nics = NULL;
	task->guest.nic_count = 0;
	return r < 0 ? r : plan_apply(&task->net, &plan, err);
}

static int make_port(struct task *task, const struct request *request, int *ret_fd,
		     struct error *err)
{
	_cleanup_(cleanup_fd) int fd = -1;
	char name[IFNAMSIZ];
	int r = make_tap(request, &fd, name, err);

	if (r < 0)
		return r;
	r = plug(task, request, name, err);
	if (r < 0)
		return r;
	*ret_fd = fd;
	fd = -1;
	return 0;
}

/* All that files say of it, and no more of them is read from then on. */
static int ask_files(struct task *task, const struct request *request, struct error *err)
{
	int r = bridge_conf_allow(BRIDGE_CONF, request->bridge, bridge_conf_read_file,
				  err);

	if (r < 0)
		return r;
	task_read_policy(task);
	return account_name(&task->guest, request->user, request->group, task->policy,
			    err);
}

static int make_and_send(struct task *task, const struct request *request,
			 struct error *err)
{
	_cleanup_(cleanup_fd) int tap = -1;
	int r = sandbox_enter(err);

	if (r < 0)
		return r;
	r = make_port(task, request, &tap, err);
	if (r < 0)
		return r;
	r = privileges_drop(err);
	return r < 0 ? r : send_fd(request->socket, tap, err);
}

static int serve(struct task *task, const struct request *request, struct error *err)
{
	int r = ask_files(task, request, err);

	if (r < 0)
		return r;
	r = kernel_open(&task->net, err);
	if (r < 0)
		return r;
	if (policy_filters(task->policy)) /* while it may; who needs it tries again */
		nft_load(NULL);
	r = make_and_send(task, request, err);
	kernel_close(&task->net);
	return r;
}

static int run_request(const struct request *request, struct error *err)
{
	/* What the policy ignores becomes a port as QEMU's helper makes it. */
	static const struct rule plain = {.action = RULE_ATTACH};
	_cleanup_(task_clear) struct task task = {
		.guest = {.origin = ORIGIN_BRIDGE_HELPER, .stage = GUEST_OF_USER},
		.plain = &plain};
	int r = privileges_close_files(request->socket, err);

	if (r < 0)
		return r;
	r = privileges_keep_net_admin(err);
	if (r < 0)
		return r;
	r = send_fd_check(request->socket, err);
	return r < 0 ? r : serve(&task, request, err);
}

/* libvirt reads these words in a thread, which it ends as soon as the socket has no other
 * end any more (qemuCreateInBridgePortWithHelper()). */
static int refuse_caller(const struct program *program, const struct error *err)
{
	enum { MILLISECONDS = 50 };
	int status = program_fail(program, err);

	poll(NULL, 0, MILLISECONDS);
	return status;
}

int main(int argc, char **argv)
{
	/* Nothing goes to syslog, which the helper's users could otherwise fill. */
	static const struct program program = {
		.prefix = "onebridge: qemu-bridge-helper",
		.usage = USAGE "; see onebridge-bridge-helper(8)",
		.status = 1,
	};
	struct request request = {};
	struct error err;

	program_open_streams();
	clearenv();
	if (argc == 2 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")))
		return program_usage(&program, argv[1]);
	if (read_arguments(argc > 0 ? argv + 1 : argv, &request, &err) < 0) {
		program_fail(&program, &err);
		return 2;
	}
	program_limit_time(&program, "bridge %s:", request.bridge);
	if (run_request(&request, &err) == 0)
		return program_end(&program, 0, &err);
	error_within(&err, "bridge %s", request.bridge);
	return refuse_caller(&program, &err);
}
