/* kernel.c - the real kernel, behind net_ops: rtnetlink, /dev/net/tun and one file of
 * /proc/sys
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/utsname.h>

#include "netcore/kernel/addresses.h"
#include "netcore/kernel/fdb_message.h"
#include "netcore/kernel/ipv6_switch.h"
#include "netcore/kernel/ip_entry_message.h"
#include "netcore/kernel/ip_setting.h"
#include "netcore/kernel/kernel_ask.h"
#include "netcore/kernel/link_step.h"
#include "netcore/kernel/nat.h"
#include "netcore/plan_text.h"
#include "netcore/kernel/rtnl.h"
#include "netcore/kernel/tap.h"
#include "netcore/kernel/vlan_message.h"

enum { NAME_TRIES = 4 /* as often may a device be renamed meanwhile */ };

/* A TAP that was made and is not yet kept. */
struct new_tap {
	int fd;
	uint32_t ifindex;
};

/* What came back for one message. */
struct answer {
	const struct step *step; /* that the message began with */
	int result;              /* 0 or -errno */
	char text[96];           /* what the kernel says beyond the number */
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
	       !(step->kind == STEP_TAP && step->to.set);
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

static int take_directly(struct kernel *kernel, const struct step *step,
			 struct error *err)
{
	enum step_way way = step_rows[step->kind].way;

	if (way == WAY_SYSCTL)
		return take_by_file(kernel, step, err);
	if (way == WAY_NAT)
		return nat_change(step, err);
	if (way == WAY_ADDRESSES)
		return addresses_move(kernel->socket, &step->from.link, &step->to.link,
				      &kernel->taken, err);
	return keep_tap(kernel, step, err);
}

static void read_result(size_t index, struct nlmsghdr *message, void *data)
{
	struct answer *answers = data;

	answers[index].result = rtnl_answer_error(message);
	snprintf(answers[index].text, sizeof(answers[index].text), "%s",
		 rtnl_answer_text(message));
}

/* What the kernel's number means for that step, where it says more than its name. */
static int refused(const struct step *step, const struct answer *answer,
		   struct error *err)
{
	const char *text = answer->text[0] ? answer->text : strerror(-answer->result);

	if (step->kind == STEP_MASTER && answer->result == -EXFULL)
		text = "the bridge is full (the kernel allows 1023 ports); use another "
		       "bridge";
	else if (step->kind == STEP_MASTER && answer->result == -EBUSY)
		text = "something else takes its frames; a macvlan on it, perhaps in a "
		       "container, would: delete that first";
	else if (answer->result == -EPERM)
		text = "not permitted; CAP_NET_ADMIN is required";
	return error_set(err, -answer->result, "%s", text);
}

static int within_step(const struct step *step, struct error *err)
{
	char line[STEP_TEXT];

	step_print(step, line);
	error_name_device(err, step_device(step)->name);
	return error_within(err, "%s", line);
}

/* Messages on their way to the kernel, an answer each. */
struct outbox {
	struct nl_msg **messages;
	struct answer *answers;
	size_t count;
};

/* Acknowledgements that surely fit in libnl's receive buffer of 32 KiB: the kernel
 * charges each with up to a KiB. */
enum { TALK_BATCH = 32 };

static void outbox_clear(struct outbox *outbox)
{
	for (size_t i = 0; i < outbox->count; i++)
		nlmsg_free(outbox->messages[i]);
	free(outbox->messages);
	free(outbox->answers);
}

static int outbox_put(struct outbox *outbox, struct nl_msg *message,
		      const struct step *step, struct error *err)
{
	if (!message)
		return kernel_no_memory(err);
	outbox->messages[outbox->count] = message;
	outbox->answers[outbox->count++] = (struct answer){.step = step};
	return 0;
}

/* What is gone already needs no removal. */
static bool has_failed(const struct answer *answer)
{
	const struct step *step = answer->step;
	int result = answer->result;

	if (step->to.set || !(step->kind == STEP_FDB || step_is_ip(step)))
		return result < 0;
	return result < 0 && result != -ENOENT &&
	       !(step_is_ip(step) && ip_entry_is_gone(result));
}

static int outbox_send(const struct outbox *outbox, struct kernel *kernel,
		       struct error *err)
{
	for (size_t i = 0; i < outbox->count; i += TALK_BATCH) {
		size_t rest = outbox->count - i;
		int r = rtnl_talk(kernel->socket, &outbox->messages[i],
				  rest < TALK_BATCH ? rest : TALK_BATCH, read_result,
				  &outbox->answers[i], err);

		if (r < 0)
			return r;
	}
	for (size_t i = 0; i < outbox->count; i++)
		if (has_failed(&outbox->answers[i])) {
			refused(outbox->answers[i].step, &outbox->answers[i], err);
			return within_step(outbox->answers[i].step, err);
		}
	return 0;
}

/* One message for each of its VLANs. */
static int put_entries(struct outbox *outbox, const struct step *step, struct error *err)
{
	for (unsigned vlan = step->vlan_first; vlan <= step->vlan_last; vlan++) {
		int r = outbox_put(outbox, fdb_message_step(step, vlan), step, err);

		if (r < 0)
			return r;
	}
	return 0;
}

/* dev_set_mtu() passes over the value that there is already, and a bridge's MTU is its
 * own only once it was set (br_change_mtu() in net/bridge/br_device.c). */
static int put_pinned(struct outbox *outbox, const struct step *step, struct error *err)
{
	struct step other = *step;
	int r;

	other.to.number += other.to.number < UINT16_MAX ? 1 : -1;
	r = outbox_put(outbox, link_step_message(&other, 1), step, err);
	return r < 0 ? r : outbox_put(outbox, link_step_message(step, 1), step, err);
}

static struct nl_msg *message_for(const struct step *steps, size_t count)
{
	enum step_way way = step_rows[steps->kind].way;

	if (way == WAY_IP)
		return ip_entry_message(steps);
	if (way == WAY_VLAN_OPTION)
		return vlan_message_option(steps);
	return way == WAY_VLAN ? vlan_message_steps(steps, count)
			       : link_step_message(steps, count);
}

/* What the first of these steps needs, and as many more as its message can take. */
static int put_steps(struct outbox *outbox, const struct step *steps, size_t count,
		     size_t *ret_taken, struct error *err)
{
	size_t taken = 1;

	while (taken < count && step_shares_message(&steps[taken - 1], &steps[taken]))
		taken++;
	*ret_taken = taken;
	if (step_rows[steps->kind].way == WAY_FDB)
		return put_entries(outbox, steps, err);
	if (step_rows[steps->kind].way == WAY_PINNED)
		return put_pinned(outbox, steps, err);
	return outbox_put(outbox, message_for(steps, taken), steps, err);
}

static int outbox_make_room(struct outbox *outbox, const struct step *steps, size_t count,
			    struct error *err)
{
	size_t room = count;

	for (size_t i = 0; i < count; i++)
		room += step_rows[steps[i].kind].way == WAY_FDB
				? steps[i].vlan_last - steps[i].vlan_first
				: step_rows[steps[i].kind].way == WAY_PINNED;
	outbox->messages = calloc(room, sizeof(*outbox->messages));
	outbox->answers = calloc(room, sizeof(*outbox->answers));
	return outbox->messages && outbox->answers ? 0 : kernel_no_memory(err);
}

static int take_by_message(struct kernel *kernel, const struct step *steps, size_t count,
			   struct error *err)
{
	_cleanup_(outbox_clear) struct outbox outbox = {};
	int r = outbox_make_room(&outbox, steps, count, err);
	size_t taken;

	for (size_t i = 0; r == 0 && i < count; i += taken)
		r = put_steps(&outbox, &steps[i], count - i, &taken, err);
	return r < 0 ? r : outbox_send(&outbox, kernel, err);
}

/* How many of the steps, from the first on, one call carries out. */
static size_t run_length(const struct step *steps, size_t count)
{
	size_t length = 0;

	while (length < count && needs_message(&steps[length]))
		length++;
	return length ? length : 1;
}

static int kernel_change(void *self, const struct step *steps, size_t count,
			 struct error *err)
{
	int result = 0;
	size_t run;

	for (size_t i = 0; i < count; i += run) {
		struct error later, *first = result ? &later : err;
		int r;

		run = run_length(&steps[i], count - i);
		if (needs_message(&steps[i]))
			r = take_by_message(self, &steps[i], run, first);
		else
			r = take_directly(self, &steps[i], first);
		if (r < 0 && !needs_message(&steps[i]))
			within_step(&steps[i], first);
		if (result == 0)
			result = r;
	}
	return result;
}

static const struct net_ops kernel_ops = {
	.look = kernel_look,
	.look_port = kernel_look_port,
	.look_fdb = kernel_look_fdb,
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
