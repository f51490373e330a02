/* kernel_ask.c - what the real kernel is asked */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/kernel_ask.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "netcore/kernel/addresses.h"
#include "netcore/kernel/host_addresses_dump.h"
#include "netcore/kernel/fdb_message.h"
#include "netcore/kernel/link_message.h"
#include "netcore/kernel/vlan_message.h"

int kernel_no_memory(struct error *err)
{
	return error_set(err, ENOMEM, "no memory for a message to the kernel");
}

/* Replies that surely fit in libnl's receive buffer of 32 KiB: all of them wait there
 * before the first is read, and the kernel drops what does not fit. */
enum { LOOK_BATCH = 8 };

static struct nl_msg *look_message(const struct look *look)
{
	switch (look->kind) {
	case LOOK_NAME:
		return link_message_ask(look->name, 0);
	case LOOK_IFINDEX:
		return link_message_ask(NULL, look->ifindex);
	case LOOK_MAC:
		return fdb_message_ask(look->ifindex, look->mac);
	}
	return NULL;
}

struct looks_answered {
	struct look *looks;
	int failed; /* 0 or the -errno of a device that cannot be looked at */
};

/* Only entries that somebody has set count: a guest that migrates here is still known
 * behind the uplink, by what the bridge has learnt. */
static void read_holder(struct nlmsghdr *message, struct look *look)
{
	struct fdb_entry entry;

	look->found = fdb_message_read(message, &entry);
	if (look->found)
		look->link = (struct link){.ref.ifindex = entry.port};
}

/* RTM_GETNEIGH of one FDB entry came with 5.0; an older kernel answers with an error, and
 * nothing is found. */
static void read_look(size_t index, struct nlmsghdr *message, void *data)
{
	struct looks_answered *answered = data;
	struct look *look = &answered->looks[index];
	int refused = rtnl_answer_error(message);

	if (look->kind == LOOK_MAC)
		return read_holder(message, look);
	if (refused < 0 && refused != -ENODEV)
		answered->failed = refused;
	if (message->nlmsg_type != RTM_NEWLINK)
		return;
	link_message_read(message, &look->link);
	look->found =
		look->kind == LOOK_IFINDEX || !strcmp(look->link.ref.name, look->name);
}

static int look_batch(struct kernel *kernel, struct look *looks, size_t count,
		      struct error *err)
{
	struct nl_msg *messages[LOOK_BATCH] = {};
	struct looks_answered answered = {.looks = looks};
	size_t made = 0;
	int r;

	while (made < count && (messages[made] = look_message(&looks[made])))
		made++;
	r = made < count ? kernel_no_memory(err)
			 : rtnl_talk(kernel->socket, messages, count, read_look,
				     &answered, err);
	for (size_t i = 0; i < made; i++)
		nlmsg_free(messages[i]);
	if (r == 0 && answered.failed)
		r = error_set(err, -answered.failed, "cannot look at a device: %s",
			      strerror(-answered.failed));
	return r;
}

int kernel_look(void *self, struct look *looks, size_t count, struct error *err)
{
	for (size_t i = 0; i < count; i += LOOK_BATCH) {
		size_t length = count - i < LOOK_BATCH ? count - i : LOOK_BATCH;
		int r = look_batch(self, &looks[i], length, err);

		if (r < 0)
			return r;
	}
	return 0;
}

static bool read_port_vlans(struct nlmsghdr *part, void *data)
{
	struct link *port = data;

	if (vlan_message_port(part) == port->ref.ifindex)
		vlan_message_read(part, &port->vlans);
	return true;
}

/* A port that has just left its bridge has no VLANs. */
static int look_port_vlans(struct kernel *kernel, struct link *port, struct error *err)
{
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		vlan_message_ask(port->ref.ifindex);
	int r;

	if (!question)
		return kernel_no_memory(err);
	port->vlans = (struct vlan_set){};
	r = rtnl_dump(kernel->socket, question, read_port_vlans, port, err);
	if (r == -ENODEV || r == -EOPNOTSUPP)
		return 0;
	return r < 0 ? error_within(err, "cannot look at a port's VLANs") : 0;
}

/* On how many of its VLANs, and without one, each MAC of a port is fixed for good. */
struct fixed_count {
	const struct link *port;
	struct {
		uint8_t mac[MAC_BYTES];
		unsigned entries;
	} macs[STATIC_MACS_MAX];
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
	fixed->too_many = i == STATIC_MACS_MAX;
	if (fixed->too_many)
		return false;
	if (i == fixed->count)
		memcpy(fixed->macs[fixed->count++].mac, entry.mac, MAC_BYTES);
	fixed->macs[i].entries += entry.sticky;
	return true;
}

static int look_port_fdb(struct kernel *kernel, struct link *port, struct error *err)
{
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
			      port->ref.name, STATIC_MACS_MAX, port->ref.name);
	if (r < 0)
		return r;
	port->static_macs = (struct static_macs){.count = fixed.count};
	for (size_t i = 0; i < fixed.count; i++) {
		memcpy(port->static_macs.macs[i].mac, fixed.macs[i].mac, MAC_BYTES);
		port->static_macs.macs[i].everywhere =
			fixed.macs[i].entries == everywhere;
	}
	return 0;
}

int kernel_look_port(void *self, struct link *port, bool with_fdb, struct error *err)
{
	int r = look_port_vlans(self, port, err);

	return r < 0 || !with_fdb ? r : look_port_fdb(self, port, err);
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
