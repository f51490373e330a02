/* fake_kernel.c - a kernel in memory: keeps links, does what the real one does, fails
 * when told
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fake_kernel.h"

#include <errno.h>
#include <inttypes.h>
#include <net/if_arp.h>
#include <string.h>

#include "netcore/plan_text.h"

static struct link *find(struct fake_kernel *fake, const char *name)
{
	for (size_t i = 0; i < fake->count; i++)
		if (!strcmp(fake->links[i].link.ref.name, name))
			return &fake->links[i].link;
	return NULL;
}

static struct link *find_at(struct fake_kernel *fake, uint32_t ifindex)
{
	for (size_t i = 0; i < fake->count; i++)
		if (fake->links[i].link.ref.ifindex == ifindex)
			return &fake->links[i].link;
	return NULL;
}

static bool call_fails(struct fake_kernel *fake)
{
	return ++fake->calls == fake->fail_at;
}

static int told_to_fail(struct error *err)
{
	return error_set(err, EIO, "the kernel was told to fail");
}

static const struct link *find_by_altname(const struct fake_kernel *fake,
					  const char *name)
{
	for (size_t i = 0; i < fake->count; i++)
		if (*name && !strcmp(fake->links[i].altname, name))
			return &fake->links[i].link;
	return NULL;
}

/* The kernel tells a master's ifindex only, and no VLANs unless asked. */
static void answer_look(struct fake_kernel *fake, struct look *look)
{
	const struct link *link = look->kind == LOOK_NAME ? find(fake, look->name)
							  : find_at(fake, look->ifindex);

	look->found = link;
	if (!link && look->kind == LOOK_NAME)
		link = find_by_altname(fake, look->name);
	if (!link)
		return;
	look->link = *link;
	look->link.vlans = (struct vlan_set){};
	look->link.vlan_values = (struct vlan_values){};
	look->link.filter = (struct filter){};
	memset(look->link.master.name, 0, IFNAMSIZ);
}

static int fake_look(void *self, struct look *looks, size_t count, struct error *err)
{
	if (call_fails(self))
		return told_to_fail(err);
	for (size_t i = 0; i < count; i++)
		answer_look(self, &looks[i]);
	return 0;
}

/* The kernel tells no names. */
static void tell_entry(const struct fdb_entry *entry, struct fdb *ret)
{
	struct fdb_entry told = *entry;

	memset(told.port.name, 0, IFNAMSIZ);
	fdb_put(ret, &told);
}

static int fake_look_port(void *self, struct link *port, struct fdb *fdb,
			  struct error *err)
{
	struct fake_kernel *fake = self;
	const struct link *link = find_at(self, port->ref.ifindex);

	if (call_fails(self))
		return told_to_fail(err);
	port->vlans = link ? link->vlans : (struct vlan_set){};
	port->vlan_values = link ? link->vlan_values : (struct vlan_values){};
	for (size_t i = 0; fdb && i < fake->fdb.count; i++)
		if (fake->fdb.entries[i].port.ifindex == port->ref.ifindex &&
		    !fake->fdb.entries[i].learnt)
			tell_entry(&fake->fdb.entries[i], fdb);
	return 0;
}

static int fake_look_fdb(void *self, const struct fdb_key *keys, size_t count,
			 struct fdb *fdb, struct error *err)
{
	struct fake_kernel *fake = self;

	if (call_fails(self))
		return told_to_fail(err);
	for (size_t i = 0; i < count; i++) {
		const struct fdb_entry *entry = fdb_find(&fake->fdb, &keys[i]);

		if (entry)
			tell_entry(entry, fdb);
	}
	return 0;
}

static int fake_look_filter(void *self, struct link *tap, struct error *err)
{
	const struct link *link = find_at(self, tap->ref.ifindex);

	if (call_fails(self))
		return told_to_fail(err);
	tap->filter = link ? link->filter : (struct filter){};
	tap->filter.known = true;
	return 0;
}

static int fake_look_all(void *self, const char *type, struct link_list *ret,
			 struct error *err)
{
	struct fake_kernel *fake = self;

	if (call_fails(fake))
		return told_to_fail(err);
	*ret = (struct link_list){};
	for (size_t i = 0; i < fake->count; i++)
		if (!type || !strcmp(fake->links[i].link.type, type))
			link_list_add(ret, &fake->links[i].link);
	return 0;
}

static int fake_has_addresses(void *self, uint32_t ifindex, struct error *err)
{
	struct fake_kernel *fake = self;

	return call_fails(fake) ? told_to_fail(err) : fake->addresses_on == ifindex;
}

static bool answers_ip_key(const struct ip_entry *entry, const struct ip_entry *key)
{
	struct ip_entry here = *key;

	if (key->what == IP_NAT || key->dev.ifindex)
		return entry->what == key->what &&
		       entry->dev.ifindex == key->dev.ifindex &&
		       ip_prefix_same(&entry->prefix, &key->prefix);
	here.dev = entry->dev;
	return entry->what == here.what &&
	       (key->what == IP_ADDRESS ? ip_prefix_overlaps(&entry->prefix, &key->prefix)
					: ip_prefix_same(&entry->prefix, &key->prefix));
}

static int fake_look_ip(void *self, const struct ip_entry *keys, size_t count,
			struct ip_entries *ret, struct error *err)
{
	struct fake_kernel *fake = self;

	if (call_fails(self))
		return told_to_fail(err);
	for (size_t i = 0; i < fake->ip.count; i++)
		for (size_t k = 0; k < count; k++)
			if (answers_ip_key(&fake->ip.all[i], &keys[k]))
				ip_entries_put(ret, &fake->ip.all[i]);
	return 0;
}

static int fake_drop_nat(void *self, struct error *err)
{
	return call_fails(self) ? told_to_fail(err) : 0;
}

/* A kernel has few settings here, off as in a new network namespace. */
static int fake_read_settings(void *self, uint64_t which, const char *device,
			      struct option_values *ret, struct error *err)
{
	static const char *const names[] = {"ipv4.forwarding", "ipv4.rp_filter",
					    "ipv6.forwarding", "ipv6.accept_ra",
					    "ipv6.proxy_ndp"};
	const struct fake_kernel *fake = self;
	const struct link *link = find(self, device);

	*ret = link ? link->settings : (struct option_values){};
	if (!strcmp(device, "all"))
		*ret = fake->settings;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		size_t index = option_index(option_find(&ip_settings, names[i]));

		if (!option_values_have(ret, index))
			option_values_set(ret, index, 0);
	}
	return 0;
}

static int fake_find_default_bridge(void *self, struct link *ret, struct error *err)
{
	struct fake_kernel *fake = self;
	struct look look = {.kind = LOOK_NAME};
	int r;

	memcpy(look.name, fake->default_bridge, IFNAMSIZ);
	r = fake_look(self, &look, 1, err);
	if (r < 0 || !look.found)
		return r < 0 ? r : 1;
	*ret = look.link;
	return 0;
}

/* "wlan0" is a station. */
static int fake_is_station(void *self, const struct link *link, struct error *err)
{
	return call_fails(self) ? told_to_fail(err) : !strcmp(link->ref.name, "wlan0");
}

static struct fake_link *add_link(struct fake_kernel *fake, const char *name,
				  uint32_t ifindex)
{
	struct fake_link *added = &fake->links[fake->count++];

	if (fake->count > FAKE_LINKS)
		abort();
	*added = (struct fake_link){.kept = true};
	snprintf(added->link.ref.name, IFNAMSIZ, "%s", name);
	added->link.ref.ifindex = ifindex;
	added->link.hardware = ARPHRD_ETHER;
	added->link.mtu = 1500;
	added->link.txqlen = 1000;
	added->link.ipv6 = (struct link_ipv6){.known = true, .on = true};
	added->link.mac[0] = 2;
	added->link.mac[5] = (uint8_t)ifindex;
	added->link.tap.owner = added->link.tap.group = TAP_NOBODY;
	return added;
}

/* A port that leaves its bridge takes its entries with it. */
static void remove_entries_of(struct fake_kernel *fake, uint32_t port)
{
	for (size_t i = fake->fdb.count; i-- > 0;)
		if (fake->fdb.entries[i].port.ifindex == port)
			fdb_remove(&fake->fdb, &fake->fdb.entries[i].key);
}

/* A device that is down has no routes; one that is gone, nothing. */
static void remove_ip_of(struct fake_kernel *fake, uint32_t ifindex, bool gone)
{
	for (size_t i = fake->ip.count; i-- > 0;) {
		const struct ip_entry entry = fake->ip.all[i];

		if (entry.dev.ifindex == ifindex && entry.what != IP_NAT &&
		    (gone || entry.what == IP_ROUTE))
			ip_entries_remove(&fake->ip, &entry);
	}
}

static void remove_link(struct fake_kernel *fake, struct link *link)
{
	size_t i = (size_t)((struct fake_link *)link - fake->links);

	remove_ip_of(fake, link->ref.ifindex, true);
	remove_entries_of(fake, link->ref.ifindex);
	memmove(&fake->links[i], &fake->links[i + 1],
		(--fake->count - i) * sizeof(fake->links[0]));
}

static int fake_make_tap(void *self, const char *name, const struct tap *tap,
			 uint32_t *ret_ifindex, struct error *err)
{
	struct fake_kernel *fake = self;
	struct fake_link *added;
	uint32_t highest = 0;

	if (call_fails(fake))
		return told_to_fail(err);
	if (find(fake, name))
		return error_set(err, EBUSY, "%s is there already", name);
	for (size_t i = 0; i < fake->count; i++)
		if (fake->links[i].link.ref.ifindex > highest)
			highest = fake->links[i].link.ref.ifindex;
	added = add_link(fake, name, highest + 1);
	added->kept = false;
	added->link.kind = LINK_TAP;
	added->link.tap = *tap;
	*ret_ifindex = added->link.ref.ifindex;
	return 0;
}

/* rtnl_fdb_add(), rtnl_fdb_del() and br_fdb_delete(): the port is one of that bridge's,
 * and an entry is removed only where it is. */
static int entry_objection(struct fake_kernel *fake, const struct step *step,
			   const struct link *bridge)
{
	const struct link *port = find_at(fake, step_device(step)->ifindex);

	if (!port)
		return ENODEV;
	if (port->master.ifindex != bridge->ref.ifindex)
		return EINVAL;
	for (unsigned vlan = step->vlan_first; vlan <= step->vlan_last; vlan++)
		if (vlan && !vlan_set_has(&port->vlans, vlan))
			return EINVAL;
	return 0;
}

/* fib_table_insert(): no second route to the same; fib_check_nh(): none by a device that
 * is down. */
static int route_objection(const struct fake_kernel *fake, const struct step *step,
			   const struct link *link)
{
	if (!step->to.set)
		return 0;
	for (size_t i = 0; i < fake->ip.count; i++)
		if (fake->ip.all[i].what == IP_ROUTE &&
		    ip_prefix_same(&fake->ip.all[i].prefix, &step->prefix))
			return EEXIST;
	return link->up ? 0 : ENETDOWN;
}

/* A setting that all devices have in common. */
static bool is_of_all(const struct step *step)
{
	return step->kind == STEP_HOST_SETTING && !step->dev.ifindex;
}

/* What the kernel would say to the step; 0: it takes it. */
static int objection(struct fake_kernel *fake, const struct step *step,
		     const struct link *link)
{
	if (step->kind == STEP_BRIDGE && step->to.set)
		return link || find(fake, step->dev.name) ? EEXIST : 0;
	if (!link)
		return is_of_all(step) ? 0 : ENODEV;
	if ((step->kind == STEP_OPTION || step->kind == STEP_VLAN ||
	     step->kind == STEP_VLAN_OPTION) &&
	    !link->master.ifindex)
		return EINVAL; /* br_setlink(): it is no port */
	if (step->kind == STEP_VLAN_OPTION && !step_get(step, link).set)
		return ENOENT; /* br_vlan_process_options(): a VLAN is missing */
	if (step->kind == STEP_FDB)
		return entry_objection(fake, step, link);
	if (step->kind == STEP_ROUTE)
		return route_objection(fake, step, link);
	if (step->kind == STEP_MASTER && step->to.set && link->master.ifindex)
		return EBUSY;
	if (step->kind == STEP_MASTER && step->to.set &&
	    !find_at(fake, step->to.link.ifindex))
		return EINVAL;
	return 0;
}

/* A new port has every option, what the table leaves to the kernel is 100 here, and the
 * bridge's VLAN. */
static void choose_by_kernel(struct fake_kernel *fake, struct link *port)
{
	const struct link *bridge = find_at(fake, port->master.ifindex);

	for (size_t i = 0; i < port_options.count; i++)
		if (port->port.value[i] == OPTION_BY_KERNEL)
			option_values_set(&port->port, i, 100);
	vlan_set_put_default(&port->vlans, link_default_pvid(bridge));
}

static void take_entry(struct fake_kernel *fake, const struct step *step,
		       struct link *bridge)
{
	bridge->fdb = &fake->fdb;
	step_simulate(step, bridge);
	bridge->fdb = NULL;
}

static void take_ip(struct fake_kernel *fake, const struct step *step, struct link *link)
{
	link->ip = &fake->ip;
	step_simulate(step, link);
	link->ip = NULL;
	if (step->kind == STEP_LINK && !step->to.number)
		remove_ip_of(fake, link->ref.ifindex, false);
}

static void take_value(struct fake_kernel *fake, const struct step *step,
		       struct link *link)
{
	if (step->kind == STEP_TAP)
		((struct fake_link *)link)->kept = true;
	else if (step->kind == STEP_FDB)
		take_entry(fake, step, link);
	else
		take_ip(fake, step, link);
}

static int take(struct fake_kernel *fake, const struct step *step, struct error *err)
{
	struct link *link = find_at(fake, step->dev.ifindex);
	int refused = objection(fake, step, link);

	if (call_fails(fake))
		return told_to_fail(err);
	if (fake->mortal && fake->steps_left == 0)
		return told_to_fail(err);
	fake->steps_left--;
	if (refused)
		return error_set(err, refused, "%s", strerror(refused));
	if (is_of_all(step)) {
		option_values_set(&fake->settings, option_index(step->option),
				  step->to.number);
		return 0;
	}
	if (step->kind == STEP_BRIDGE && step->to.set) {
		add_link(fake, step->dev.name, step->dev.ifindex)->link.kind =
			LINK_BRIDGE;
		return 0;
	}
	if ((step->kind == STEP_TAP || step->kind == STEP_BRIDGE) && !step->to.set) {
		remove_link(fake, link);
		return 0;
	}
	take_value(fake, step, link);
	if (step->kind == STEP_MASTER && step->to.set)
		choose_by_kernel(fake, link);
	if (step->kind == STEP_MASTER && !step->to.set)
		remove_entries_of(fake, link->ref.ifindex);
	if (fake->watch)
		fake->watch(link, fake->watch_data);
	return 0;
}

/* Like the kernel, it goes on after a step that failed. */
static int fake_change(void *self, const struct step *steps, size_t count,
		       struct error *err)
{
	int result = 0;

	for (size_t i = 0; i < count; i++) {
		struct error later;
		int r = take(self, &steps[i], result ? &later : err);

		if (result == 0)
			result = r;
	}
	return result;
}

static const struct net_ops fake_ops = {
	.look = fake_look,
	.look_port = fake_look_port,
	.look_fdb = fake_look_fdb,
	.look_filter = fake_look_filter,
	.look_all = fake_look_all,
	.look_ip = fake_look_ip,
	.drop_nat = fake_drop_nat,
	.read_settings = fake_read_settings,
	.has_addresses = fake_has_addresses,
	.find_default_bridge = fake_find_default_bridge,
	.is_station = fake_is_station,
	.make_tap = fake_make_tap,
	.change = fake_change,
};

struct net fake_kernel_net(struct fake_kernel *fake)
{
	return (struct net){.ops = &fake_ops, .self = fake, .kernel = "Linux 5.10.0"};
}

void fake_kernel_clear(struct fake_kernel *fake)
{
	fdb_clear(&fake->fdb);
	ip_entries_clear(&fake->ip);
}

struct fake_kernel fake_kernel_copy(const struct fake_kernel *fake)
{
	struct fake_kernel copy = *fake;

	copy.fdb = (struct fdb){};
	copy.ip = (struct ip_entries){};
	for (size_t i = 0; i < fake->ip.count; i++)
		ip_entries_put(&copy.ip, &fake->ip.all[i]);
	for (size_t i = 0; i < fake->fdb.count; i++)
		fdb_put(&copy.fdb, &fake->fdb.entries[i]);
	return copy;
}

void fake_kernel_end(struct fake_kernel *fake)
{
	for (size_t i = fake->count; i-- > 0;)
		if (!fake->links[i].kept)
			remove_link(fake, &fake->links[i].link);
}

static _Noreturn void unknown_word(const char *word)
{
	fprintf(stderr, "have.txt: '%s' is not understood\n", word);
	abort();
}

static uint32_t number(const char *text)
{
	uint32_t value;

	if (!text || text_read_number(text, 0, UINT32_MAX, &value) < 0)
		unknown_word(text ? text : "(nothing)");
	return value;
}

static void join(struct fake_kernel *fake, struct link *link, const char *bridge)
{
	struct link *master = find(fake, bridge);

	if (!master)
		unknown_word(bridge);
	link->master = master->ref;
	link->port = option_values_initial(&port_options);
	link->vlan_values.known = UINT64_MAX;
	choose_by_kernel(fake, link);
}

static void read_option(struct link *link, const char *word, const char *text)
{
	const struct link_option *option = option_find(&port_options, word);
	uint64_t value = 0;

	if (!strcmp(text ? text : "", "unknown") && option)
		link->port.has &= ~(UINT64_C(1) << option_index(option));
	else if (option && text && option_read(option, text, &value) == 0)
		option_values_set(&link->port, option_index(option), value);
	else
		unknown_word(word);
}

/* "vlan 10-20 tagged": as a step has it; "-" takes it out. */
static void read_vlan(struct link *link, const char *range, const char *how)
{
	char line[80];
	struct step step;
	struct error err;

	snprintf(line, sizeof(line), "port vlan:%s - -> %s", range, how);
	if (step_read(line, &step, &err) < 0)
		unknown_word(line);
	step_simulate(&step, link);
}

/* "filter on,dhcp", "sender 192.0.2.10": as a step has them. */
static void read_filter(struct link *link, const char *word, const char *text)
{
	bool sender = !strcmp(word, "sender");
	char line[120];
	struct step step;
	struct error err;

	snprintf(line, sizeof(line), "port %s%s%s - -> %s", word, sender ? ":" : "",
		 sender ? text : "", sender ? "allowed" : text);
	if (step_read(line, &step, &err) < 0)
		unknown_word(line);
	step_simulate(&step, link);
}

/* "vlan.state 10-20 blocking"; "unknown": the kernel does not have it. */
static void read_vlan_option(struct link *link, const char *word)
{
	const char *range = strtok(NULL, " "), *value = strtok(NULL, " ");
	bool unknown = !strcmp(value, "unknown");
	char line[120];
	struct step step;
	struct error err;

	snprintf(line, sizeof(line), "port %s:%s - -> %s", word, range,
		 unknown ? "-" : value);
	if (step_read(line, &step, &err) < 0)
		unknown_word(line);
	if (unknown)
		link->vlan_values.known &= ~(UINT64_C(1) << option_index(step.option));
	else
		step_simulate(&step, link);
}

static void set_bridge_option(struct link *link, const char *name, uint64_t value)
{
	option_values_set(&link->bridge, option_index(option_find(&bridge_options, name)),
			  value);
}

/* "MAC[,VLAN]" */
static void read_key(const char *text, struct fdb_key *ret)
{
	size_t length = strcspn(text ? text : "", ",");
	char mac[MAC_TEXT];

	snprintf(mac, sizeof(mac), "%.*s", (int)length, text ? text : "");
	if (length >= sizeof(mac) || text_read_mac(mac, ret->mac) < 0)
		unknown_word(text ? text : "(nothing)");
	if (text[length])
		ret->vlan = (uint16_t)number(text + length + 1);
}

/* "static", "sticky", "learnt", "local": an entry of that port. */
static bool read_entry(struct fake_kernel *fake, const struct link *port, const char *how)
{
	static const char *const hows[] = {"static", "sticky", "learnt", "local",
					   "external"};
	struct fdb_entry entry = {.port = port->ref,
				  .sticky = !strcmp(how, "sticky"),
				  .learnt = !strcmp(how, "learnt"),
				  .local = !strcmp(how, "local"),
				  .external = !strcmp(how, "external")};

	for (size_t i = 0; i < ARRAY_SIZE(hows); i++)
		if (!strcmp(hows[i], how)) {
			read_key(strtok(NULL, " "), &entry.key);
			entry.key.bridge = port->kind == LINK_BRIDGE
						   ? port->ref.ifindex
						   : port->master.ifindex;
			fdb_put(&fake->fdb, &entry);
			return true;
		}
	return false;
}

static void read_mtu(struct link *link, uint32_t mtu)
{
	link->mtu = mtu;
	link->ipv6.known = link->ipv6.on = mtu >= LINK_IPV6_MTU;
}

/* "address 192.168.17.1/24", "ipv4.forwarding 1" */
static bool read_ip(struct fake_kernel *fake, struct link *link, const char *word)
{
	static const char *const kinds_of_ip[] = {"address", "route", "proxy", "nat"};
	const struct link_option *setting = option_find(&ip_settings, word);
	struct ip_entry entry = {.dev = link->ref};

	if (setting) {
		option_values_set(&link->settings, option_index(setting),
				  number(strtok(NULL, " ")));
		return true;
	}
	for (size_t i = 0; i < ARRAY_SIZE(kinds_of_ip); i++) {
		if (strcmp(kinds_of_ip[i], word) != 0)
			continue;
		entry.what = (enum ip_what)i;
		if (!ip_prefix_read(strtok(NULL, " "), &entry.prefix))
			unknown_word(word);
		ip_entries_put(&fake->ip, &entry);
		return true;
	}
	return false;
}

static bool read_kind(struct link *link, const char *word)
{
	static const char *const kinds[] = {"other", "tap", "bridge"};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i], word)) {
			link->kind = (enum link_kind)i;
			if (link->kind == LINK_BRIDGE)
				set_bridge_option(link, "vlan_default_pvid", 0);
			return true;
		}
	return false;
}

static bool read_flag(struct link *link, const char *word)
{
	const struct {
		const char *word;
		bool *flag;
	} flags[] = {{"up", &link->up},
		     {"nolearning", &link->no_learning},
		     {"multi_queue", &link->tap.multi_queue},
		     {"advertised", &link->advertised},
		     {"persistent", &link->persistent}};

	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		if (!strcmp(flags[i].word, word))
			return *flags[i].flag = true;
	return false;
}

static void read_word(struct fake_kernel *fake, struct link *link, const char *word)
{
	if (read_kind(link, word) || read_flag(link, word) ||
	    read_entry(fake, link, word) || read_ip(fake, link, word))
		return;
	if (!strcmp(word, "no-vlans"))
		link->bridge = (struct option_values){};
	else if (!strcmp(word, "vlan_filtering") || !strcmp(word, "mcast_vlan_snooping"))
		set_bridge_option(link, word, 1);
	else if (!strcmp(word, "filter") || !strcmp(word, "sender"))
		read_filter(link, word, strtok(NULL, " "));
	else if (!strcmp(word, "vxlan"))
		snprintf(link->type, sizeof(link->type), "vxlan");
	else if (!strcmp(word, "default_pvid"))
		set_bridge_option(link, "vlan_default_pvid", number(strtok(NULL, " ")));
	else if (!strcmp(word, "vlan_id")) {
		snprintf(link->type, sizeof(link->type), "vlan");
		link->vlan_id = (uint16_t)number(strtok(NULL, " "));
	} else if (!strcmp(word, "lower"))
		link->lower = find(fake, strtok(NULL, " "))->ref.ifindex;
	else if (!strcmp(word, "addresses"))
		fake->addresses_on = link->ref.ifindex;
	else if (!strcmp(word, "mac"))
		text_read_mac(strtok(NULL, " "), link->mac);
	else if (!strcmp(word, "mtu"))
		read_mtu(link, number(strtok(NULL, " ")));
	else if (!strcmp(word, "owner"))
		link->tap.owner = number(strtok(NULL, " "));
	else if (!strcmp(word, "ipv6"))
		link->ipv6.on = !strcmp(strtok(NULL, " "), "on");
	else if (!strcmp(word, "altname"))
		snprintf(((struct fake_link *)link)->altname, IFNAMSIZ, "%s",
			 strtok(NULL, " "));
	else if (!strcmp(word, "alias"))
		snprintf(link->alias, sizeof(link->alias), "%s", strtok(NULL, " "));
	else if (!strcmp(word, "vlan")) {
		const char *range = strtok(NULL, " ");

		read_vlan(link, range, strtok(NULL, " "));
	} else if (!strncmp(word, "vlan.", 5))
		read_vlan_option(link, word);
	else if (!strcmp(word, "master"))
		join(fake, link, strtok(NULL, " "));
	else
		read_option(link, word, strtok(NULL, " "));
}

static void read_line(struct fake_kernel *fake, char *line)
{
	char *word = strtok(line, " ");
	struct fake_link *added;

	if (!word)
		return;
	if (!strcmp(word, "default-route")) {
		snprintf(fake->default_bridge, IFNAMSIZ, "%s", strtok(NULL, " "));
		return;
	}
	added = add_link(fake, strtok(NULL, " "), number(word));
	while ((word = strtok(NULL, " ")))
		read_word(fake, &added->link, word);
}

void fake_kernel_read(struct fake_kernel *fake, const char *text)
{
	_cleanup_(cleanup_free) char *copy = strdup(text);
	char *rest = copy, *line;

	while ((line = strsep(&rest, "\n"))) {
		line[strcspn(line, "#")] = '\0';
		read_line(fake, line);
	}
}

static void print_vlan_option(FILE *out, const struct link *port, size_t option,
			      unsigned vlan)
{
	struct value value = value_of_vlan_option(port, option, vlan);

	if (value.set && value.number != vlan_options.rows[option].initial)
		fprintf(out, "\tvlan %u %s=%" PRIu64 "\n", vlan,
			vlan_options.rows[option].name, value.number);
}

static void print_settings(FILE *out, const struct link *link)
{
	for (size_t i = 0; link->kind == LINK_TAP && i < ip_settings.count; i++)
		if (option_values_have(&link->settings, i) && link->settings.value[i])
			fprintf(out, "\t%s=%" PRIu64 "\n", ip_settings.rows[i].name,
				link->settings.value[i]);
}

static void print_link(FILE *out, const struct link *link)
{
	char mac[MAC_TEXT], vlans[200];

	text_print_mac(link->mac, mac);
	vlan_set_print(&link->vlans, vlans, sizeof(vlans));
	fprintf(out,
		"%u %s %d up=%d mac=%s mtu=%u txqlen=%u ipv6=%d master=%u alias=%s "
		"tap=%d,%u,%u vlans=%s\n",
		link->ref.ifindex, link->ref.name, (int)link->kind, link->up, mac,
		link->mtu, link->txqlen, link->ipv6.on, link->master.ifindex, link->alias,
		link->tap.multi_queue, link->tap.owner, link->tap.group, vlans);
	for (unsigned vlan = VLAN_MIN; vlan <= VLAN_MAX; vlan++)
		for (size_t i = 0; i < vlan_options.count; i++)
			print_vlan_option(out, link, i, vlan);
	for (size_t i = 0; i < port_options.count; i++)
		if (option_values_have(&link->port, i))
			fprintf(out, "\t%s=%" PRIu64 "\n", port_options.rows[i].name,
				link->port.value[i]);
	print_settings(out, link);
}

static int compare_ip(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct ip_entry));
}

static void print_ip(FILE *out, const struct fake_kernel *fake)
{
	if (fake->ip.count)
		qsort(fake->ip.all, fake->ip.count, sizeof(struct ip_entry), compare_ip);
	for (size_t i = 0; i < fake->ip.count; i++) {
		char text[IP_PREFIX_TEXT];

		ip_prefix_print(&fake->ip.all[i].prefix, text);
		fprintf(out, "%d %s of %u\n", (int)fake->ip.all[i].what, text,
			fake->ip.all[i].dev.ifindex);
	}
}

static void print_entry(FILE *out, const struct fdb_entry *entry)
{
	char mac[MAC_TEXT];

	text_print_mac(entry->key.mac, mac);
	fprintf(out, "%u %s,%u behind %u sticky=%d learnt=%d local=%d\n",
		entry->key.bridge, mac, entry->key.vlan, entry->port.ifindex,
		entry->sticky, entry->learnt, entry->local);
}

char *fake_kernel_print(const struct fake_kernel *fake)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	for (size_t i = 0; i < fake->count; i++)
		print_link(out, &fake->links[i].link);
	for (size_t i = 0; i < fake->fdb.count; i++)
		print_entry(out, &fake->fdb.entries[i]);
	print_ip(out, fake);
	fclose(out);
	return text;
}
