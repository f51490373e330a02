/* kernel.c - the real kernel, behind net_ops: rtnetlink, /dev/net/tun and one file of
 * /proc/sys */
#include "netcore/kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/socket.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/utsname.h>

#include "netcore/addresses.h"
#include "netcore/fdb_message.h"
#include "netcore/link_message.h"
#include "netcore/plan_text.h"
#include "netcore/rtnl.h"
#include "netcore/tap.h"
#include "netcore/vlan_message.h"

/* A TAP that was made and is not yet kept. */
struct new_tap {
	int fd;
	uint32_t ifindex;
};

struct kernel {
	struct nl_sock *socket;
	struct new_tap *taps;
	size_t tap_count;
};

/* What came back for one message: its part that was asked for. */
struct answer {
	const struct step *step; /* that the message began with */
	int result;              /* 0 or -errno */
	char text[96];           /* what the kernel says beyond the number */
	struct link link;
	uint32_t ifindex;
};

static int no_memory(struct error *err)
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
static int ask_link(struct kernel *kernel, const char *name, uint32_t ifindex,
		    struct link *ret, struct error *err)
{
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		link_message_ask(name, ifindex);
	struct answer answer = {};
	int r;

	if (!question)
		return no_memory(err);
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

static int kernel_look(void *self, const char *name, struct link *ret, struct error *err)
{
	return ask_link(self, name, 0, ret, err);
}

static int kernel_look_at(void *self, uint32_t ifindex, struct link *ret,
			  struct error *err)
{
	return ask_link(self, NULL, ifindex, ret, err);
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

static int kernel_look_vlans(void *self, uint32_t ifindex, struct vlan_set *ret,
			     struct error *err)
{
	struct kernel *kernel = self;
	_cleanup_(rtnl_message_free) struct nl_msg *question = vlan_message_ask(ifindex);
	struct vlans_of vlans = {.ifindex = ifindex};
	int r;

	if (!question)
		return no_memory(err);
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

static int kernel_find_vlan_device(void *self, uint32_t bridge,
				   const struct vlan_set *vlans, struct link_ref *ret,
				   uint16_t *ret_vlan, struct error *err)
{
	struct kernel *kernel = self;
	_cleanup_(rtnl_message_free) struct nl_msg *question = vlan_message_ask_devices();
	struct vlan_devices devices = {.vlans = vlans};
	struct link below;
	int r;

	if (!question)
		return no_memory(err);
	r = rtnl_dump(kernel->socket, question, read_vlan_device, &devices, err);
	for (size_t i = 0; r >= 0 && i < devices.count; i++) {
		r = ask_link(kernel, NULL, devices.found[i].below, &below, err);
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
static int kernel_find_mac(void *self, uint32_t bridge, const uint8_t mac[MAC_BYTES],
			   uint32_t *ret_ifindex, struct error *err)
{
	struct kernel *kernel = self;
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		fdb_message_ask(bridge, mac);
	struct answer answer = {};
	int r;

	if (!question)
		return no_memory(err);
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

static int kernel_look_fixed(void *self, struct link *port, struct error *err)
{
	struct kernel *kernel = self;
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		fdb_message_ask_port(port->ref.ifindex);
	struct fixed_count fixed = {.port = port};
	unsigned everywhere = 1 + vlan_set_count(&port->vlans);
	int r;

	if (!question)
		return no_memory(err);
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

static int kernel_has_addresses(void *self, uint32_t ifindex, struct error *err)
{
	struct kernel *kernel = self;

	return addresses_any(kernel->socket, ifindex, err);
}

static int kernel_list_addresses(void *self, uint32_t ifindex, struct host_addresses *ret,
				 struct error *err)
{
	struct kernel *kernel = self;

	return host_addresses_read(kernel->socket, ifindex, ret, err);
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
static int kernel_free_ifindex(void *self, uint32_t *ret, struct error *err)
{
	struct kernel *kernel = self;
	struct ifinfomsg header = {.ifi_family = AF_UNSPEC};
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		rtnl_message(RTM_GETLINK, NLM_F_DUMP, &header, sizeof(header));
	uint32_t highest = 0;
	int r;

	if (!question)
		return no_memory(err);
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
		return no_memory(err);
	r = rtnl_open(&socket, err);
	return r < 0 ? r : rtnl_dump(socket, question, read_route, ret, err);
}

static int kernel_find_default_bridge(void *self, struct link *ret, struct error *err)
{
	static const int families[] = {AF_INET, AF_INET6};
	struct kernel *kernel = self;

	for (size_t i = 0; i < ARRAY_SIZE(families); i++) {
		struct default_routes routes = {};
		struct link link;
		int r = find_default_routes(families[i], &routes, err);

		for (size_t j = 0; r >= 0 && j < routes.count; j++) {
			r = ask_link(kernel, NULL, routes.ifindex[j], &link, err);
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

static int kernel_make_tap(void *self, const char *name, const struct tap *tap,
			   uint32_t *ret_ifindex, struct error *err)
{
	struct kernel *kernel = self;
	_cleanup_(cleanup_fd) int fd = -1;
	struct new_tap *taps;
	struct link link;
	int r = tap_make(name, tap, &fd, err);

	if (r == 0)
		r = ask_link(kernel, name, 0, &link, err);
	if (r == 1)
		r = error_set(err, ENODEV, "it vanished at once");
	if (r < 0) {
		snprintf(err->device, sizeof(err->device), "%s", name);
		return error_within(err, "cannot make the TAP %s", name);
	}
	taps = reallocarray(kernel->taps, kernel->tap_count + 1, sizeof(*taps));
	if (!taps)
		return no_memory(err);
	kernel->taps = taps;
	taps[kernel->tap_count++] =
		(struct new_tap){.fd = fd, .ifindex = link.ref.ifindex};
	fd = -1;
	*ret_ifindex = link.ref.ifindex;
	return 0;
}

static struct new_tap *find_new_tap(struct kernel *kernel, const struct link_ref *dev)
{
	for (size_t i = 0; i < kernel->tap_count; i++)
		if (kernel->taps[i].ifindex == dev->ifindex && kernel->taps[i].fd >= 0)
			return &kernel->taps[i];
	return NULL;
}

/* The host's own IPv6 off or on, on a device; where there is no IPv6 at all there is
 * nothing to do. */
static int set_ipv6(const struct step *step)
{
	_cleanup_(cleanup_fd) int fd = -1;
	char path[80];

	snprintf(path, sizeof(path), "/proc/sys/net/ipv6/conf/%s/disable_ipv6",
		 step->dev.name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	return write(fd, step->to.number ? "0" : "1", 1) < 0 ? -errno : 0;
}

static bool step_needs_message(const struct step *step)
{
	return step->kind != STEP_IPV6 && step->kind != STEP_ADDRESSES &&
	       !(step->kind == STEP_TAP && step->to.set);
}

/* A TAP that is none of ours to keep is one that is used again: it is there for good
 * already. */
static int take_directly(struct kernel *kernel, const struct step *step,
			 struct error *err)
{
	struct new_tap *tap;
	int r;

	if (step->kind == STEP_IPV6) {
		r = set_ipv6(step);
		return r < 0 ? error_set(err, -r, "%s", strerror(-r)) : 0;
	}
	if (step->kind == STEP_ADDRESSES)
		return addresses_move(kernel->socket, &step->from.link, &step->to.link,
				      err);
	tap = find_new_tap(kernel, &step->dev);
	r = tap ? tap_keep(tap->fd, err) : 0;
	if (tap && r == 0) {
		close(tap->fd);
		tap->fd = -1;
	}
	return r;
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
	else if (answer->result == -EPERM)
		text = "not permitted; it takes CAP_NET_ADMIN";
	return error_set(err, -answer->result, "%s", text);
}

static int within_step(const struct step *step, struct error *err)
{
	char line[STEP_TEXT];

	step_print(step, line);
	memcpy(err->device, step->dev.name, sizeof(err->device));
	return error_within(err, "%s", line);
}

static void messages_clear(struct nl_msg **messages, size_t count)
{
	for (size_t i = 0; i < count; i++)
		nlmsg_free(messages[i]);
	free(messages);
}

static int talk(struct kernel *kernel, struct nl_msg **messages, struct answer *answers,
		size_t count, struct error *err)
{
	int r = rtnl_talk(kernel->socket, messages, count, read_result, answers, err);

	for (size_t i = 0; r == 0 && i < count; i++)
		if (answers[i].result < 0) {
			refused(answers[i].step, &answers[i], err);
			r = within_step(answers[i].step, err);
		}
	return r;
}

/* The message for the first of these steps, and as many more as it can take. */
static struct nl_msg *next_message(const struct step *steps, size_t count,
				   size_t *ret_taken)
{
	size_t taken = 1;

	while (taken < count && step_shares_message(&steps[taken - 1], &steps[taken]))
		taken++;
	*ret_taken = taken;
	if (steps->kind == STEP_VLAN)
		return vlan_message_steps(steps, taken);
	return steps->kind == STEP_FDB ? fdb_message_step(steps)
				       : link_message_step(steps);
}

static int take_by_message(struct kernel *kernel, const struct step *steps, size_t count,
			   struct error *err)
{
	_cleanup_(cleanup_free) struct answer *answers = calloc(count, sizeof(*answers));
	struct nl_msg **messages = calloc(count, sizeof(*messages));
	size_t made = 0, taken;
	int r = messages && answers ? 0 : no_memory(err);

	for (size_t i = 0; r == 0 && i < count; i += taken) {
		messages[made] = next_message(&steps[i], count - i, &taken);
		if (!messages[made])
			r = no_memory(err);
		else
			answers[made++].step = &steps[i];
	}
	if (r == 0)
		r = talk(kernel, messages, answers, made, err);
	messages_clear(messages, made);
	return r;
}

static int kernel_change(void *self, const struct step *steps, size_t count,
			 struct error *err)
{
	int result = 0;
	size_t run;

	for (size_t i = 0; i < count; i += run) {
		struct error later;
		int r;

		for (run = 0; i + run < count && step_needs_message(&steps[i + run]);
		     run++)
			continue;
		if (run) {
			r = take_by_message(self, &steps[i], run, result ? &later : err);
		} else {
			r = take_directly(self, &steps[i], result ? &later : err);
			if (r < 0)
				within_step(&steps[i], result ? &later : err);
			run = 1;
		}
		if (result == 0)
			result = r;
	}
	return result;
}

static const struct net_ops kernel_ops = {
	.look = kernel_look,
	.look_at = kernel_look_at,
	.look_vlans = kernel_look_vlans,
	.look_fixed = kernel_look_fixed,
	.find_vlan_device = kernel_find_vlan_device,
	.find_mac = kernel_find_mac,
	.has_addresses = kernel_has_addresses,
	.list_addresses = kernel_list_addresses,
	.free_ifindex = kernel_free_ifindex,
	.find_default_bridge = kernel_find_default_bridge,
	.make_tap = kernel_make_tap,
	.change = kernel_change,
};

int kernel_open(struct net *ret, struct error *err)
{
	struct kernel *kernel = calloc(1, sizeof(*kernel));
	struct utsname name;
	int r;

	if (!kernel)
		return no_memory(err);
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
	rtnl_close(&kernel->socket);
	free(kernel);
	*net = (struct net){};
}
