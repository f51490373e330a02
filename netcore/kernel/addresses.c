/* addresses.c - taking a device's addresses, routes and neighbours to another device
 *
 * The kernel's own answers are sent back to it with another device in them, so that every
 * attribute goes along: lifetimes, scopes, metrics, tables, labels.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/kernel/addresses.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <string.h>
#include <sys/socket.h>

#include "netcore/array.h"

enum {
	BATCH_MAX = 32, /* acknowledgements that fit in libnl's receive buffer */
	GROWTH = 64,    /* bytes that a changed attribute may take more */
};

union family_header {
	struct ifaddrmsg address;
	struct rtmsg route;
	struct ndmsg neighbour;
};

/* What is asked for, and what becomes of each part of the answer. */
struct family {
	int ask;            /* RTM_GET… */
	int make, take_out; /* RTM_NEW…, RTM_DEL… */
	size_t header;
	/* Whether it is to be taken, and in which turn: 0 first. */
	bool (*wanted)(struct nlmsghdr *part, uint32_t ifindex, int *ret_turn);
	/* Names the device in the header; attribute by attribute, what is to be sent. */
	void (*set_device)(void *header, uint32_t ifindex);
	int (*copy)(struct nl_msg *message, struct nlattr *attribute,
		    const struct link_ref *from, const struct link_ref *to);
};

/* --- addresses */

/* Of EUI-64, which the kernel makes again from the same MAC. */
static bool is_of_kernel(const struct ifaddrmsg *header, struct nlattr *address)
{
	const uint8_t *bytes = address ? nla_data(address) : NULL;

	return header->ifa_family == AF_INET6 && header->ifa_scope == RT_SCOPE_LINK &&
	       bytes && nla_len(address) == 16 && bytes[0] == 0xfe &&
	       (bytes[1] & 0xc0) == 0x80 && bytes[11] == 0xff && bytes[12] == 0xfe;
}

static bool address_wanted(struct nlmsghdr *part, uint32_t ifindex, int *ret_turn)
{
	struct ifaddrmsg *header = nlmsg_data(part);
	struct nlattr *address = nlmsg_find_attr(part, sizeof(*header), IFA_ADDRESS);

	*ret_turn = 0;
	return part->nlmsg_type == RTM_NEWADDR && header->ifa_index == ifindex &&
	       !is_of_kernel(header, address);
}

static void address_set_device(void *header, uint32_t ifindex)
{
	((struct ifaddrmsg *)header)->ifa_index = ifindex;
}

/* "eth0:1" becomes "br0:1". */
static int copy_label(struct nl_msg *message, struct nlattr *attribute,
		      const struct link_ref *from, const struct link_ref *to)
{
	const char *label = nla_get_string(attribute);
	size_t length = strlen(from->name);
	char renamed[2 * IFNAMSIZ];

	if (strncmp(label, from->name, length) != 0)
		return nla_put_string(message, IFA_LABEL, label);
	snprintf(renamed, sizeof(renamed), "%s%.*s", to->name, IFNAMSIZ, label + length);
	return strlen(renamed) < IFNAMSIZ ? nla_put_string(message, IFA_LABEL, renamed)
					  : 0;
}

/* It was found to be nobody else's when the host got it: no second look, which would
 * leave the host without it for a second. */
static int copy_flags(struct nl_msg *message, struct nlattr *attribute)
{
	uint32_t flags = nla_get_u32(attribute);

	return nla_put_u32(message, IFA_FLAGS, flags | IFA_F_NODAD);
}

static int address_copy(struct nl_msg *message, struct nlattr *attribute,
			const struct link_ref *from, const struct link_ref *to)
{
	switch (nla_type(attribute)) {
	case IFA_LABEL:
		return copy_label(message, attribute, from, to);
	case IFA_FLAGS:
		return copy_flags(message, attribute);
	default:
		return nla_put(message, nla_type(attribute), nla_len(attribute),
			       nla_data(attribute));
	}
}

/* --- routes */

static bool route_wanted(struct nlmsghdr *part, uint32_t ifindex, int *ret_turn)
{
	struct rtmsg *header = nlmsg_data(part);

	(void)ifindex; /* the kernel has looked */
	*ret_turn = header->rtm_scope == RT_SCOPE_UNIVERSE ? 2 : 1;
	if (nlmsg_find_attr(part, sizeof(*header), RTA_GATEWAY) ||
	    nlmsg_find_attr(part, sizeof(*header), RTA_VIA) ||
	    nlmsg_find_attr(part, sizeof(*header), RTA_MULTIPATH))
		*ret_turn = 2;
	else if (header->rtm_family == AF_INET6)
		*ret_turn = 1;
	return part->nlmsg_type == RTM_NEWROUTE && header->rtm_type == RTN_UNICAST &&
	       header->rtm_protocol != RTPROT_KERNEL &&
	       !(header->rtm_flags & RTM_F_CLONED);
}

static void route_set_device(void *header, uint32_t ifindex)
{
	struct rtmsg *route = header;

	route->rtm_flags &= RTNH_F_ONLINK; /* the others are the kernel's to say */
}

/* In seconds, where the kernel has told hundredths of them. */
static int copy_expiry(struct nl_msg *message, struct nlattr *attribute)
{
	struct rta_cacheinfo info = {};

	nla_memcpy(&info, attribute, sizeof(info));
	return info.rta_expires > 0 ? nla_put_u32(message, RTA_EXPIRES,
						  (uint32_t)info.rta_expires / 100)
				    : 0;
}

static int copy_nexthops(struct nl_msg *message, struct nlattr *attribute,
			 const struct link_ref *from, const struct link_ref *to)
{
	struct nlattr *copy = nla_reserve(message, RTA_MULTIPATH, nla_len(attribute));
	struct rtnexthop *hop;
	int left = nla_len(attribute);

	if (!copy)
		return -1;
	memcpy(nla_data(copy), nla_data(attribute), (size_t)left);
	for (hop = nla_data(copy); RTNH_OK(hop, left);
	     left -= RTNH_ALIGN(hop->rtnh_len), hop = RTNH_NEXT(hop)) {
		hop->rtnh_flags &= RTNH_F_ONLINK;
		if ((uint32_t)hop->rtnh_ifindex == from->ifindex)
			hop->rtnh_ifindex = (int)to->ifindex;
	}
	return 0;
}

static int route_copy(struct nl_msg *message, struct nlattr *attribute,
		      const struct link_ref *from, const struct link_ref *to)
{
	switch (nla_type(attribute)) {
	case RTA_OIF:
		return nla_put_u32(message, RTA_OIF, to->ifindex);
	case RTA_CACHEINFO:
		return copy_expiry(message, attribute);
	case RTA_MULTIPATH:
		return copy_nexthops(message, attribute, from, to);
	default:
		return nla_put(message, nla_type(attribute), nla_len(attribute),
			       nla_data(attribute));
	}
}

/* --- neighbours */

static bool neighbour_wanted(struct nlmsghdr *part, uint32_t ifindex, int *ret_turn)
{
	struct ndmsg *header = nlmsg_data(part);

	*ret_turn = 3;
	return part->nlmsg_type == RTM_NEWNEIGH && header->ndm_ifindex == (int)ifindex &&
	       nlmsg_find_attr(part, sizeof(*header), NDA_LLADDR) &&
	       !(header->ndm_state & (NUD_NOARP | NUD_FAILED | NUD_INCOMPLETE));
}

/* What was learnt is believed until it is used. */
static void neighbour_set_device(void *header, uint32_t ifindex)
{
	struct ndmsg *neighbour = header;

	neighbour->ndm_ifindex = (int)ifindex;
	if (!(neighbour->ndm_state & NUD_PERMANENT))
		neighbour->ndm_state = NUD_STALE;
}

static int neighbour_copy(struct nl_msg *message, struct nlattr *attribute,
			  const struct link_ref *from, const struct link_ref *to)
{
	(void)from, (void)to;
	if (nla_type(attribute) != NDA_DST && nla_type(attribute) != NDA_LLADDR)
		return 0;
	return nla_put(message, nla_type(attribute), nla_len(attribute),
		       nla_data(attribute));
}

static const struct family families[] = {
	{RTM_GETADDR, RTM_NEWADDR, RTM_DELADDR, sizeof(struct ifaddrmsg), address_wanted,
	 address_set_device, address_copy},
	{RTM_GETROUTE, RTM_NEWROUTE, RTM_DELROUTE, sizeof(struct rtmsg), route_wanted,
	 route_set_device, route_copy},
	{RTM_GETNEIGH, RTM_NEWNEIGH, RTM_DELNEIGH, sizeof(struct ndmsg), neighbour_wanted,
	 neighbour_set_device, neighbour_copy},
};

/* --- what there is */

struct part {
	struct nlmsghdr *message; /* a copy of the kernel's */
	const struct family *family;
	int turn;
};

struct parts {
	struct part *all;
	size_t count;
	const struct family *family; /* of the dump at hand */
	uint32_t ifindex;
	bool no_memory, nexthop_object;
};

static void parts_clear(struct parts *parts)
{
	for (size_t i = 0; i < parts->count; i++)
		free(parts->all[i].message);
	free(parts->all);
}

static bool add_part(struct parts *parts, const struct nlmsghdr *message, int turn)
{
	struct part part = {.family = parts->family, .turn = turn};

	part.message = malloc(message->nlmsg_len);
	parts->no_memory = !part.message ||
			   !array_grow(&parts->all, parts->count, sizeof(*parts->all));
	if (parts->no_memory) {
		free(part.message);
		return false;
	}
	memcpy(part.message, message, message->nlmsg_len);
	parts->all[parts->count++] = part;
	return true;
}

/* One nexthop's route, as if it were the only one. NULL: no memory. */
static struct nl_msg *route_by(const struct nlmsghdr *message, struct rtnexthop *hop)
{
	struct nl_msg *route =
		rtnl_message_sized(RTM_NEWROUTE, 0, nlmsg_data(message),
				   sizeof(struct rtmsg), message->nlmsg_len);
	struct nlattr *attribute;
	int left,
		r = route ? nla_put_u32(route, RTA_OIF, (uint32_t)hop->rtnh_ifindex) : -1;

	nlmsg_for_each_attr (attribute, message, sizeof(struct rtmsg), left)
		if (r == 0 && nla_type(attribute) != RTA_MULTIPATH)
			r = nla_put(route, nla_type(attribute), nla_len(attribute),
				    nla_data(attribute));
	nla_for_each_attr (attribute, (struct nlattr *)RTNH_DATA(hop),
			   hop->rtnh_len - (int)sizeof(*hop), left)
		if (r == 0)
			r = nla_put(route, nla_type(attribute), nla_len(attribute),
				    nla_data(attribute));
	if (r == 0)
		return route;
	nlmsg_free(route);
	return NULL;
}

/* IPv6 takes in, and out, one nexthop at a time: those by other devices stay. */
static bool add_hops(struct parts *parts, const struct nlmsghdr *message,
		     struct nlattr *multipath, int turn)
{
	struct rtnexthop *hop = nla_data(multipath);

	for (int left = nla_len(multipath); RTNH_OK(hop, left);
	     left -= RTNH_ALIGN(hop->rtnh_len), hop = RTNH_NEXT(hop)) {
		_cleanup_(rtnl_message_free) struct nl_msg *route = NULL;

		if ((uint32_t)hop->rtnh_ifindex != parts->ifindex)
			continue;
		route = route_by(message, hop);
		parts->no_memory = !route;
		if (!route || !add_part(parts, nlmsg_hdr(route), turn))
			return false;
	}
	return true;
}

static bool keep_part(struct nlmsghdr *message, void *data)
{
	struct parts *parts = data;
	struct nlattr *multipath = NULL;
	int turn;

	if (nlmsg_datalen(message) < (int)parts->family->header ||
	    !parts->family->wanted(message, parts->ifindex, &turn))
		return true;
	if (parts->family->ask == RTM_GETROUTE &&
	    nlmsg_find_attr(message, (int)parts->family->header, RTA_NH_ID))
		parts->nexthop_object = true;
	if (parts->family->ask == RTM_GETROUTE)
		multipath = nlmsg_find_attr(message, sizeof(struct rtmsg), RTA_MULTIPATH);
	if (multipath && ((struct rtmsg *)nlmsg_data(message))->rtm_family == AF_INET6)
		return add_hops(parts, message, multipath, turn);
	return add_part(parts, message, turn);
}

/* A socket asked strictly tells of the one device alone. */
static struct nl_msg *question_for(const struct family *family, uint32_t ifindex,
				   int address_family)
{
	union family_header header = {};
	struct nl_msg *message;

	header.address.ifa_family = (unsigned char)address_family;
	if (family->ask == RTM_GETADDR)
		header.address.ifa_index = ifindex;
	message = rtnl_message(family->ask, NLM_F_DUMP, &header, family->header);
	if (message && family->ask == RTM_GETROUTE &&
	    nla_put_u32(message, RTA_OIF, ifindex) < 0) {
		nlmsg_free(message);
		return NULL;
	}
	if (message && family->ask == RTM_GETNEIGH &&
	    nla_put_u32(message, NDA_IFINDEX, ifindex) < 0) {
		nlmsg_free(message);
		return NULL;
	}
	return message;
}

static int dump_family(struct nl_sock *socket, struct parts *parts, struct error *err)
{
	static const int address_families[] = {AF_INET, AF_INET6};
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(address_families); i++) {
		_cleanup_(rtnl_message_free) struct nl_msg *question =
			question_for(parts->family, parts->ifindex, address_families[i]);

		if (!question)
			return error_set(err, ENOMEM, "no memory for a message");
		r = rtnl_dump(socket, question, keep_part, parts, err);
	}
	if (parts->no_memory)
		r = error_set(err, ENOMEM, "no memory for a device's addresses");
	if (parts->nexthop_object)
		r = error_set(err, EOPNOTSUPP,
			      "a route of it goes by a nexthop object, which stays with "
			      "its device; use plain routes (ip nexthop, ip route)");
	return r;
}

static int parts_read(struct nl_sock *socket, uint32_t ifindex, struct parts *ret,
		      struct error *err)
{
	int r = 0;

	*ret = (struct parts){.ifindex = ifindex};
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(families); i++) {
		ret->family = &families[i];
		r = dump_family(socket, ret, err);
	}
	return r;
}

int addresses_any(struct nl_sock *socket, uint32_t ifindex, struct error *err)
{
	_cleanup_(parts_clear) struct parts parts = {};
	int r = parts_read(socket, ifindex, &parts, err);

	for (size_t i = 0; r == 0 && i < parts.count; i++)
		if (parts.all[i].turn < 3)
			return 1;
	return r;
}

/* --- and where it goes */

/* The part with the device to in it; to from, it is the one that is taken out. */
static struct nl_msg *rewrite(const struct part *part, int type, int flags,
			      const struct link_ref *from, const struct link_ref *to)
{
	const struct family *family = part->family;
	union family_header header = {};
	struct nl_msg *message;
	struct nlattr *attribute;
	int left, r = 0;

	memcpy(&header, nlmsg_data(part->message), family->header);
	family->set_device(&header, to->ifindex);
	message = rtnl_message_sized(type, NLM_F_ACK | flags, &header, family->header,
				     part->message->nlmsg_len + GROWTH);
	if (!message)
		return NULL;
	nlmsg_for_each_attr (attribute, part->message, family->header, left)
		if (r == 0)
			r = family->copy(message, attribute, from, to);
	if (r < 0) {
		nlmsg_free(message);
		return NULL;
	}
	return message;
}

/* The first that failed. */
struct results {
	int error; /* -errno; 0: none has */
	size_t failed;
};

/* What is as it should be already is no failure. */
static void read_result(size_t index, struct nlmsghdr *answer, void *data)
{
	struct results *results = data;
	int r = rtnl_answer_error(answer);

	if (r == 0 || r == -EEXIST || r == -ESRCH || r == -EADDRNOTAVAIL ||
	    r == -ENOENT || results->error)
		return;
	results->error = r;
	results->failed = index;
}

static int send_some(struct nl_sock *socket, struct nl_msg **messages, size_t count,
		     struct results *results, struct error *err)
{
	int r = rtnl_talk(socket, messages, count, read_result, results, err);

	for (size_t i = 0; i < count; i++)
		nlmsg_free(messages[i]);
	return r;
}

static int failed(const struct part *part, int number, const struct link_ref *to,
		  struct error *err)
{
	static const char *const words[] = {"an address", "a route", "a neighbour"};

	return error_set(err, -number, "cannot bring %s to %s: %s",
			 words[part->family - families], to->name, strerror(-number));
}

/* One turn's parts: made on to, or, out, taken from from. */
static int send_turn(struct nl_sock *socket, const struct parts *parts, int turn,
		     bool out, const struct link_ref *from, const struct link_ref *to,
		     struct error *err)
{
	struct nl_msg *messages[BATCH_MAX];
	const struct part *sent[BATCH_MAX];
	struct results results = {};
	size_t count = 0;
	int r = 0;

	for (size_t i = 0; i <= parts->count && r == 0; i++) {
		const struct part *part = &parts->all[i];

		if (count == BATCH_MAX || (count && i == parts->count)) {
			results = (struct results){};
			r = send_some(socket, messages, count, &results, err);
			if (r == 0 && results.error)
				r = failed(sent[results.failed], results.error, to, err);
			count = 0;
		}
		if (r < 0 || i == parts->count || part->turn != turn)
			continue;
		sent[count] = part;
		messages[count] =
			out ? rewrite(part, part->family->take_out, 0, from, from)
			    : rewrite(part, part->family->make, NLM_F_CREATE, from, to);
		if (!messages[count++])
			r = error_set(err, ENOMEM, "no memory for a message");
	}
	return r;
}

enum { TURNS = 4 };

static int take_out(struct nl_sock *socket, const struct parts *parts,
		    const struct link_ref *from, struct error *err)
{
	int r = 0;

	for (int turn = TURNS; r == 0 && turn-- > 0;)
		r = send_turn(socket, parts, turn, true, from, from, err);
	return r;
}

int addresses_move(struct nl_sock *socket, const struct link_ref *from,
		   const struct link_ref *to, struct error *err)
{
	_cleanup_(parts_clear) struct parts parts = {};
	_cleanup_(parts_clear) struct parts left = {};
	int r = parts_read(socket, from->ifindex, &parts, err);

	for (int turn = 0; r == 0 && turn < TURNS; turn++)
		r = send_turn(socket, &parts, turn, false, from, to, err);
	if (r == 0)
		r = take_out(socket, &parts, from, err);
	/* An address that goes may leave a route that it had not told of before. */
	if (r == 0)
		r = parts_read(socket, from->ifindex, &left, err);
	if (r == 0)
		r = take_out(socket, &left, from, err);
	return r < 0 ? error_within(err, "%s", from->name) : 0;
}
