/* ip_object.c - what the host has on a device: addresses, routes, nexthops, neighbours */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/ip_object.h"

#include <errno.h>
#include <netlink/attr.h>
#include <string.h>
#include <sys/socket.h>

#include "netcore/array.h"
#include "netcore/kernel/ip_route.h"

enum { GROWTH = 64 /* bytes that a changed attribute may take more */ };

static const struct ip_object_row *const rows[] = {
	&ip_address_row, &ip_route_row, &ip_nexthop_row, &ip_neighbour_row, &ip_proxy_row,
};

void ip_objects_clear(struct ip_objects *objects)
{
	for (size_t i = 0; i < objects->count; i++)
		free(objects->all[i].message);
	free(objects->all);
	*objects = (struct ip_objects){};
}

/* --- reading */

struct ip_reading {
	struct ip_objects objects;
	const struct ip_object_row *row; /* of the dump at hand */
	uint32_t ifindex;
	bool no_memory;
};

static bool add_object(struct ip_reading *reading, const struct nlmsghdr *message,
		       enum ip_turn turn)
{
	struct ip_objects *objects = &reading->objects;
	struct ip_object object = {.row = reading->row, .turn = turn};

	object.message = malloc(message->nlmsg_len);
	reading->no_memory = !object.message || !array_grow(&objects->all, objects->count,
							    sizeof(*objects->all));
	if (reading->no_memory) {
		free(object.message);
		return false;
	}
	memcpy(object.message, message, message->nlmsg_len);
	objects->all[objects->count++] = object;
	return true;
}

/* An IPv6 route is made and deleted nexthop by nexthop: those by other devices stay. */
static bool add_hops(struct ip_reading *reading, struct nlmsghdr *route,
		     enum ip_turn turn)
{
	struct nlattr *hops = nlmsg_find_attr(route, sizeof(struct rtmsg), RTA_MULTIPATH);
	struct rtnexthop *hop = nla_data(hops);

	for (int left = nla_len(hops); RTNH_OK(hop, left);
	     left -= RTNH_ALIGN(hop->rtnh_len), hop = RTNH_NEXT(hop)) {
		_cleanup_(rtnl_message_free) struct nl_msg *one = NULL;

		if ((uint32_t)hop->rtnh_ifindex != reading->ifindex)
			continue;
		one = ip_route_by_hop(route, hop);
		reading->no_memory = !one;
		if (!one || !add_object(reading, nlmsg_hdr(one), turn))
			return false;
	}
	return true;
}

static bool keep_object(struct nlmsghdr *part, void *data)
{
	struct ip_reading *reading = data;
	enum ip_turn turn;

	if (nlmsg_datalen(part) < (int)reading->row->header ||
	    !reading->row->wanted(part, reading->ifindex, &turn))
		return true;
	if (reading->row == &ip_route_row && ip_route_has_hops(part))
		return add_hops(reading, part, turn);
	return add_object(reading, part, turn);
}

static struct nl_msg *question_for(const struct ip_object_row *row, uint32_t ifindex,
				   int family)
{
	union ip_header header = {.address.ifa_family = (unsigned char)family};
	struct nl_msg *message;

	if (row->ask == RTM_GETADDR)
		header.address.ifa_index = ifindex;
	if (row->ask == RTM_GETNEIGH)
		header.neighbour.ndm_flags = row->neighbour_flags;
	message = rtnl_message(row->ask, NLM_F_DUMP, &header, row->header);
	if (message && row->device && nla_put_u32(message, row->device, ifindex) < 0) {
		nlmsg_free(message);
		return NULL;
	}
	return message;
}

/* A new IPv6 address comes before those that are there (ipv6_link_dev_addr() in
 * net/ipv6/addrconf.c), and the first is preferred: the last is to be made first. */
static void turn_around(struct ip_objects *objects, size_t first)
{
	for (size_t last = objects->count; first + 1 < last; first++, last--) {
		struct ip_object object = objects->all[first];

		objects->all[first] = objects->all[last - 1];
		objects->all[last - 1] = object;
	}
}

/* A kernel before 5.3 has no nexthops. */
static int read_row(struct nl_sock *socket, struct ip_reading *reading, struct error *err)
{
	static const int families[] = {AF_INET, AF_INET6};

	for (size_t i = 0; i < ARRAY_SIZE(families); i++) {
		_cleanup_(rtnl_message_free) struct nl_msg *question =
			question_for(reading->row, reading->ifindex, families[i]);
		size_t before = reading->objects.count;
		int r;

		if (!question)
			return error_set(err, ENOMEM, "no memory for a message");
		r = rtnl_dump(socket, question, keep_object, reading, err);
		if (reading->no_memory)
			return error_set(err, ENOMEM,
					 "no memory for a device's addresses");
		if (r < 0 && !(reading->row == &ip_nexthop_row && r == -EOPNOTSUPP))
			return r;
		if (reading->row == &ip_address_row && families[i] == AF_INET6)
			turn_around(&reading->objects, before);
	}
	return 0;
}

int ip_objects_read_row(struct nl_sock *socket, uint32_t ifindex,
			const struct ip_object_row *row, struct ip_objects *objects,
			struct error *err)
{
	struct ip_reading reading = {.ifindex = ifindex, .row = row, .objects = *objects};
	int r = read_row(socket, &reading, err);

	*objects = reading.objects;
	return r;
}

int ip_objects_read(struct nl_sock *socket, uint32_t ifindex, struct ip_objects *ret,
		    struct error *err)
{
	_cleanup_(ip_objects_clear) struct ip_objects objects = {};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		int r = ip_objects_read_row(socket, ifindex, rows[i], &objects, err);

		if (r < 0)
			return r;
	}
	*ret = objects;
	objects = (struct ip_objects){};
	return 0;
}

/* --- comparing */

bool ip_object_is_link_local(const struct ip_object *object)
{
	const union ip_header *header = nlmsg_data(object->message);
	int attribute = object->row == &ip_address_row ? IFA_ADDRESS : RTA_DST;
	struct nlattr *address;

	if ((object->row != &ip_address_row && object->row != &ip_route_row) ||
	    header->address.ifa_family != AF_INET6)
		return false;
	address = nlmsg_find_attr(object->message, (int)object->row->header, attribute);
	return address && nla_len(address) == 16 && ip_is_link_local(nla_data(address));
}

bool ip_same_attributes(struct nlmsghdr *a, struct nlmsghdr *b, size_t header,
			const int *attributes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct nlattr *left = nlmsg_find_attr(a, (int)header, attributes[i]);
		struct nlattr *right = nlmsg_find_attr(b, (int)header, attributes[i]);

		if (!left && !right)
			continue;
		if (!left || !right || nla_len(left) != nla_len(right) ||
		    memcmp(nla_data(left), nla_data(right), (size_t)nla_len(left)) != 0)
			return false;
	}
	return true;
}

bool ip_objects_have(const struct ip_objects *objects, const struct ip_object *object)
{
	for (size_t i = 0; i < objects->count; i++)
		if (objects->all[i].row == object->row &&
		    object->row->same(objects->all[i].message, object->message))
			return true;
	return false;
}

/* --- writing */

int ip_copy_attribute(struct nl_msg *message, struct nlattr *attribute)
{
	return nla_put(message, nla_type(attribute), nla_len(attribute),
		       nla_data(attribute));
}

static int copy_attributes(struct nl_msg *message, const struct ip_object *object,
			   const struct ip_copy *copy)
{
	struct nlattr *attribute;
	int left;

	nlmsg_for_each_attr (attribute, object->message, (int)object->row->header, left) {
		int r = object->row->copy(message, attribute, copy);

		if (r < 0)
			return r;
	}
	return 0;
}

static struct nl_msg *rewrite_object(const struct ip_object *object, int type, int flags,
				     const struct ip_copy *copy)
{
	union ip_header header = {};
	struct nl_msg *message;

	memcpy(&header, nlmsg_data(object->message), object->row->header);
	object->row->set_device(&header, copy);
	message =
		rtnl_message_sized(type, NLM_F_ACK | flags, &header, object->row->header,
				   object->message->nlmsg_len + GROWTH);
	if (message && copy_attributes(message, object, copy) < 0) {
		nlmsg_free(message);
		return NULL;
	}
	return message;
}

struct nl_msg *ip_object_make(const struct ip_object *object, const struct link_ref *from,
			      const struct link_ref *to)
{
	struct ip_copy copy = {object->message, from, to};

	return rewrite_object(object, object->row->make,
			      NLM_F_CREATE | object->row->flags, &copy);
}

struct nl_msg *ip_object_delete(const struct ip_object *object,
				const struct link_ref *from)
{
	struct ip_copy copy = {object->message, from, from, .deletes = true};

	return rewrite_object(object, object->row->take_out, 0, &copy);
}
