/* port.c - what a guest's port is to be, and the plan that makes it so
 *
 * A port joins with learning and every flood flag on, and nothing can be set before it
 * has joined. It forwards only while its link is up. So the TAP of a guest that runs:
 * down, join, configure, and then up, alone and last; and one that is down stays so until
 * then. While no CPU of the guest runs, a TAP that is up stays up: nobody reads it, and
 * libvirt's nwfilter, where it learns the guest's address, dies of a link that goes down.
 * A TAP keeps the frames that reach it before anybody reads its fd, also through down and
 * up. What came by the port's old settings is thrown away behind the new ones, by setting
 * the queue's length to 0 and back: tun_queue_resize() in drivers/net/tun.c, and
 * dev_qdisc_change_tx_queue_len() in net/sched/sch_generic.c, which waits for frames that
 * are on their way.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/port.h"

#include <errno.h>
#include <string.h>

#include "netcore/port_entries.h"
#include "netcore/port_filter.h"
#include "netcore/port_vlans.h"

/* A plan being written down for one device; after a failure nothing more is added. */
struct draft {
	struct plan *plan;
	const struct link_ref *dev;
	struct error *err;
	int result;
};

static void add(struct draft *draft, enum step_kind kind, struct value from,
		struct value to)
{
	struct step step = {.kind = kind, .dev = *draft->dev, .from = from, .to = to};

	if (draft->result == 0)
		draft->result = plan_add_change(draft->plan, &step, draft->err);
}

static void add_number(struct draft *draft, enum step_kind kind, uint32_t from,
		       uint32_t to)
{
	add(draft, kind, value_of_number(from), value_of_number(to));
}

/* Those that are set last, or the others. */
static void add_options(struct draft *draft, const struct option_values *have,
			const struct option_values *want, bool last)
{
	for (size_t i = 0; draft->result == 0 && i < port_options.count; i++) {
		struct step step = {.kind = STEP_OPTION,
				    .option = &port_options.rows[i],
				    .dev = *draft->dev,
				    .from = value_of_option(have, i),
				    .to = value_of_option(want, i)};

		if (step.to.set && step.option->last == last)
			draft->result = plan_add_change(draft->plan, &step, draft->err);
	}
}

int port_plan_tap(const struct link_ref *dev, const struct tap *tap, const char *alias,
		  struct plan *plan, struct error *err)
{
	struct draft draft = {.plan = plan, .dev = dev, .err = err};
	struct value mark = {.set = true};

	snprintf(mark.text, sizeof(mark.text), "%s", alias);
	add(&draft, STEP_TAP, (struct value){}, (struct value){.set = true, .tap = *tap});
	add(&draft, STEP_ALIAS, (struct value){}, mark);
	return draft.result;
}

int port_plan_leave(const struct link *have, struct plan *plan, struct error *err)
{
	struct draft draft = {.plan = plan, .dev = &have->ref, .err = err};

	add_number(&draft, STEP_LINK, have->up, false);
	add(&draft, STEP_MASTER, value_of_link(&have->master), (struct value){});
	return draft.result;
}

static void add_emptying(struct draft *draft, const struct link *have)
{
	add_number(draft, STEP_TXQLEN, have->txqlen, 0);
	add_number(draft, STEP_TXQLEN, 0, have->txqlen);
}

int port_plan_empty(const struct link *have, struct plan *plan, struct error *err)
{
	struct draft draft = {.plan = plan, .dev = &have->ref, .err = err};

	add_emptying(&draft, have);
	return draft.result;
}

/* Whether what is wanted changes an option that decides which frames reach the guest. */
static bool gates_change(const struct option_values *have,
			 const struct option_values *want)
{
	for (size_t i = 0; i < port_options.count; i++)
		if (port_options.rows[i].gates && option_values_have(want, i) &&
		    have->value[i] != want->value[i])
			return true;
	return false;
}

/* Takes what the kernel lacks out of what is wanted, if it may be done without. */
static int check_known(const struct option_values *have, const struct port_want *want,
		       struct option_values *port, struct error *err)
{
	for (size_t i = 0; i < port_options.count; i++) {
		if (!option_values_have(port, i) || option_values_have(have, i))
			continue;
		if (!want->port_optional)
			return error_set(err, EOPNOTSUPP,
					 "this kernel (%s) has no port option '%s'; "
					 "leave it out of the rule, say <port "
					 "required='no' …/>, or run a newer kernel",
					 want->kernel, port_options.rows[i].name);
		port->has &= ~(UINT64_C(1) << i);
	}
	return 0;
}

static int refuse_other_bridge(const struct link *have, const struct port_want *want,
			       struct error *err)
{
	const char *other = have->master.name[0] ? have->master.name : "another bridge";

	return error_set(err, EBUSY,
			 "%s is in %s already, not in %s; take it out (ip link set %s "
			 "nomaster), or name that bridge in the rule",
			 have->ref.name, other, want->bridge.name,
			 text_for_shell(have->ref.name).text);
}

/* The port as it is in its bridge; of one that has yet to join, as it will be. */
static struct link as_port(const struct link *have, const struct port_want *want)
{
	struct link port = *have;

	if (have->master.ifindex == want->bridge.ifindex)
		return port;
	port.port = option_values_initial(&port_options);
	port.vlans = (struct vlan_set){};
	port.vlan_values = (struct vlan_values){.known = UINT64_MAX};
	vlan_set_put_default(&port.vlans, want->default_pvid);
	return port;
}

/* Anti-spoofing in terms of options, if the kernel can lock a port. */
static int check_antispoof(const struct option_values *have, struct port_want *want,
			   struct error *err)
{
	const struct option_values needed = option_values_antispoof();

	if (!want->antispoof || want->shares_mac)
		return 0;
	if (option_values_have(have, PORT_locked)) {
		for (size_t i = 0; i < port_options.count; i++)
			if (option_values_have(&needed, i) && option_values_have(have, i))
				option_values_set(&want->port, i, needed.value[i]);
		return 0;
	}
	want->antispoof = false;
	if (want->antispoof_optional)
		return 0;
	return error_set(err, EOPNOTSUPP,
			 "this kernel (%s) cannot lock a port, as <antispoof/> needs; "
			 "leave it out of the rule, say <antispoof required='no'/>, or "
			 "run 5.18 or newer",
			 want->kernel);
}

static bool vlans_change(const struct link *port, const struct port_want *want)
{
	return want->vlans && (!vlan_set_equal(&port->vlans, want->vlans) ||
			       port_vlan_options_change(port, want->vlan_values));
}

/* Those that it carries only then have their options' initial values. */
static void add_vlans(struct draft *draft, const struct link *port,
		      const struct port_want *want)
{
	struct link carrying = *port;

	if (!want->vlans)
		return;
	carrying.vlans = *want->vlans;
	if (draft->result == 0)
		draft->result =
			port_plan_vlans(port, want->vlans, draft->plan, draft->err);
	if (draft->result == 0)
		draft->result = port_plan_vlan_options(&carrying, want->vlan_values,
						       draft->plan, draft->err);
}

/* What is told to the bridge about its port: learning off before a MAC is fixed, and
 * locked only then; out of a VLAN only after its entries. */
static void add_port(struct draft *draft, const struct link *port,
		     const struct port_want *want)
{
	const struct vlan_set *vlans = want->vlans ? want->vlans : &port->vlans;

	add_options(draft, &port->port, &want->port, false);
	if (want->antispoof && draft->result == 0)
		draft->result = port_entries_plan_gone(draft->dev, want, vlans,
						       draft->plan, draft->err);
	add_vlans(draft, port, want);
	if (want->antispoof && draft->result == 0)
		draft->result = port_entries_plan(draft->dev, want, vlans, draft->plan,
						  draft->err);
	add_options(draft, &port->port, &want->port, true);
}

int port_plan_pin_mtu(const struct link_ref *bridge, uint32_t bridge_mtu,
		      uint32_t port_mtu, struct plan *plan, struct error *err)
{
	struct step step = {.kind = STEP_PINNED_MTU,
			    .dev = *bridge,
			    .to = value_of_number(bridge_mtu)};

	return port_mtu && port_mtu < bridge_mtu ? plan_add(plan, &step, err) : 0;
}

/* The bridge's comes first: it would follow its port. A larger one may bring IPv6 to the
 * TAP, which is off then at once. */
static void add_port_mtu(struct draft *draft, const struct link *have,
			 const struct port_want *want, bool joined)
{
	bool brings_ipv6 = have->mtu < LINK_IPV6_MTU && want->mtu >= LINK_IPV6_MTU;

	if (!want->mtu)
		return;
	if ((!joined || have->mtu != want->mtu) && draft->result == 0)
		draft->result = port_plan_pin_mtu(&want->bridge, want->bridge_mtu,
						  want->mtu, draft->plan, draft->err);
	add_number(draft, STEP_MTU, have->mtu, want->mtu);
	if (want->ipv6_off && brings_ipv6)
		add_number(draft, STEP_IPV6, true, false);
}

static int plan_port(const struct link *have, const struct link *port,
		     const struct port_want *want, bool running, struct plan *plan,
		     struct error *err)
{
	struct draft draft = {.plan = plan, .dev = &have->ref, .err = err};
	bool joined = have->master.ifindex == want->bridge.ifindex;
	bool gates = gates_change(&port->port, &want->port) || vlans_change(port, want);
	bool pause = running && !joined;

	if (want->ipv6_off && have->ipv6.known)
		add_number(&draft, STEP_IPV6, have->ipv6.on, false);
	if (pause)
		add_number(&draft, STEP_LINK, have->up, false);
	if (want->has_mac)
		add(&draft, STEP_MAC, value_of_mac(have->mac), value_of_mac(want->mac));
	add_port_mtu(&draft, have, want, joined);
	if (want->filter && draft.result == 0)
		draft.result = port_filter_plan(have, want->filter, plan, err);
	if (!joined)
		add(&draft, STEP_MASTER, value_of_link(&have->master),
		    (struct value){.set = true, .link = want->bridge});
	add_port(&draft, port, want);
	if (have->up && (running ? pause : gates))
		add_emptying(&draft, have);
	add_number(&draft, STEP_LINK, have->up && !pause, true);
	return draft.result;
}

/* Of a port that has yet to join, nothing is known. */
static int check_joined(const struct link *port, const struct port_want *want,
			struct port_want *ret_known, struct error *err)
{
	int r = check_known(&port->port, want, &ret_known->port, err);

	if (r < 0 || !want->vlans)
		return r;
	return port_check_vlan_options(port, want->vlan_values, want->kernel, err);
}

int port_plan(const struct link *have, const struct port_want *want, bool running,
	      struct plan *plan, struct error *err)
{
	bool joined = have->master.ifindex == want->bridge.ifindex;
	struct link port = as_port(have, want);
	struct port_want known = *want;
	int r = joined ? check_joined(&port, want, &known, err) : 0;

	if (!joined && have->master.ifindex != 0 && !want->move)
		return refuse_other_bridge(have, want, err);
	r = r < 0 ? r : check_antispoof(&port.port, &known, err);
	return r < 0 ? r : plan_port(have, &port, &known, running, plan, err);
}

/* Defaults of drivers/net/tun.c and of ether_setup(). Its address is random, so it is not
 * known: zeros.
 */
struct link port_fresh_tap(const char *name)
{
	struct link tap = {.kind = LINK_TAP,
			   .mtu = 1500,
			   .txqlen = 1000,
			   .ipv6 = {.known = true, .on = true},
			   .tap = {.owner = TAP_NOBODY, .group = TAP_NOBODY}};

	snprintf(tap.ref.name, sizeof(tap.ref.name), "%s", name);
	return tap;
}
