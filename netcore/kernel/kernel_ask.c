/* kernel_ask.c - what the real kernel is asked */
#include "netcore/kernel/kernel_ask.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <string.h>

#include "netcore/kernel/addresses.h"
#include "netcore/kernel/host_addresses_dump.h"
#include "netcore/kernel/fdb_message.h"
#include "netcore/kernel/link_message.h"
#include "netcore/kernel/vlan_message.h"

/* What came back for one question: the part that was asked for. */
struct answer {
	int result; /* 0 or -errno */
	struct link link;
	uint32_t ifindex;
};

int kernel_no_memory(struct error *err)
{
	return error_set(err, ENOMEM, "no memory for a message to the kernel");
}

static void read_link(size_t index, struct nlmsghdr *message, void *data)
{
	struct answer *answer = data;

	(void)index;
	answer->result = rtnl_answer_error(message);
	if (message->nlmsg_type == RTM_NEWLINK)
		link_message_read(message, &answer->link);
}

/* The question by name, or by number where name is NULL. */
int kernel_ask_link(struct kernel *kernel, const char *name, uint32_t ifindex,
		    struct link *ret, struct error *err)
{
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		link_message_ask(name, ifindex);
	struct answer answer = {};
	int r;

	if (!question)
		return kernel_no_memory(err);
	r = rtnl_talk(kernel->socket, &question, 1, read_link, &answer, err);
	if (r < 0)
		return r;
	if (answer.result == -ENODEV)
		return 1;
	if (answer.result < 0)
		return error_set(err, -answer.result, "cannot look at a device: %s",
				 strerror(-answer.result));
	*ret = answer.link;
	return 0;
}

int kernel_look(void *self, const char *name, struct link *ret, struct error *err)
{
	return kernel_ask_link(self, name, 0, ret, err);
}

int kernel_look_at(void *self, uint32_t ifindex, struct link *ret, struct error *err)
{
	return kernel_ask_link(self, NULL, ifindex, ret, err);
}

struct vlans_of {
	uint32_t ifindex;
	struct vlan_set set;
};

static bool read_vlans(struct nlmsghdr *part, void *data)
{
	struct vlans_of *vlans = data;

	if (vlan_message_port(part) == vlans->ifindex)
		vlan_message_read(part, &vlans->set);
	return true;
}

int kernel_look_vlans(void *self, uint32_t ifindex, struct vlan_set *ret,
		      struct error *err)
{
	struct kernel *kernel = self;
	_cleanup_(rtnl_message_free) struct nl_msg *question = vlan_message_ask(ifindex);
	struct vlans_of vlans = {.ifindex = ifindex};
	int r;

	if (!question)
		return kernel_no_memory(err);
	r = rtnl_dump(kernel->socket, question, read_vlans, &vlans, err);
	if (r == -ENODEV || r == -EOPNOTSUPP) /* it has left its bridge; there are none */
		r = 0;
	if (r < 0)
		return error_within(err, "cannot look at a port's VLANs");
	*ret = vlans.set;
	return 0;
}

/* The VLAN devices of some VLANs. */
struct vlan_devices {
	const struct vlan_set *vlans;
	struct vlan_device found[64]; /* a host has a handful; what is more is not told */
	size_t count;
};

static bool read_vlan_device(struct nlmsghdr *part, void *data)
{
	struct vlan_devices *devices = data;
	struct vlan_device device;

	if (vlan_message_read_device(part, &device) &&
	    vlan_set_has(devices->vlans, device.vlan) &&
	    devices->count < ARRAY_SIZE(devices->found))
		devices->found[devices->count++] = device;
	return true;
}

int kernel_find_vlan_device(void *self, uint32_t bridge, const struct vlan_set *vlans,
			    struct link_ref *ret, uint16_t *ret_vlan, struct error *err)
{
	struct kernel *kernel = self;
	_cleanup_(rtnl_message_free) struct nl_msg *question = vlan_message_ask_devices();
	struct vlan_devices devices = {.vlans = vlans};
	struct link below;
	int r;

	if (!question)
		return kernel_no_memory(err);
	r = rtnl_dump(kernel->socket, question, read_vlan_device, &devices, err);
	for (size_t i = 0; r >= 0 && i < devices.count; i++) {
		r = kernel_ask_link(kernel, NULL, devices.found[i].below, &below, err);
		if (r == 0 && below.master.ifindex == bridge) {
			*ret = devices.found[i].ref;
			*ret_vlan = devices.found[i].vlan;
			return 0;
		}
	}
	return r < 0 ? r : 1;
}

/* Only entries that somebody has set count: a guest that migrates here is still known
 * behind the uplink, by what the bridge has learnt. */
static void read_neighbour(size_t index, struct nlmsghdr *message, void *data)
{
	struct answer *answer = data;
	struct fdb_entry entry;

	(void)index;
	if (fdb_message_read(message, &entry))
		answer->ifindex = entry.port;
}

/* RTM_GETNEIGH of one FDB entry came with 5.0; an older kernel answers with an error, and
 * nothing is found. */
int kernel_find_mac(void *self, uint32_t bridge, const uint8_t mac[MAC_BYTES],
		    uint32_t *ret_ifindex, struct error *err)
{
	struct kernel *kernel = self;
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		fdb_message_ask(bridge, mac);
	struct answer answer = {};
	int r;

	if (!question)
		return kernel_no_memory(err);
	r = rtnl_talk(kernel->socket, &question, 1, read_neighbour, &answer, err);
	if (r < 0)
		return r;
	if (!answer.ifindex)
		return 1;
	*ret_ifindex = answer.ifindex;
	return 0;
}

/* On how many of its VLANs, and without one, each MAC of a port is fixed. */
struct fixed_count {
	const struct link *port;
	struct {
		uint8_t mac[MAC_BYTES];
		unsigned entries;
	} macs[FIXED_MACS_MAX];
	size_t count;
	bool too_many;
};

static bool count_fixed(struct nlmsghdr *part, void *data)
{
	struct fixed_count *fixed = data;
	struct fdb_entry entry;
	size_t i = 0;

	if (!fdb_message_read(part, &entry) || entry.local ||
	    entry.port != fixed->port->ref.ifindex ||
	    (entry.vlan && !vlan_set_has(&fixed->port->vlans, entry.vlan)))
		return true;
	while (i < fixed->count && memcmp(fixed->macs[i].mac, entry.mac, MAC_BYTES) != 0)
		i++;
	fixed->too_many = i == FIXED_MACS_MAX;
	if (fixed->too_many)
		return false;
	if (i == fixed->count)
		memcpy(fixed->macs[fixed->count++].mac, entry.mac, MAC_BYTES);
	fixed->macs[i].entries++;
	return true;
}

int kernel_look_fixed(void *self, struct link *port, struct error *err)
{
	struct kernel *kernel = self;
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		fdb_message_ask_port(port->ref.ifindex);
	struct fixed_count fixed = {.port = port};
	unsigned everywhere = 1 + vlan_set_count(&port->vlans);
	int r;

	if (!question)
		return kernel_no_memory(err);
	r = rtnl_dump(kernel->socket, question, count_fixed, &fixed, err);
	if (fixed.too_many)
		r = error_set(err, E2BIG,
			      "%s has more than %d static entries; take out those that "
			      "nobody needs (bridge fdb show dev %s)",
			      port->ref.name, FIXED_MACS_MAX, port->ref.name);
	if (r < 0)
		return r;
	port->fixed = (struct fixed_macs){.count = fixed.count};
	for (size_t i = 0; i < fixed.count; i++) {
		memcpy(port->fixed.macs[i].mac, fixed.macs[i].mac, MAC_BYTES);
		port->fixed.macs[i].everywhere = fixed.macs[i].entries == everywhere;
	}
	return 0;
}

int kernel_has_addresses(void *self, uint32_t ifindex, struct error *err)
{
	struct kernel *kernel = self;

	return addresses_any(kernel->socket, ifindex, err);
}

int kernel_list_addresses(void *self, uint32_t ifindex, struct host_addresses *ret,
			  struct error *err)
{
	struct kernel *kernel = self;

	return host_addresses_dump(kernel->socket, ifindex, ret, err);
}

static bool read_ifindex(struct nlmsghdr *part, void *data)
{
	struct ifinfomsg *header = nlmsg_data(part);
	uint32_t *highest = data;

	if (part->nlmsg_type == RTM_NEWLINK && (uint32_t)header->ifi_index > *highest)
		*highest = (uint32_t)header->ifi_index;
	return true;
}

/* Above all others, so that the kernel, which counts up, comes to it last. */
int kernel_free_ifindex(void *self, uint32_t *ret, struct error *err)
{
	struct kernel *kernel = self;
	struct ifinfomsg header = {.ifi_family = AF_UNSPEC};
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		rtnl_message(RTM_GETLINK, NLM_F_DUMP, &header, sizeof(header));
	uint32_t highest = 0;
	int r;

	if (!question)
		return kernel_no_memory(err);
	r = rtnl_dump(kernel->socket, question, read_ifindex, &highest, err);
	if (r == 0)
		*ret = highest + 1;
	return r;
}

/* The devices that the default routes of one table go out by. */
struct default_routes {
	uint32_t ifindex[16];
	size_t count;
};

/* A dump comes in the order of the prefixes, so the default routes are its first. */
static bool read_route(struct nlmsghdr *message, void *data)
{
	struct default_routes *routes = data;
	struct rtmsg *header = nlmsg_data(message);
	struct nlattr *attributes[RTA_MAX + 1];

	if (header->rtm_dst_len != 0 || routes->count == ARRAY_SIZE(routes->ifindex) ||
	    nlmsg_parse(message, sizeof(*header), attributes, RTA_MAX, NULL) < 0)
		return false;
	if (header->rtm_type == RTN_UNICAST && attributes[RTA_OIF])
		routes->ifindex[routes->count++] = nla_get_u32(attributes[RTA_OIF]);
	return true;
}

/* On a socket of its own, which is closed in the middle of the dump: a host may have a
 * million routes. */
static int find_default_routes(int family, struct default_routes *ret, struct error *err)
{
	struct rtmsg header = {.rtm_family = (unsigned char)family,
			       .rtm_table = RT_TABLE_MAIN};
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		rtnl_message(RTM_GETROUTE, NLM_F_DUMP, &header, sizeof(header));
	_cleanup_(rtnl_close) struct nl_sock *socket = NULL;
	int r;

	if (!question)
		return kernel_no_memory(err);
	r = rtnl_open(&socket, err);
	return r < 0 ? r : rtnl_dump(socket, question, read_route, ret, err);
}

int kernel_find_default_bridge(void *self, struct link *ret, struct error *err)
{
	static const int families[] = {AF_INET, AF_INET6};
	struct kernel *kernel = self;

	for (size_t i = 0; i < ARRAY_SIZE(families); i++) {
		struct default_routes routes = {};
		struct link link;
		int r = find_default_routes(families[i], &routes, err);

		for (size_t j = 0; r >= 0 && j < routes.count; j++) {
			r = kernel_ask_link(kernel, NULL, routes.ifindex[j], &link, err);
			if (r == 0 && link.kind == LINK_BRIDGE) {
				*ret = link;
				return 0;
			}
		}
		if (r < 0)
			return r;
	}
	return 1;
}
