/* test_show.c - what show makes of a host: from plain values to the table, JSON and the
 * picture, and from what is known of a TAP to who is behind it
 *
 * What it is to look like is in show/. With GOLDEN_UPDATE set, that is written anew.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "test.h"

#include <json-c/json.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "hook/host/tap_owner.h"
#include "hook/show/host_warning.h"
#include "hook/show/output.h"
#include "hook/show/port_text.h"
#include "hook/show/show_dot.h"
#include "hook/show/show_html.h"
#include "hook/show/show_json.h"
#include "hook/show/show_metrics.h"
#include "hook/show/show_table.h"
#include "netcore/utf8.h"

/* --- a host, as plain values */

static struct link links[16];
static struct link_list list;

static struct link *add_link(const char *name, enum link_kind kind, const char *word)
{
	struct link *link = &links[list.count++];

	*link = (struct link){.kind = kind,
			      .up = true,
			      .carrier = true,
			      .mtu = 1500,
			      .mac = {0x52, 0x54, 0, 0, 0, (uint8_t)list.count}};
	snprintf(link->ref.name, sizeof(link->ref.name), "%s", name);
	link->ref.ifindex = (uint32_t)list.count;
	snprintf(link->type, sizeof(link->type), "%s", word);
	list.links = links;
	return link;
}

static void set_option(struct link *link, const char *name, uint32_t value)
{
	option_values_set(&link->port, option_index(option_find(&port_options, name)),
			  value);
}

static void set_bridge_option(struct link *link, const char *name, uint64_t value)
{
	option_values_set(&link->bridge, option_index(option_find(&bridge_options, name)),
			  value);
}

static struct link *add_port(const char *name, uint32_t bridge, enum link_kind kind,
			     const char *word)
{
	struct link *link = add_link(name, kind, word);

	link->is_port = true;
	link->state = PORT_FORWARDING;
	link->master.ifindex = bridge;
	link->port = option_values_initial(&port_options);
	set_option(link, "cost", 100);
	return link;
}

static void make_links(void)
{
	struct link *link;

	list = (struct link_list){};
	add_link("br0", LINK_BRIDGE, "bridge");
	link = add_link("a<b>\"|{&}\\N", LINK_BRIDGE, "bridge");
	link->bridge = option_values_initial(&bridge_options);
	set_bridge_option(link, "stp_state", 1);
	set_bridge_option(link, "vlan_filtering", 1);
	set_bridge_option(link, "ageing_time", 6050);
	set_bridge_option(link, "mcast_startup_query_interval", 3124); /* a tick less */
	link->mtu = 1400;
	add_link("lo", LINK_OTHER, "");
	add_port("vnet10", 1, LINK_TAP, "tun")->state = PORT_LEARNING;
	link = add_port("vnet9", 1, LINK_TAP, "tun");
	set_option(link, "isolated", 1);
	set_option(link, "mcast_flood", 0);
	set_option(link, "cost", 7);
	set_option(link, "priority", 1);
	add_port("eth0", 1, LINK_OTHER, "");
	add_port("ctr0", 2, LINK_OTHER, "veth")->far_end = true;
	add_port("vx1", 2, LINK_OTHER, "vxlan")->state = PORT_BLOCKING;
	add_port("tap0", 2, LINK_TAP, "tun")->carrier = false;
	add_port("tap1", 2, LINK_TAP, "tun")->up = false;
	add_port("tap2", 2, LINK_TAP, "tun")->state = PORT_DISABLED;
	add_port("tap3", 2, LINK_TAP, "tun")->mtu = 9000;
	vlan_set_put(&list.links[list.count - 1].vlans, 42, 42,
		     VLAN_PVID | VLAN_UNTAGGED);
	link = add_port("trunk0", 2, LINK_OTHER, "veth");
	vlan_set_put(&link->vlans, 10, 20, 0);
	vlan_set_put(&link->vlans, 1, 1, VLAN_PVID | VLAN_UNTAGGED);
	vlan_set_put(&link->vlans, 100, 4000, 0);
	vlan_values_put(&link->vlan_values,
			&(struct vlan_value){12, 14, VLAN_state, PORT_BLOCKING});
	vlan_values_put(&link->vlan_values,
			&(struct vlan_value){14, 20, VLAN_mcast_router, 2});
	vlan_values_put(&link->vlan_values,
			&(struct vlan_value){1, 1, VLAN_neigh_suppress, true});
	set_option(add_port("tap4", 2, LINK_TAP, "tun"), "cost", 2);
}

static const char hostile[] = "a\n\"b\\x0a\\N<i>&|{}\x1b[31m\xff\xc3\xa9\xf0\x9f\x90\xa7";

static struct port_owner owner_of(const char *port)
{
	static const struct {
		const char *port;
		struct port_owner owner;
	} all[] = {
		{"vnet9",
		 {OWNER_LIBVIRT,
		  "web",
		  "274ddd5b-b395-7d07-968f-bcd9b1768220",
		  "net0",
		  true,
		  {0x52, 0x54, 0, 0, 1, 1},
		  4711,
		  "libvirt-qemu"}},
		{"vnet10",
		 {OWNER_LIBVIRT, "web", "274ddd5b-b395-7d07-968f-bcd9b1768220", "net1",
		  .pid = 4711, .user = "libvirt-qemu"}},
		{"tap0", {OWNER_NOBODY, "web"}},
		{"tap1", {OWNER_UNKNOWN}},
		{"tap2",
		 {OWNER_QEMU,
		  hostile,
		  NULL,
		  "net<0>",
		  true,
		  {0x52, 0x54, 0, 0, 1, 2},
		  4712,
		  "anna"}},
		{"tap3", {OWNER_PROCESS, "openvpn", .pid = 4713, .user = "root"}},
		{"tap4", {OWNER_PROCESS}},
	};

	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		if (!strcmp(all[i].port, port))
			return all[i].owner;
	return (struct port_owner){};
}

static struct port_rule rules[] = {
	{"vnet9", .name = (char *)"web", .file = (char *)"/etc/onebridge/policy.xml",
	 .line = 12, .in_sync = true},
	{"vnet10", .by_state = true},
	{"tap0"},
	{"tap2", .name = (char *)hostile, .file = (char *)hostile, .line = 1},
	{"tap4", .name = (char *)"built-in", .in_sync = true},
	{"vnet11", .guest = (char *)"db", .name = (char *)"no", .rejected = true,
	 .file = (char *)"/etc/onebridge/policy.xml", .line = 7, .in_sync = true},
};
static const struct port_rules all_rules = {rules, ARRAY_SIZE(rules)};

static const struct counters counters = {
	.received = {1, 2, 3, 4},
	.sent = {UINT64_MAX, 20, 30, 40},
};

static const struct filter_drops drops[] = {
	{"vnet9", 12, {{"foreign MAC", 10}, {"DHCP server", 2}}, 2},
	{.tap = "tap4"},
};
static const struct filter_drops_list all_drops = {(struct filter_drops *)drops,
						   ARRAY_SIZE(drops)};

/* Adds what the policy says of the ports, and what their filters have dropped. */
static void put_rules(struct host_view *view)
{
	view->rules = &all_rules;
	view->watcher = 815;
	for (size_t i = 0; i < view->bridge_count; i++)
		for (size_t j = 0; j < view->bridges[i].port_count; j++) {
			struct port_view *port = &view->bridges[i].ports[j];

			port->rule = port_rules_find(&all_rules, port->link->ref.name);
			port->counters = port->rule ? &counters : NULL;
			port->drops = filter_drops_find(&all_drops, port->link->ref.name);
		}
}

static struct host_view make_view(const struct link *bridge)
{
	struct host_view view = {};
	struct error err;

	assert_int_equal(host_view_make(&list, bridge, &view, &err), 0);
	for (size_t i = 0; i < view.bridge_count; i++)
		for (size_t j = 0; j < view.bridges[i].port_count; j++) {
			struct port_view *port = &view.bridges[i].ports[j];

			if (port->link->kind == LINK_TAP)
				port->owner = owner_of(port->link->ref.name);
		}
	return view;
}

/* --- its looks */

typedef int (*printer)(FILE *out, const struct host_view *view);

static int print_plain(FILE *out, const struct host_view *view)
{
	return show_table(out, view, &(struct show_look){});
}

static int print_colours(FILE *out, const struct host_view *view)
{
	return show_table(out, view,
			  &(struct show_look){.terminal = true, .colours = true});
}

static int print_html(FILE *out, const struct host_view *view)
{
	struct show_finding finding = {.check = "stp", .evidence = hostile};

	snprintf(finding.what, sizeof(finding.what), "%s", hostile);
	snprintf(finding.remedy, sizeof(finding.remedy), "ip link set '%s'", hostile);
	return show_html(out, "host", view, &(struct show_findings){&finding, 1});
}

static int print_html_well(FILE *out, const struct host_view *view)
{
	return show_html(out, "host", view, &(struct show_findings){});
}

static char *slurp(const char *file)
{
	_cleanup_(cleanup_file) FILE *in = fopen(file, "r");
	char *text = NULL;
	size_t room = 0;

	if (!in || getdelim(&text, &room, '\0', in) < 0)
		fail_msg("%s: cannot be read", file);
	return text;
}

/* How it is laid out is json-c's affair, and differs between its versions. */
static void assert_same_json(const char *text, const char *want)
{
	struct json_object *have = json_tokener_parse(text);
	struct json_object *wanted = json_tokener_parse(want);

	if (!have || !json_object_equal(have, wanted))
		fail_msg("wanted\n%s\nand have\n%s", want, text);
	json_object_put(have);
	json_object_put(wanted);
}

static void assert_looks(const char *file, printer print, const struct host_view *view)
{
	_cleanup_(cleanup_free) char *text = NULL, *want = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_int_equal(print(out, view), 0);
	fclose(out);
	if (getenv("GOLDEN_UPDATE")) {
		out = fopen(file, "w");
		assert_non_null(out);
		fputs(text, out);
		fclose(out);
	}
	want = slurp(file);
	if (print == show_json)
		assert_same_json(text, want);
	else
		assert_string_equal(text, want);
}

static void test_looks(void **state)
{
	_cleanup_(host_view_clear) struct host_view view = {};

	make_links();
	view = make_view(NULL);
	assert_looks("show/host.txt", print_plain, &view);
	assert_looks("show/host-terminal.txt", print_colours, &view);
	assert_looks("show/host.json", show_json, &view);
	assert_looks("show/host.dot", show_dot, &view);
}

/* One that is routed by a rule, and one that somebody has given an address by hand. */
static void put_routed(struct host_view *view)
{
	static struct host_address addresses[] = {
		{.address = "192.168.17.1", .prefix = 24},
		{.address = "fe80::1", .prefix = 64}};
	static struct host_route routes[] = {{.to = "192.168.17.2"}};
	static const struct host_addresses has = {addresses, 2, routes, 1},
					   by_hand = {addresses, 1};
	static const struct port_rule rule = {.name = (char *)"lab",
					      .in_sync = true,
					      .routed = true,
					      .forward = "nat",
					      .uplink = "e\"<0>"};
	const struct link *tap = add_link("lab10", LINK_TAP, "tun"),
			  *second = add_link("lab9", LINK_TAP, "tun");
	struct error err;

	assert_int_equal(host_view_add_routed(view, tap, &by_hand, &err), 0);
	assert_int_equal(host_view_add_routed(view, second, &has, &err), 0);
	view->routed.ports[0].rule = &rule;
	view->routed.ports[0].owner = owner_of("vnet9");
	view->routed.ports[0].counters = &counters;
}

static void test_routed(void **state)
{
	_cleanup_(host_view_clear) struct host_view view = {};

	list = (struct link_list){};
	view = make_view(NULL);
	put_routed(&view);
	assert_looks("show/routed.txt", print_plain, &view);
	assert_looks("show/routed.json", show_json, &view);
	assert_looks("show/routed.dot", show_dot, &view);
	assert_looks("show/routed.prom", show_metrics, &view);
	assert_looks("show/routed.page", print_html_well, &view);
}

static void test_rules(void **state)
{
	_cleanup_(host_view_clear) struct host_view view = {};

	make_links();
	view = make_view(NULL);
	put_rules(&view);
	assert_looks("show/rules.txt", print_plain, &view);
	assert_looks("show/rules.json", show_json, &view);
	assert_looks("show/rules.dot", show_dot, &view);
	assert_looks("show/rules.prom", show_metrics, &view);
	/* As .html, lintian would ask for what the page was made of. */
	assert_looks("show/rules.page", print_html, &view);
}

static void test_one_bridge(void **state)
{
	_cleanup_(host_view_clear) struct host_view view = {};

	make_links();
	view = make_view(link_list_find(&list, "br0"));
	assert_looks("show/bridge.txt", print_plain, &view);
	assert_looks("show/bridge.json", show_json, &view);
}

static void test_no_bridge(void **state)
{
	_cleanup_(host_view_clear) struct host_view view = {};

	list = (struct link_list){};
	view = make_view(NULL);
	assert_int_equal(view.bridge_count, 0);
	assert_looks("show/nothing.json", show_json, &view);
	assert_looks("show/nothing.dot", show_dot, &view);
	assert_looks("show/nothing.page", print_html_well, &view);
}

/* --- what is odd about it */

static void add_line(const char *text, void *data)
{
	fprintf(data, "%s\n", text);
}

/* The warnings of a bridge with these ports, by their first words. */
static void assert_warnings(const struct host_view *view, const char *want)
{
	_cleanup_(cleanup_free) char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	host_warning_find(view, add_line, out);
	fclose(out);
	assert_string_equal(text, want);
}

static void put_owner_mac(struct host_view *view, size_t port, uint8_t last)
{
	struct port_owner *owner = &view->bridges[0].ports[port].owner;
	const uint8_t mac[MAC_BYTES] = {0x52, 0x54, 0, 0x12, 0x34, last};

	*owner = (struct port_owner){.kind = OWNER_QEMU, .has_mac = true};
	memcpy(owner->mac, mac, MAC_BYTES);
}

static struct host_view make_taps(void)
{
	list = (struct link_list){};
	add_link("br0", LINK_BRIDGE, "bridge")->bridge =
		option_values_initial(&bridge_options);
	add_port("tap0", 1, LINK_TAP, "tun");
	add_port("tap1", 1, LINK_TAP, "tun");
	add_port("tap2", 1, LINK_TAP, "tun");
	return make_view(NULL);
}

#define SAME(a, b)                                                                       \
	a " and " b " on br0 have the same MAC, 52:54:00:12:34:56, and frames for it "   \
	  "reach one of the two only; give each NIC a MAC of its own\n"

static void test_same_mac(void **state)
{
	_cleanup_(host_view_clear) struct host_view view = make_taps();
	const uint8_t tap_mac[MAC_BYTES] = {0xfe, 0x54, 0, 0x12, 0x34, 0x56};

	put_owner_mac(&view, 0, 0x56);
	put_owner_mac(&view, 1, 0x57);
	assert_warnings(&view, "");
	put_owner_mac(&view, 1, 0x56);
	assert_warnings(&view, SAME("tap0", "tap1"));
	memcpy(links[3].mac, tap_mac, MAC_BYTES);
	view.bridges[0].ports[2].owner = (struct port_owner){.kind = OWNER_UNKNOWN};
	assert_warnings(&view, SAME("tap0", "tap1") SAME("tap1", "tap2"));
	put_owner_mac(&view, 2, 0x58);
	assert_warnings(&view, SAME("tap0", "tap1"));
}

static void test_same_mac_in_vlans(void **state)
{
	_cleanup_(host_view_clear) struct host_view view = make_taps();

	set_bridge_option(&links[0], "vlan_filtering", 1);
	for (size_t i = 0; i < 3; i++)
		put_owner_mac(&view, i, 0x56);
	vlan_set_put(&links[1].vlans, 10, 10, VLAN_PVID | VLAN_UNTAGGED);
	vlan_set_put(&links[2].vlans, 20, 20, VLAN_PVID | VLAN_UNTAGGED);
	assert_warnings(&view, "");
	vlan_set_put(&links[3].vlans, 20, 300, 0);
	assert_warnings(&view, SAME("tap1", "tap2"));
}

static void put_arrived(struct host_view *view, size_t port, char *name)
{
	struct port_view *one = &view->bridges[0].ports[port];

	one->owner = (struct port_owner){OWNER_LIBVIRT, name, "an UUID"};
	one->arrived = true;
}

#define ARRIVED(name, word)                                                              \
	"guest '" name "' has migrated to this host, and its <antispoof> is not in "     \
	"force yet on br0; put it in force (onebridge sync " word ")\n"

/* A guest is told of once, and none whose ports are locked. */
static void test_arrived(void **state)
{
	static char one[] = "web", other[] = "a b";
	_cleanup_(host_view_clear) struct host_view view = make_taps();

	put_arrived(&view, 0, one);
	put_arrived(&view, 1, one);
	assert_warnings(&view, ARRIVED("web", "web"));
	put_arrived(&view, 2, other);
	view.bridges[0].ports[2].owner.uuid = "another";
	assert_warnings(&view, ARRIVED("web", "web") ARRIVED("a b", "'a b'"));
	set_option(&links[1], "locked", 1);
	assert_warnings(&view, ARRIVED("web", "web") ARRIVED("a b", "'a b'"));
	set_option(&links[2], "locked", 1);
	assert_warnings(&view, ARRIVED("a b", "'a b'"));
}

/* --- who is behind a TAP */

struct scene {
	struct holder holders[2];
	struct nic nics[2];
	struct guest guest; /* as libvirt tells it */
	struct kept_tap kept;
	struct evidence evidence;
	struct link tap;
};

/* A guest's texts are its own, and not constant. */
static char vnet0[] = "vnet0", net0[] = "net0", web[] = "web", anna[] = "anna";
static char told[] = "told", kept_for[] = "kept";
static char uuid[] = "274ddd5b-b395-7d07-968f-bcd9b1768220";
static char other_uuid[] = "11111111-2222-3333-4444-555555555555";

/* vnet0 is held by a QEMU called web. */
static void set_scene(struct scene *scene)
{
	static struct tap_fd held = {.fd = 31, .name = "vnet0"};

	*scene = (struct scene){.tap = {.ref = {"vnet0", 5}, .carrier = true}};
	scene->nics[0] = (struct nic){.target = vnet0, .alias = net0};
	scene->nics[1] = (struct nic){.target = vnet0, .alias = told, .has_mac = true};
	scene->holders[0] = (struct holder){
		.pid = 7,
		.user = anna,
		.command = "qemu-system-x86",
		.is_qemu = true,
		.is_here = true,
		.guest = {.name = web, .uuid = uuid, .nics = scene->nics, .nic_count = 1},
		.taps = &held,
		.tap_count = 1};
	scene->guest = (struct guest){
		.name = told, .uuid = uuid, .nics = &scene->nics[1], .nic_count = 1};
	scene->kept = (struct kept_tap){.tap = scene->tap.ref, .guest = kept_for};
	scene->kept.id = state_id(STATE_GUEST, uuid);
	names_add(&scene->evidence.holders.by_tap, "vnet0", &scene->holders[0]);
}

static void end_scene(struct scene *scene)
{
	names_clear(&scene->evidence.holders.by_tap);
}

static void ask_libvirt(struct scene *scene)
{
	scene->evidence.guests = &scene->guest;
	scene->evidence.guest_count = 1;
}

static void look_at_state(struct scene *scene)
{
	scene->evidence.kept = (struct kept_taps){&scene->kept, 1};
}

static void forget_holder(struct scene *scene)
{
	names_clear(&scene->evidence.holders.by_tap);
}

static void assert_behind(struct scene *scene, enum owner_kind kind, const char *name,
			  const char *alias)
{
	struct port_owner owner = tap_owner(&scene->tap, &scene->evidence);

	assert_string_equal(owner_words[owner.kind], owner_words[kind]);
	assert_string_equal(owner.name ? owner.name : "", name);
	assert_string_equal(owner.alias ? owner.alias : "", alias);
}

static void test_hand_run(void **state)
{
	_cleanup_(end_scene) struct scene scene;

	set_scene(&scene);
	assert_behind(&scene, OWNER_QEMU, "web", "net0");
	scene.kept.id = state_id(STATE_TAP, "vnet0");
	look_at_state(&scene);
	assert_behind(&scene, OWNER_QEMU, "web", "net0");
	scene.holders[0].guest = (struct guest){};
	assert_behind(&scene, OWNER_QEMU, "", "");
	scene.holders[0].is_qemu = false;
	assert_behind(&scene, OWNER_PROCESS, "qemu-system-x86", "");
}

/* By each of the three signs alone. */
static void test_libvirts(void **state)
{
	_cleanup_(end_scene) struct scene scene, asked, kept;

	set_scene(&scene);
	scene.holders[0].is_libvirts = true;
	assert_behind(&scene, OWNER_LIBVIRT, "web", "net0");
	set_scene(&asked);
	ask_libvirt(&asked);
	assert_behind(&asked, OWNER_LIBVIRT, "told", "told");
	set_scene(&kept);
	look_at_state(&kept);
	assert_behind(&kept, OWNER_LIBVIRT, "web", "net0");
}

/* libvirt speaks of a TAP of the same name elsewhere. */
static void test_another_guest(void **state)
{
	_cleanup_(end_scene) struct scene scene;

	set_scene(&scene);
	ask_libvirt(&scene);
	scene.guest.uuid = other_uuid;
	assert_behind(&scene, OWNER_QEMU, "web", "net0");
}

static void test_holder_not_seen(void **state)
{
	_cleanup_(end_scene) struct scene scene;

	set_scene(&scene);
	forget_holder(&scene);
	assert_behind(&scene, OWNER_PROCESS, "", "");
	scene.evidence.holders.hidden = true;
	assert_behind(&scene, OWNER_UNKNOWN, "", "");
	ask_libvirt(&scene);
	assert_behind(&scene, OWNER_LIBVIRT, "told", "told");
	scene.tap.carrier = false;
	assert_behind(&scene, OWNER_NOBODY, "", "");
	look_at_state(&scene);
	assert_behind(&scene, OWNER_NOBODY, "kept", "");
	scene.kept.tap.ifindex = 6;
	assert_behind(&scene, OWNER_NOBODY, "", "");
}

/* Without a carrier it can only be a TAP of the same name that the process holds. */
static void test_other_namespace(void **state)
{
	_cleanup_(end_scene) struct scene scene;

	set_scene(&scene);
	scene.holders[0].is_here = false;
	assert_behind(&scene, OWNER_QEMU, "web", "net0");
	scene.tap.carrier = false;
	assert_behind(&scene, OWNER_NOBODY, "", "");
}

/* Whatever program holds a TAP that was added, it is the guest's. */
static void test_added(void **state)
{
	_cleanup_(end_scene) struct scene scene;

	set_scene(&scene);
	look_at_state(&scene);
	scene.kept.id = state_id(STATE_TAP, "vnet0");
	scene.kept.added.on = true;
	assert_behind(&scene, OWNER_GUEST, "kept", "");
	scene.tap.carrier = false;
	assert_behind(&scene, OWNER_GUEST, "kept", "");
	scene.holders[0].is_here = false;
	assert_behind(&scene, OWNER_NOBODY, "kept", "");
}

/* --- words and bytes */

static void test_utf8(void **state)
{
	static const char *const cases[][2] = {
		{"", ""},
		{"a\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\xa7", "aé€🐧"},
		{"\xff\x80", "\xef\xbf\xbd\xef\xbf\xbd"},
		{"\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"}, /* '/' in two bytes */
		{"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, /* surrogate */
		{"\xef\xbf\xbe", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, /* U+FFFE */
		{"\xf4\x90\x80\x80",
		 "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, /* above 10FFFF */
		{"x\xe2\x82", "x\xef\xbf\xbd\xef\xbf\xbd"},           /* cut short */
	};
	char text[64], small[4];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		utf8_mend(cases[i][0], text, sizeof(text));
		assert_string_equal(text, cases[i][1]);
	}
	utf8_mend("abé", small, sizeof(small));
	assert_string_equal(small, "ab");
}

/* What output_line() makes of it. */
static char *line_of(const char *name)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	output_line(out, "'%s'", name);
	fclose(out);
	return text;
}

static void test_lines(void **state)
{
	static const char *const cases[][2] = {
		{"", "''\n"},
		{"a b\\x0a\xc3\xa9", "'a b\\x0a\xc3\xa9'\n"},
		{"a\nforged\r\t\x1b[m\x7f", "'a\\x0aforged\\x0d\\x09\\x1b[m\\x7f'\n"},
		{"\xff\xc3", "'\\xff\\xc3'\n"},
		{"\xc2\x9b", "'\\xc2\\x9b'\n"}, /* U+009B: CSI */
		{"%s%n", "'%s%n'\n"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		_cleanup_(cleanup_free) char *line = line_of(cases[i][0]);

		assert_string_equal(line, cases[i][1]);
	}
}

static void assert_json_text(const char *text, const char *want)
{
	struct json_object *object = json_object_new_object(), *read;

	json_add_text(object, "a", text);
	json_add_text(object, "left out", NULL);
	read = json_tokener_parse_verbose(json_object_to_json_string(object),
					  &(enum json_tokener_error){0});
	assert_int_equal(json_object_object_length(read), 1);
	assert_string_equal(json_object_get_string(json_object_object_get(read, "a")),
			    want);
	json_object_put(read);
	json_object_put(object);
}

/* Each byte, alone and in a text longer than any name. */
static void test_json_texts(void **state)
{
	enum { LONG = 100000 };
	_cleanup_(cleanup_free) char *text = calloc(1, LONG + 1);
	_cleanup_(cleanup_free) char *want = calloc(1, 3 * LONG + 1);

	assert_json_text("", "");
	for (int byte = 1; byte < 256; byte++) {
		const char *shown =
			byte < 0x80 ? (char[]){(char)byte, 0} : "\xef\xbf\xbd";

		assert_json_text((char[]){(char)byte, 0}, shown);
	}
	memset(text, 0xff, LONG);
	for (size_t i = 0; i < LONG; i++)
		memcpy(want + 3 * i, "\xef\xbf\xbd", 3);
	assert_json_text(text, want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_looks),
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_routed),
		cmocka_unit_test(test_one_bridge),
		cmocka_unit_test(test_no_bridge),
		cmocka_unit_test(test_same_mac),
		cmocka_unit_test(test_same_mac_in_vlans),
		cmocka_unit_test(test_arrived),
		cmocka_unit_test(test_hand_run),
		cmocka_unit_test(test_libvirts),
		cmocka_unit_test(test_another_guest),
		cmocka_unit_test(test_holder_not_seen),
		cmocka_unit_test(test_other_namespace),
		cmocka_unit_test(test_added),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_json_texts),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
