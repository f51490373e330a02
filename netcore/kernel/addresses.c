/* addresses.c - taking what the host has on a device to another device */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/addresses.h"

#include <errno.h>
#include <net/if.h>
#include <string.h>

#include "netcore/kernel/announce.h"
#include "netcore/kernel/ip_lookup.h"
#include "netcore/kernel/ip_route.h"
#include "netcore/kernel/router_solicitation.h"

enum { BATCH_MAX = 32 /* acknowledgements that fit in libnl's receive buffer */ };

static bool any_of_host(const struct ip_objects *objects)
{
	for (size_t i = 0; i < objects->count; i++)
		if (!ip_object_is_link_local(&objects->all[i]))
			return true;
	return false;
}

int addresses_any(struct nl_sock *socket, uint32_t ifindex, struct error *err)
{
	static const struct ip_object_row *const rows[] = {&ip_address_row,
							   &ip_route_row};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_(ip_objects_clear) struct ip_objects objects = {};
		int r = ip_objects_read_row(socket, ifindex, rows[i], &objects, err);

		if (r < 0)
			return r;
		if (any_of_host(&objects))
			return 1;
	}
	return 0;
}

/* --- many messages, in few system calls */

struct batch {
	struct nl_sock *socket;
	const struct link_ref *device; /* for messages: where it is made or deleted */
	struct nl_msg *messages[BATCH_MAX];
	const struct ip_object *sent[BATCH_MAX];
	size_t count;
	int error; /* -errno of the first that failed; 0: none has */
	const struct ip_object *failed;
};

/* What is as it should be already is no failure. A device that is gone is one where
 * something is to be made (ENODEV would read as if there were nothing left to do). */
static void read_acknowledgement(size_t index, struct nlmsghdr *answer, void *data)
{
	struct batch *batch = data;
	int r = rtnl_answer_error(answer);

	if (r == 0 || r == -EEXIST || r == -ESRCH || r == -EADDRNOTAVAIL ||
	    r == -ENOENT || batch->error)
		return;
	batch->error = r == -ENODEV && batch->device ? -ENXIO : r;
	batch->failed = batch->sent[index];
}

static void batch_clear(struct batch *batch)
{
	while (batch->count)
		nlmsg_free(batch->messages[--batch->count]);
}

/* What the kernel's number means there, and what to do. */
static int cannot_make(const struct batch *batch, struct error *err)
{
	const char *name = batch->device->name;
	struct shell_word word = text_for_shell(name);
	char why[480];

	if (batch->error == -EACCES)
		snprintf(why, sizeof(why),
			 "IPv6 is off there; turn it on (sysctl -w "
			 "net/ipv6/conf/%s/disable_ipv6=0)",
			 word.text);
	else if (batch->error == -ENETDOWN)
		snprintf(why, sizeof(why), "it is down; ip link set %s up", word.text);
	else
		snprintf(why, sizeof(why), "%s", strerror(-batch->error));
	return error_set(err, -batch->error, "cannot bring %s to %s: %s",
			 batch->failed->row->name, name, why);
}

static int batch_send(struct batch *batch, struct error *err)
{
	int r = batch->count ? rtnl_talk(batch->socket, batch->messages, batch->count,
					 read_acknowledgement, batch, err)
			     : 0;

	batch_clear(batch);
	if (r < 0 || !batch->error)
		return r;
	return batch->device
		       ? cannot_make(batch, err)
		       : error_set(err, -batch->error, "cannot delete %s: %s",
				   batch->failed->row->name, strerror(-batch->error));
}

static int batch_add(struct batch *batch, const struct ip_object *object,
		     struct nl_msg *message, struct error *err)
{
	if (!message)
		return error_set(err, ENOMEM, "no memory for a message");
	batch->sent[batch->count] = object;
	batch->messages[batch->count++] = message;
	return batch->count == BATCH_MAX ? batch_send(batch, err) : 0;
}

/* --- the move */

struct move {
	struct nl_sock *socket;
	const struct link_ref *from, *to;
	struct ip_objects objects; /* what goes */
	struct ip_objects had;     /* what the second had before */
	struct ip_hops hops;       /* what is reached by the first */
};

static void move_clear(struct move *move)
{
	ip_objects_clear(&move->objects);
	ip_objects_clear(&move->had);
	ip_hops_clear(&move->hops);
}

/* Those of the second that an earlier attempt left alone stay where they are. */
static void leave_out(struct ip_objects *objects, const struct ip_objects *stay)
{
	size_t kept = 0;

	for (size_t i = 0; i < objects->count; i++)
		if (ip_objects_have(stay, &objects->all[i]))
			free(objects->all[i].message);
		else
			objects->all[kept++] = objects->all[i];
	objects->count = kept;
}

static int move_look(struct move *move, const struct ip_objects *stay, struct error *err)
{
	int r = ip_objects_read(move->socket, move->from->ifindex, &move->objects, err);

	if (r < 0)
		return r;
	leave_out(&move->objects, stay);
	r = ip_objects_read(move->socket, move->to->ifindex, &move->had, err);
	if (r < 0)
		return r;
	return ip_hops_find(move->socket, &move->objects, move->from, &move->hops, err);
}

/* Whether the kernel's own default route is on the device beside what stood in for it. */
static bool is_stand_in_only(const struct move *move, const struct ip_object *object)
{
	static const int gateway[] = {RTA_GATEWAY};

	if (object->row != &ip_route_row || !ip_route_is_stand_in(object->message))
		return false;
	for (size_t i = 0; i < move->had.count; i++)
		if (move->had.all[i].row == &ip_route_row &&
		    ip_route_is_advertised(move->had.all[i].message) &&
		    ip_same_attributes(move->had.all[i].message, object->message,
				       sizeof(struct rtmsg), gateway, 1))
			return true;
	return false;
}

static int make_turn(struct move *move, enum ip_turn turn, struct error *err)
{
	_cleanup_(batch_clear) struct batch batch = {.socket = move->socket,
						     .device = move->to};

	for (size_t i = 0; i < move->objects.count; i++) {
		const struct ip_object *object = &move->objects.all[i];
		int r;

		if (object->turn != turn || is_stand_in_only(move, object))
			continue;
		r = batch_add(&batch, object,
			      ip_object_make(object, move->from, move->to), err);
		if (r < 0)
			return r;
	}
	return batch_send(&batch, err);
}

/* A prefix route that the kernel has made for an address on the second, and that the
 * first did not have. */
static bool is_unwanted(const struct move *move, const struct ip_object *object)
{
	return object->row == &ip_route_row && ip_route_is_prefix(object->message) &&
	       !ip_objects_have(&move->had, object) &&
	       !ip_objects_have(&move->objects, object);
}

static int delete_unwanted(struct move *move, struct error *err)
{
	_cleanup_(batch_clear) struct batch batch = {.socket = move->socket};
	_cleanup_(ip_objects_clear) struct ip_objects has = {};
	int r = ip_objects_read(move->socket, move->to->ifindex, &has, err);

	for (size_t i = 0; r == 0 && i < has.count; i++)
		if (is_unwanted(move, &has.all[i]))
			r = batch_add(&batch, &has.all[i],
				      ip_object_delete(&has.all[i], move->to), err);
	return r < 0 ? r : batch_send(&batch, err);
}

static int delete_all(struct move *move, const struct ip_objects *objects,
		      struct error *err)
{
	_cleanup_(batch_clear) struct batch batch = {.socket = move->socket};

	for (int turn = IP_TURNS; turn-- > 0;)
		for (size_t i = 0; i < objects->count; i++) {
			const struct ip_object *object = &objects->all[i];
			int r;

			if ((int)object->turn != turn || !object->row->take_out)
				continue;
			r = batch_add(&batch, object,
				      ip_object_delete(object, move->from), err);
			if (r < 0)
				return r;
		}
	return batch_send(&batch, err);
}

/* What the old device still has, and is not to stay there. */
static int read_left(struct move *move, const struct ip_objects *stay,
		     struct ip_objects *ret, struct error *err)
{
	int r = ip_objects_read(move->socket, move->from->ifindex, ret, err);

	if (r < 0)
		return r;
	leave_out(ret, stay);
	return 0;
}

/* An address that goes may leave a route that it had not told of before. */
static int delete_rest(struct move *move, const struct ip_objects *stay,
		       struct error *err)
{
	_cleanup_(ip_objects_clear) struct ip_objects left = {};
	int r = read_left(move, stay, &left, err);

	return r < 0 ? r : delete_all(move, &left, err);
}

static int check_nothing_left(struct move *move, const struct ip_objects *stay,
			      struct error *err)
{
	_cleanup_(ip_objects_clear) struct ip_objects left = {};
	int r = read_left(move, stay, &left, err);

	if (r < 0)
		return r;
	for (size_t i = 0; i < left.count; i++)
		if (left.all[i].turn != TURN_NEIGHBOUR)
			return error_set(err, EBUSY,
					 "%s stays on it; another program may be "
					 "configuring %s",
					 left.all[i].row->name, move->from->name);
	return 0;
}

static void ask_routers(const struct move *move)
{
	for (size_t i = 0; i < move->objects.count; i++)
		if (move->objects.all[i].row == &ip_route_row &&
		    (ip_route_is_advertised(move->objects.all[i].message) ||
		     ip_route_is_stand_in(move->objects.all[i].message))) {
			router_solicitation_send(move->to);
			return;
		}
}

static int move_do(struct move *move, const struct ip_objects *stay, struct error *err)
{
	int r;

	for (int turn = 0; turn < IP_TURNS; turn++) {
		r = make_turn(move, (enum ip_turn)turn, err);
		if (r < 0)
			return r;
	}
	r = delete_unwanted(move, err);
	if (r < 0)
		return r;
	r = delete_all(move, &move->objects, err);
	if (r < 0)
		return r;
	r = delete_rest(move, stay, err);
	if (r < 0)
		return r;
	r = check_nothing_left(move, stay, err);
	return r < 0 ? r : ip_hops_check(move->socket, &move->hops, move->to, err);
}

/* --- a device that is deleted meanwhile, with all that it has */

static bool device_is_gone(const struct link_ref *device)
{
	char name[IFNAMSIZ];

	return !if_indextoname(device->ifindex, name);
}

/* What was taken from that device, there again. */
static int restore(struct nl_sock *socket, const struct ip_objects *objects,
		   const struct link_ref *device, struct error *err)
{
	struct move again = {
		.socket = socket, .from = device, .to = device, .objects = *objects};

	for (int turn = 0; turn < IP_TURNS; turn++) {
		int r = make_turn(&again, (enum ip_turn)turn, err);

		if (r < 0)
			return r;
	}
	ask_routers(&again);
	announce_addresses(socket, device);
	return 0;
}

void addresses_taken_clear(struct addresses_taken *taken)
{
	ip_objects_clear(&taken->objects);
	*taken = (struct addresses_taken){};
}

static bool has_taken(const struct addresses_taken *taken, const struct link_ref *from,
		      const struct link_ref *to)
{
	return taken->objects.count && taken->to.ifindex == from->ifindex &&
	       taken->from.ifindex == to->ifindex;
}

static int move_back(struct move *move)
{
	_cleanup_(move_clear) struct move back = {
		.socket = move->socket, .from = move->to, .to = move->from};
	int r = move_look(&back, &move->had, NULL);

	if (r < 0 && !device_is_gone(move->to))
		return r;
	r = move_do(&back, &move->had, NULL);
	if (device_is_gone(move->to))
		return restore(move->socket, &move->objects, move->from, NULL);
	ask_routers(&back);
	announce_addresses(back.socket, back.to);
	return r;
}

int addresses_move(struct nl_sock *socket, const struct link_ref *from,
		   const struct link_ref *to, struct addresses_taken *taken,
		   struct error *err)
{
	static const struct ip_objects none;
	_cleanup_(move_clear) struct move move = {
		.socket = socket, .from = from, .to = to};
	int r;

	if (has_taken(taken, from, to) && device_is_gone(from))
		return restore(socket, &taken->objects, to, err);
	r = move_look(&move, &none, err);
	if (r < 0 || move.objects.count == 0)
		return r < 0 ? error_within(err, "%s", from->name) : 0;
	r = move_do(&move, &none, err);
	if (r < 0) {
		move_back(&move);
		return error_within(err, "%s", from->name);
	}
	ask_routers(&move);
	announce_addresses(socket, to);
	addresses_taken_clear(taken);
	*taken = (struct addresses_taken){move.objects, *from, *to};
	move.objects = none;
	return 0;
}
