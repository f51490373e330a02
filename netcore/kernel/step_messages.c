/* step_messages.c - steps sent to the kernel as rtnetlink messages, and its answers */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/step_messages.h"

#include <errno.h>
#include <string.h>

#include "netcore/kernel/fdb_message.h"
#include "netcore/kernel/ip_entry_message.h"
#include "netcore/kernel/kernel_ask.h"
#include "netcore/kernel/link_step.h"
#include "netcore/kernel/rtnl.h"
#include "netcore/kernel/vlan_message.h"
#include "netcore/plan_text.h"

/* What came back for one message. */
struct answer {
	const struct step *step; /* that the message began with */
	int result;              /* 0 or -errno */
	char text[96];           /* what the kernel says beyond the number */
};

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

int step_messages_within(const struct step *step, struct error *err)
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

static int outbox_send(const struct outbox *outbox, struct nl_sock *socket,
		       struct error *err)
{
	for (size_t i = 0; i < outbox->count; i += TALK_BATCH) {
		size_t rest = outbox->count - i;
		int r = rtnl_talk(socket, &outbox->messages[i],
				  rest < TALK_BATCH ? rest : TALK_BATCH, read_result,
				  &outbox->answers[i], err);

		if (r < 0)
			return r;
	}
	for (size_t i = 0; i < outbox->count; i++)
		if (has_failed(&outbox->answers[i])) {
			refused(outbox->answers[i].step, &outbox->answers[i], err);
			return step_messages_within(outbox->answers[i].step, err);
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

int step_messages_send(struct nl_sock *socket, const struct step *steps, size_t count,
		       struct error *err)
{
	_cleanup_(outbox_clear) struct outbox outbox = {};
	int r = outbox_make_room(&outbox, steps, count, err);
	size_t taken;

	for (size_t i = 0; r == 0 && i < count; i += taken)
		r = put_steps(&outbox, &steps[i], count - i, &taken, err);
	return r < 0 ? r : outbox_send(&outbox, socket, err);
}
