/* kernel.c - the real kernel, behind net_ops: rtnetlink, /dev/net/tun and one file of
 * /proc/sys
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/utsname.h>

#include "netcore/kernel/addresses.h"
#include "netcore/kernel/filter_table.h"
#include "netcore/kernel/ipv6_switch.h"
#include "netcore/kernel/ip_setting.h"
#include "netcore/kernel/kernel_ask.h"
#include "netcore/kernel/nat.h"
#include "netcore/kernel/rtnl.h"
#include "netcore/kernel/step_messages.h"
#include "netcore/kernel/tap.h"

enum { NAME_TRIES = 4 /* as often may a device be renamed meanwhile */ };

/* A TAP that was made and is not yet kept. */
struct new_tap {
	int fd;
	uint32_t ifindex;
};

static int kernel_make_tap(void *self, const char *name, const struct tap *tap,
			   uint32_t *ret_ifindex, struct error *err)
{
	struct kernel *kernel = self;
	_cleanup_(cleanup_fd) int fd = -1;
	struct look look = {.kind = LOOK_NAME};
	struct new_tap *taps;
	int r = tap_make(name, tap, &fd, err);

	snprintf(look.name, sizeof(look.name), "%s", name);
	r = r < 0 ? r : kernel_look(kernel, &look, 1, err);
	if (r == 0 && !look.found)
		r = error_set(err, ENODEV, "it vanished at once");
	if (r < 0) {
		error_name_device(err, name);
		return error_within(err, "cannot make the TAP %s", name);
	}
	taps = reallocarray(kernel->taps, kernel->tap_count + 1, sizeof(*taps));
	if (!taps)
		return kernel_no_memory(err);
	kernel->taps = taps;
	taps[kernel->tap_count++] =
		(struct new_tap){.fd = fd, .ifindex = look.link.ref.ifindex};
	fd = -1;
	*ret_ifindex = look.link.ref.ifindex;
	return 0;
}

static struct new_tap *find_new_tap(struct kernel *kernel, const struct link_ref *dev)
{
	for (size_t i = 0; i < kernel->tap_count; i++)
		if (kernel->taps[i].ifindex == dev->ifindex && kernel->taps[i].fd >= 0)
			return &kernel->taps[i];
	return NULL;
}

/* A TAP is created by an ioctl before its step is taken, which makes it stay. */
static bool needs_message(const struct step *step)
{
	enum step_way way = step_rows[step->kind].way;

	return way != WAY_SYSCTL && way != WAY_ADDRESSES && way != WAY_NAT &&
	       way != WAY_FILTER && !(step->kind == STEP_TAP && step->to.set);
}

/* A TAP that is not among the new ones is used again: it stays already. */
static int keep_tap(struct kernel *kernel, const struct step *step, struct error *err)
{
	struct new_tap *tap = find_new_tap(kernel, &step->dev);
	int r = tap ? tap_keep(tap->fd, err) : 0;

	if (!tap || r < 0)
		return r;
	close(tap->fd);
	tap->fd = -1;
	return 0;
}

static int write_setting(struct kernel *kernel, const struct step *step,
			 struct error *err)
{
	if (step->kind != STEP_IPV6)
		return ip_setting_write(step, err);
	return ipv6_switch(kernel->socket, &step->dev, step->to.number, err);
}

/* A file of /proc/sys goes by the name that the device has by now. */
static int take_by_file(struct kernel *kernel, const struct step *step, struct error *err)
{
	struct step named = *step;
	int r = write_setting(kernel, &named, err);

	for (int i = 0; r == -ENOENT && i < NAME_TRIES; i++) {
		struct look look = {.kind = LOOK_IFINDEX, .ifindex = step->dev.ifindex};

		r = kernel_look(kernel, &look, 1, err);
		if (r < 0)
			return r;
		if (!look.found)
			return error_set(err, ENODEV, "%s is gone", step->dev.name);
		named.dev = look.link.ref;
		r = write_setting(kernel, &named, err);
	}
	return r;
}

/* nftables goes by names: what is to be held must be this very TAP. */
static int take_filter(struct kernel *kernel, const struct step *steps, size_t count,
		       struct error *err)
{
	struct look look = {.kind = LOOK_NAME};
	int r;

	snprintf(look.name, sizeof(look.name), "%s", steps->dev.name);
	r = kernel_look(kernel, &look, 1, err);
	if (r < 0)
		return r;
	if (steps[count - 1].to.set &&
	    !(look.found && look.link.ref.ifindex == steps->dev.ifindex))
		return error_set(err, ENODEV, "%s is gone", steps->dev.name);
	return filter_table_change(steps, count, err);
}

static int take_directly(struct kernel *kernel, const struct step *step, size_t count,
			 struct error *err)
{
	enum step_way way = step_rows[step->kind].way;

	if (way == WAY_FILTER)
		return take_filter(kernel, step, count, err);
	if (way == WAY_SYSCTL)
		return take_by_file(kernel, step, err);
	if (way == WAY_NAT)
		return nat_change(step, err);
	if (way == WAY_ADDRESSES)
		return addresses_move(kernel->socket, &step->from.link, &step->to.link,
				      &kernel->taken, err);
	return keep_tap(kernel, step, err);
}

/* How many of the steps, from the first on, one call carries out. */
static size_t run_length(const struct step *steps, size_t count)
{
	size_t length = 0;

	while (length < count && needs_message(&steps[length]))
		length++;
	if (length)
		return length;
	for (length = 1; length < count && step_rows[steps->kind].way == WAY_FILTER;
	     length++)
		if (!step_shares_message(&steps[length - 1], &steps[length]))
			break;
	return length;
}

static int kernel_change(void *self, const struct step *steps, size_t count,
			 struct error *err)
{
	struct kernel *kernel = self;
	int result = 0;
	size_t run;

	for (size_t i = 0; i < count; i += run) {
		struct error later, *first = result ? &later : err;
		int r;

		run = run_length(&steps[i], count - i);
		if (needs_message(&steps[i]))
			r = step_messages_send(kernel->socket, &steps[i], run, first);
		else
			r = take_directly(kernel, &steps[i], run, first);
		if (r < 0 && !needs_message(&steps[i]))
			step_messages_within(&steps[i], first);
		if (result == 0)
			result = r;
	}
	return result;
}

static const struct net_ops kernel_ops = {
	.look = kernel_look,
	.look_port = kernel_look_port,
	.look_fdb = kernel_look_fdb,
	.look_filter = kernel_look_filter,
	.forget_filter = kernel_forget_filter,
	.look_all = kernel_look_all,
	.look_ip = kernel_look_ip,
	.has_addresses = kernel_has_addresses,
	.list_addresses = kernel_list_addresses,
	.list_rules = kernel_list_rules,
	.read_settings = ip_setting_read,
	.announce = kernel_announce,
	.find_default_bridge = kernel_find_default_bridge,
	.is_station = kernel_is_station,
	.drop_nat = nat_drop,
	.make_tap = kernel_make_tap,
	.change = kernel_change,
};

int kernel_open(struct net *ret, struct error *err)
{
	struct kernel *kernel = calloc(1, sizeof(*kernel));
	struct utsname name;
	int r;

	if (!kernel)
		return kernel_no_memory(err);
	r = rtnl_open(&kernel->socket, err);
	if (r < 0) {
		free(kernel);
		return r;
	}
	*ret = (struct net){.ops = &kernel_ops, .self = kernel};
	if (uname(&name) == 0)
		snprintf(ret->kernel, sizeof(ret->kernel), "%.15s %.60s", name.sysname,
			 name.release);
	return 0;
}

void kernel_close(struct net *net)
{
	struct kernel *kernel = net->self;

	if (!kernel)
		return;
	for (size_t i = 0; i < kernel->tap_count; i++)
		cleanup_fd(&kernel->taps[i].fd);
	free(kernel->taps);
	addresses_taken_clear(&kernel->taken);
	rtnl_close(&kernel->socket);
	free(kernel);
	*net = (struct net){};
}
