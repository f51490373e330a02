/* kernel_ask.c - what the real kernel is asked */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/kernel_ask.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "netcore/kernel/addresses.h"
#include "netcore/kernel/announce.h"
#include "netcore/kernel/host_addresses_dump.h"
#include "netcore/kernel/fdb_message.h"
#include "netcore/kernel/filter_table.h"
#include "netcore/kernel/ip_rule.h"
#include "netcore/kernel/link_message.h"
#include "netcore/kernel/vlan_message.h"

int kernel_no_memory(struct error *err)
{
	return error_set(err, ENOMEM, "no memory for a message to the kernel");
}

/* Replies that surely fit in libnl's receive buffer of 32 KiB: all of them wait there
 * before the first is read, and the kernel drops what does not fit. */
enum {
	LOOK_BATCH = 8,
	FDB_ASK_MAX = 64, /* entries that are asked for one by one */
};

static struct nl_msg *look_message(const struct look *look)
{
	switch (look->kind) {
	case LOOK_NAME:
		return link_message_ask(look->name, 0);
	case LOOK_IFINDEX:
		return link_message_ask(NULL, look->ifindex);
	}
	return NULL;
}

struct looks_answered {
	struct look *looks;
	int failed; /* 0 or the -errno of a device that cannot be looked at */
};

static void read_look(size_t index, struct nlmsghdr *message, void *data)
{
	struct looks_answered *answered = data;
	struct look *look = &answered->looks[index];
	int refused = rtnl_answer_error(message);

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
		vlan_message_read(part, port);
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
	port->vlan_values = (struct vlan_values){};
	r = rtnl_dump(kernel->socket, question, read_port_vlans, port, err);
	if (r == -ENODEV || r == -EOPNOTSUPP)
		return 0;
	return r < 0 ? error_within(err, "cannot look at a port's VLANs") : 0;
}

struct port_dump {
	const struct link *port;
	struct fdb *fdb;
};

/* An entry of a VLAN that the port no longer carries can neither be used nor removed. */
static bool read_port_entry(struct nlmsghdr *part, void *data)
{
	const struct port_dump *dump = data;
	struct fdb_entry entry;

	if (fdb_message_read(part, &entry) && !entry.learnt && !entry.local &&
	    entry.port.ifindex == dump->port->ref.ifindex &&
	    (!entry.key.vlan || vlan_set_has(&dump->port->vlans, entry.key.vlan)))
		fdb_put(dump->fdb, &entry);
	return true;
}

static int look_port_fdb(struct kernel *kernel, const struct link *port, struct fdb *fdb,
			 struct error *err)
{
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		fdb_message_ask_port(port->ref.ifindex);
	struct port_dump dump = {.port = port, .fdb = fdb};
	int r;

	if (!question)
		return kernel_no_memory(err);
	r = rtnl_dump(kernel->socket, question, read_port_entry, &dump, err);
	if (r == -ENODEV)
		return 0;
	return r == 0 && fdb->no_memory ? kernel_no_memory(err) : r;
}

int kernel_look_port(void *self, struct link *port, struct fdb *fdb, struct error *err)
{
	int r = look_port_vlans(self, port, err);

	return r < 0 || !fdb ? r : look_port_fdb(self, port, fdb, err);
}

/* RTM_GETNEIGH of one FDB entry came with 5.0; an older kernel answers with an error, and
 * nothing is found. */
static void read_entry(size_t index, struct nlmsghdr *message, void *data)
{
	struct fdb_entry entry;

	if (fdb_message_read(message, &entry))
		fdb_put(data, &entry);
}

static int look_entries(struct kernel *kernel, const struct fdb_key *keys, size_t count,
			struct fdb *fdb, struct error *err)
{
	struct nl_msg *messages[LOOK_BATCH] = {};
	size_t made = 0;
	int r;

	while (made < count && (messages[made] = fdb_message_ask(&keys[made])))
		made++;
	r = made < count
		    ? kernel_no_memory(err)
		    : rtnl_talk(kernel->socket, messages, count, read_entry, fdb, err);
	for (size_t i = 0; i < made; i++)
		nlmsg_free(messages[i]);
	return r;
}

static int look_each(struct kernel *kernel, const struct fdb_key *keys, size_t count,
		     struct fdb *fdb, struct error *err)
{
	for (size_t i = 0; i < count; i += LOOK_BATCH) {
		size_t length = count - i < LOOK_BATCH ? count - i : LOOK_BATCH;
		int r = look_entries(kernel, &keys[i], length, fdb, err);

		if (r < 0)
			return r;
	}
	return 0;
}

struct bridge_dump {
	struct fdb wanted; /* by key alone */
	struct fdb *fdb;
};

static bool read_wanted_entry(struct nlmsghdr *part, void *data)
{
	const struct bridge_dump *dump = data;
	struct fdb_entry entry;

	if (fdb_message_read(part, &entry) && fdb_find(&dump->wanted, &entry.key))
		fdb_put(dump->fdb, &entry);
	return true;
}

static int dump_bridge(struct kernel *kernel, uint32_t ifindex, struct bridge_dump *dump,
		       struct error *err)
{
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		fdb_message_ask_bridge(ifindex);
	int r;

	if (!question)
		return kernel_no_memory(err);
	r = rtnl_dump(kernel->socket, question, read_wanted_entry, dump, err);
	return r == -ENODEV ? 0 : r; /* it has gone, and its entries with it */
}

/* A trunk's MAC is looked for in up to 4,094 VLANs: its bridge tells sooner what it has.
 */
static int look_by_bridge(struct kernel *kernel, const struct fdb_key *keys, size_t count,
			  struct fdb *fdb, struct error *err)
{
	struct bridge_dump dump = {.fdb = fdb};
	uint32_t last = 0;
	int r = 0;

	for (size_t i = 0; i < count; i++)
		fdb_put(&dump.wanted, &(struct fdb_entry){.key = keys[i]});
	if (dump.wanted.no_memory)
		r = kernel_no_memory(err);
	for (size_t i = 0; r == 0 && i < dump.wanted.count; i++) {
		uint32_t bridge = dump.wanted.entries[i].key.bridge;

		if (bridge != last)
			r = dump_bridge(kernel, bridge, &dump, err);
		last = bridge;
	}
	fdb_clear(&dump.wanted);
	return r;
}

int kernel_forget_filter(void *self, const struct link_ref *tap, struct error *err)
{
	return filter_table_forget(tap, err);
}

int kernel_look_filter(void *self, struct link *tap, struct error *err)
{
	int r = filter_table_look(&tap->ref, &tap->filter, err);

	return r < 0 ? error_within(err, "cannot look at the filter of %s", tap->ref.name)
		     : 0;
}

int kernel_look_fdb(void *self, const struct fdb_key *keys, size_t count, struct fdb *fdb,
		    struct error *err)
{
	int r = count > FDB_ASK_MAX ? look_by_bridge(self, keys, count, fdb, err)
				    : look_each(self, keys, count, fdb, err);

	return r == 0 && fdb->no_memory ? kernel_no_memory(err) : r;
}

int kernel_has_addresses(void *self, uint32_t ifindex, struct error *err)
{
	struct kernel *kernel = self;

	return addresses_any(kernel->socket, ifindex, err);
}

void kernel_announce(void *self, const struct link_ref *device)
{
	struct kernel *kernel = self;

	announce_addresses(kernel->socket, device);
}

int kernel_list_rules(void *self, const char *device, char *ret, size_t size,
		      struct error *err)
{
	struct kernel *kernel = self;

	return ip_rule_list(kernel->socket, device, ret, size, err);
}

int kernel_list_addresses(void *self, uint32_t ifindex, struct host_addresses *ret,
			  struct error *err)
{
	struct kernel *kernel = self;

	return host_addresses_dump(kernel->socket, ifindex, ret, err);
}
