/* facts.c - what doctor looks at, once and before it decides anything */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/doctor/facts.h"

#include <errno.h>
#include <net/if_arp.h>
#include <string.h>

#include "hook/doctor/legacy_firewall.h"
#include "hook/doctor/routed_fact.h"
#include "hook/guest/added_tap.h"
#include "netcore/cleanup.h"

void facts_clear(struct facts *facts)
{
	for (size_t i = 0; i < facts->device_count; i++)
		host_addresses_clear(&facts->devices[i].has);
	free(facts->devices);
	free(facts->nics);
	free(facts->added);
	firewall_clear(&facts->firewall);
	filter_drops_clear(&facts->drops);
	host_files_clear(&facts->files);
	host_view_clear(&facts->view);
	link_list_clear(&facts->links);
}

const struct device_fact *facts_device(const struct facts *facts, const struct link *link)
{
	for (size_t i = 0; i < facts->device_count; i++)
		if (facts->devices[i].link == link)
			return &facts->devices[i];
	return NULL;
}

const struct link *facts_uplink(const struct bridge_view *bridge)
{
	for (size_t i = 0; i < bridge->port_count; i++)
		if (bridge->ports[i].owner.kind == OWNER_UPLINK)
			return bridge->ports[i].link;
	return NULL;
}

bool facts_has_guest(const struct bridge_view *bridge)
{
	for (size_t i = 0; i < bridge->port_count; i++)
		if (bridge->ports[i].link->kind == LINK_TAP)
			return true;
	return false;
}

/* --- devices */

/* NET_ADDR_SET in linux/netdevice.h; a bridge then keeps it:
 * br_stp_recalculate_bridge_id() in the kernel's net/bridge/br_stp_if.c. */
static bool mac_is_set(const char *device)
{
	_cleanup_(cleanup_file) FILE *in = NULL;
	char path[64];
	int type = 0;

	snprintf(path, sizeof(path), "/sys/class/net/%s/addr_assign_type", device);
	in = fopen(path, "re");
	return in && fscanf(in, "%d", &type) == 1 && type == 3;
}

/* A NIC, a bond, or one end of a veth; not what lies on top of another device. */
static bool may_be_uplink(const struct link *link)
{
	return link->hardware == ARPHRD_ETHER && link->kind == LINK_OTHER &&
	       !link->far_end &&
	       (!link->type[0] || !strcmp(link->type, "veth") ||
		!strcmp(link->type, "bond") || !strcmp(link->type, "team"));
}

static void look_at_device(struct net *net, struct facts *facts, const struct link *link)
{
	struct device_fact *device = &facts->devices[facts->device_count++];
	uint32_t ifindex = link->ref.ifindex;

	*device = (struct device_fact){.link = link,
				       .mac_is_set = mac_is_set(link->ref.name)};
	device->has_addresses = net->ops->has_addresses(net->self, ifindex, NULL) == 1;
	uplink_manager_find(&link->ref, device->manager);
	if (link->kind == LINK_OTHER)
		device->is_station = net->ops->is_station(net->self, link, NULL) == 1;
	if (!device->has_addresses)
		return;
	net->ops->list_addresses(net->self, ifindex, &device->has, NULL);
	host_addresses_settle(&device->has, false);
	net->ops->read_settings(net->self, IP_SETTINGS_ALL, link->ref.name,
				&device->settings, NULL);
}

static int look_at_host_devices(struct net *net, struct facts *facts, struct error *err)
{
	facts->devices = calloc(facts->links.count + 1, sizeof(*facts->devices));
	if (!facts->devices)
		return error_set(err, ENOMEM, "no memory for the devices");
	for (size_t i = 0; i < facts->links.count; i++) {
		const struct link *link = &facts->links.links[i];

		if (link->kind == LINK_BRIDGE || may_be_uplink(link) ||
		    (link->is_port && link->kind == LINK_OTHER))
			look_at_device(net, facts, link);
	}
	return 0;
}

/* --- guests */

/* Its name alone. */
static void look_for_manager(struct nic_fact *fact)
{
	char text[UPLINK_MANAGER_TEXT];

	uplink_manager_find(&fact->tap->ref, text);
	snprintf(fact->manager, sizeof(fact->manager), "%.*s", (int)strcspn(text, " "),
		 text);
}

static void add_nics(struct net *net, struct facts *facts, const struct guest *guest,
		     pid_t pid)
{
	for (size_t i = 0; i < guest->nic_count; i++) {
		const struct nic *nic = &guest->nics[i];
		struct nic_fact *fact = &facts->nics[facts->nic_count];

		if (!nic->target || !nic_is_governed(nic))
			continue;
		*fact = (struct nic_fact){.guest = guest, .nic = nic, .pid = pid};
		fact->tap = link_list_find(&facts->links, nic->target);
		if (fact->tap)
			look_for_manager(fact);
		if (facts->rules)
			fact->rule = port_rules_find(facts->rules, nic->target);
		if (fact->tap && !fact->tap->master.ifindex)
			routed_fact_look(net, fact);
		facts->nic_count++;
	}
}

static bool is_hand_run(const struct holder *holder)
{
	return holder->is_qemu && !holder->is_libvirts && holder->is_here;
}

/* The guest that `onebridge tap add` was told of. */
struct added_fact {
	struct added_tap tap;
	struct link_ref ref;
	struct guest guest;
	struct nic nic;
};

static void add_added(struct net *net, struct facts *facts, const struct kept_tap *kept,
		      struct added_fact *fact)
{
	const struct link *link = link_list_find(&facts->links, kept->tap.name);

	if (!kept->added.on || !link || !link_ref_same(&link->ref, &kept->tap))
		return;
	fact->ref = kept->tap;
	fact->tap = (struct added_tap){.name = fact->ref.name,
				       .guest = kept->guest,
				       .queues = 1U + link->tap.multi_queue,
				       .added = kept->added};
	fact->guest = added_tap_guest(&fact->tap, &fact->nic);
	add_nics(net, facts, &fact->guest, 0);
}

static bool add_all_added(struct net *net, struct facts *facts)
{
	const struct kept_taps *kept = &facts->evidence->kept;

	facts->added = calloc(kept->count + 1, sizeof(*facts->added));
	for (size_t i = 0; facts->added && i < kept->count; i++)
		add_added(net, facts, &kept->all[i], &facts->added[i]);
	return facts->added;
}

/* libvirt's, those that somebody has started by hand, and those of programs that run no
 * script. */
static int look_at_guests(struct net *net, struct facts *facts, struct error *err)
{
	const struct evidence *evidence = facts->evidence;
	size_t count = 1 + evidence->kept.count;

	for (size_t i = 0; i < evidence->guest_count; i++)
		count += evidence->guests[i].nic_count;
	for (size_t i = 0; i < evidence->holders.count; i++)
		count += evidence->holders.all[i].guest.nic_count;
	facts->nics = calloc(count, sizeof(*facts->nics));
	if (!facts->nics)
		return error_set(err, ENOMEM, "no memory for the guests");
	for (size_t i = 0; i < evidence->guest_count; i++)
		add_nics(net, facts, &evidence->guests[i], 0);
	for (size_t i = 0; i < evidence->holders.count; i++)
		if (is_hand_run(&evidence->holders.all[i]))
			add_nics(net, facts, &evidence->holders.all[i].guest,
				 evidence->holders.all[i].pid);
	if (!add_all_added(net, facts))
		return error_set(err, ENOMEM, "no memory for the guests");
	return 0;
}

/* Without one, nothing is missed where libvirt does not answer. */
static bool has_libvirt_guest(const struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->holders.count; i++)
		if (evidence->holders.all[i].is_libvirts)
			return true;
	for (size_t i = 0; i < evidence->kept.count; i++)
		if (evidence->kept.all[i].id.kind == STATE_GUEST)
			return true;
	return false;
}

static void look_at_owners(struct facts *facts)
{
	for (size_t i = 0; i < facts->view.bridge_count; i++)
		for (size_t j = 0; j < facts->view.bridges[i].port_count; j++) {
			struct port_view *port = &facts->view.bridges[i].ports[j];

			if (port->link->kind == LINK_TAP)
				port->owner = tap_owner(port->link, facts->evidence);
		}
}

/* --- the host */

static bool is_on(const char *path)
{
	_cleanup_(cleanup_file) FILE *in = fopen(path, "re");
	int value = 0;

	return in && fscanf(in, "%d", &value) == 1 && value;
}

static void look_at_host(struct net *net, struct facts *facts)
{
	static const char *const calls[NF_CALLS] = {
		[NF_CALL_IPTABLES] = "/proc/sys/net/bridge/bridge-nf-call-iptables",
		[NF_CALL_IP6TABLES] = "/proc/sys/net/bridge/bridge-nf-call-ip6tables",
		[NF_CALL_ARPTABLES] = "/proc/sys/net/bridge/bridge-nf-call-arptables",
	};
	struct link bridge;

	for (size_t i = 0; i < NF_CALLS; i++)
		facts->nf_call[i] = is_on(calls[i]);
	facts->forwards[0] = is_on("/proc/sys/net/ipv4/ip_forward");
	facts->forwards[1] = is_on("/proc/sys/net/ipv6/conf/all/forwarding");
	if (net->ops->find_default_bridge(net->self, &bridge, NULL) == 0)
		facts->default_bridge = bridge.ref.ifindex;
}

static void note_unseen(struct facts *facts)
{
	if (facts->evidence->holders.hidden)
		facts->unseen |= 1U << SIGHT_PROCESSES;
	if (access(STATE_FOLDER, F_OK) == 0 && access(STATE_FOLDER, R_OK) < 0)
		facts->unseen |= 1U << SIGHT_STATES;
	if (!facts->libvirt_answers && has_libvirt_guest(facts->evidence))
		facts->unseen |= 1U << SIGHT_LIBVIRT;
}

int facts_look(struct net *net, struct facts *facts, struct error *err)
{
	int r = net->ops->look_all(net->self, NULL, &facts->links, err);

	if (r < 0)
		return r;
	r = host_view_make(&facts->links, NULL, &facts->view, err);
	if (r < 0)
		return r;
	r = look_at_host_devices(net, facts, err);
	if (r < 0)
		return r;
	r = look_at_guests(net, facts, err);
	if (r < 0)
		return r;
	look_at_owners(facts);
	look_at_host(net, facts);
	if (facts->rules && port_rules_filter(facts->rules))
		filter_drops_read(&facts->drops, NULL);
	note_unseen(facts);
	host_files_look(facts->evidence, facts->libvirt_answers, &facts->files);
	r = firewall_read(&facts->firewall, NULL);
	if (r == -EPERM)
		facts->unseen |= 1U << SIGHT_FIREWALL;
	else
		legacy_firewall_read(&facts->firewall);
	return 0;
}
