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
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>

#include "hook/bridge_conf.h"
#include "hook/deadline.h"
#include "hook/privileges.h"
#include "hook/sandbox.h"
#include "hook/send_fd.h"
#include "netcore/apply.h"
#include "netcore/kernel.h"
#include "netcore/port.h"
#include "netcore/tap.h"

enum { DEADLINE_SECONDS = 5, WRONG_USAGE = 2 };

struct request {
	const char *bridge;
	int socket; /* -1: none */
	bool vnet_hdr;
	uid_t user; /* who asks */
};

#define USAGE "qemu-bridge-helper [--use-vnet] --br=BRIDGE --fd=SOCKET"

/* In whatever order; of two of a kind the last one counts, as with QEMU's. */
static int read_word(const char *word, struct request *request, struct error *err)
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
		return error_set(err, EINVAL, "'%.80s' is not understood; usage: " USAGE,
				 word);
	return 0;
}

static int read_arguments(char **words, struct request *ret, struct error *err)
{
	struct request request = {.socket = -1, .user = getuid()};
	int r = 0;

	for (; r == 0 && *words; words++)
		r = read_word(*words, &request, err);
	if (r == 0 && (!request.bridge || request.socket < 0))
		r = error_set(err, EINVAL, "QEMU runs this; usage: " USAGE);
	if (r == 0)
		*ret = request;
	return r;
}

static int make_tap(const struct request *request, int *ret_fd, char ret_name[IFNAMSIZ],
		    struct error *err)
{
	const struct tap tap = {.vnet_hdr = request->vnet_hdr,
				.owner = request->user,
				.group = TAP_NOBODY};
	_cleanup_(cleanup_fd) int fd = -1;
	int r = tap_make("tap%d", &tap, &fd, err);

	if (r == 0)
		r = tap_name(fd, ret_name, err);
	if (r < 0)
		return error_within(err, "cannot make a TAP");
	*ret_fd = fd;
	fd = -1;
	return 0;
}

static int plug(struct net *net, const struct request *request, const char *tap,
		struct error *err)
{
	_cleanup_(plan_clear) struct plan plan = {};
	struct port_want want = {.has_mac = true, .ipv6_off = true};
	struct link bridge, have;
	int r = net_look(net, request->bridge, NULL, &bridge, err);

	if (r == 1)
		return error_set(err, ENODEV, "there is no such bridge");
	if (r == 0)
		r = net_look(net, tap, NULL, &have, err);
	if (r != 0)
		return r;
	want.bridge = bridge.ref;
	want.mtu = bridge.mtu;
	memcpy(want.mac, have.mac, MAC_BYTES);
	want.mac[0] = 0xfe;
	r = port_plan(&have, &want, false, &plan, err);
	return r < 0 ? r : plan_apply(net, &plan, err);
}

static int make_port(struct net *net, const struct request *request, int *ret_fd,
		     struct error *err)
{
	_cleanup_(cleanup_fd) int fd = -1;
	char name[IFNAMSIZ];
	int r = make_tap(request, &fd, name, err);

	if (r == 0)
		r = plug(net, request, name, err);
	if (r == 0) {
		*ret_fd = fd;
		fd = -1;
	}
	return r;
}

static int serve(const struct request *request, struct error *err)
{
	_cleanup_(cleanup_fd) int tap = -1;
	struct net net = {};
	int r = bridge_conf_allow(BRIDGE_CONF, request->bridge, bridge_conf_read_file,
				  err);

	if (r == 0)
		r = kernel_open(&net, err);
	if (r == 0)
		r = sandbox_enter(err);
	if (r == 0)
		r = make_port(&net, request, &tap, err);
	if (r == 0)
		r = privileges_drop(err);
	if (r == 0)
		r = send_fd(request->socket, tap, err);
	kernel_close(&net);
	return r;
}

static int run(const struct request *request, struct error *err)
{
	int r = privileges_close_files(request->socket, err);

	if (r == 0)
		r = privileges_keep_net_admin(err);
	if (r == 0)
		r = send_fd_check(request->socket, err);
	if (r == 0)
		r = serve(request, err);
	return r < 0 ? error_within(err, "bridge %s", request->bridge) : 0;
}

/* The caller may have blocked the signal. */
static void set_deadline(const struct request *request)
{
	struct error late;
	sigset_t none;

	error_set(&late, ETIME,
		  "onebridge: qemu-bridge-helper: bridge %s: it was not done within %d "
		  "s; look for what holds up the host's network configuration",
		  request->bridge, DEADLINE_SECONDS);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	deadline_start(DEADLINE_SECONDS, EXIT_FAILURE, late.text);
}

static int fail(const struct error *err, int status)
{
	fprintf(stderr, "onebridge: qemu-bridge-helper: %s\n", err->text);
	return status;
}

int main(int argc, char **argv)
{
	struct request request = {};
	struct error err;

	clearenv();
	if (argc == 2 && !strcmp(argv[1], "--help"))
		return puts("usage: " USAGE "; see onebridge-bridge-helper(8)") < 0;
	if (read_arguments(argc > 0 ? argv + 1 : argv, &request, &err) < 0)
		return fail(&err, WRONG_USAGE);
	set_deadline(&request);
	return run(&request, &err) < 0 ? fail(&err, EXIT_FAILURE) : 0;
}
