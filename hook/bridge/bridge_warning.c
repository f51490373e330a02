/* bridge_warning.c - what bridge up does not prevent, but the admin should know */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/bridge_warning.h"

#include <stdio.h>

#include "hook/bridge/uplink_manager.h"
#include "hook/bridge/uplink_users.h"
#include "netcore/text.h"

enum { WARNING_TEXT = 1200 };

typedef bool warning_maker(struct net *net, const struct policy_bridge *bridge,
			   const struct link *uplink, char ret[WARNING_TEXT]);

/* Another program may have a hand in it. */
static bool warn_of_manager(struct net *net, const struct policy_bridge *bridge,
			    const struct link *uplink, char ret[WARNING_TEXT])
{
	return uplink_manager_warning(&uplink->ref, bridge->name, ret, WARNING_TEXT);
}

static bool warn_of_addresses(struct net *net, const struct policy_bridge *bridge,
			      const struct link *uplink, char ret[WARNING_TEXT])
{
	if (bridge->uplink.addresses != ADDRESSES_KEEP ||
	    net->ops->has_addresses(net->self, uplink->ref.ifindex, NULL) != 1)
		return false;
	snprintf(ret, WARNING_TEXT,
		 "the host is not reached by its addresses on %s while that is a port; "
		 "addresses='move' takes them to %s",
		 uplink->ref.name, bridge->name);
	return true;
}

static bool warn_of_rules(struct net *net, const struct policy_bridge *bridge,
			  const struct link *uplink, char ret[WARNING_TEXT])
{
	char rules[400];

	if (bridge->uplink.addresses < ADDRESSES_MOVE ||
	    net->ops->list_rules(net->self, uplink->ref.name, rules, sizeof(rules),
				 NULL) < 0 ||
	    !*rules)
		return false;
	snprintf(ret, WARNING_TEXT,
		 "routing rules name %s (%s), but what comes and goes by it is %s's; add "
		 "the same rules for %s (ip rule)",
		 uplink->ref.name, rules, bridge->name, bridge->name);
	return true;
}

/* It asks by a link that has an address only: link_relevant() in systemd's
 * src/resolve/resolved-link.c. Where the bridge has servers, somebody has thought of it.
 */
static bool warn_of_dns(struct net *net, const struct policy_bridge *bridge,
			const struct link *uplink, char ret[WARNING_TEXT])
{
	char servers[300], others[300] = "";
	struct link link;

	if (bridge->uplink.addresses < ADDRESSES_MOVE)
		return false;
	uplink_users_dns(uplink->ref.ifindex, servers, sizeof(servers));
	if (net_find(net, bridge->name, &link, NULL) == 0)
		uplink_users_dns(link.ref.ifindex, others, sizeof(others));
	if (!*servers || *others)
		return false;
	snprintf(ret, WARNING_TEXT,
		 "systemd-resolved asks DNS servers by %s (%s), and stops when the "
		 "addresses have moved; then run: resolvectl dns %s %s",
		 uplink->ref.name, servers, text_for_shell(bridge->name).text, servers);
	return true;
}

static bool warn_of_groups(struct net *net, const struct policy_bridge *bridge,
			   const struct link *uplink, char ret[WARNING_TEXT])
{
	char groups[300];

	if (bridge->uplink.addresses < ADDRESSES_MOVE)
		return false;
	uplink_users_groups(&uplink->ref, groups, sizeof(groups));
	if (!*groups)
		return false;
	snprintf(ret, WARNING_TEXT,
		 "programs have joined multicast groups on %s (%s), but what comes by it "
		 "is %s's; then restart those that do not join again by themselves",
		 uplink->ref.name, groups, bridge->name);
	return true;
}

void bridge_warning_find(struct net *net, const struct policy_bridge *bridge,
			 bridge_warn *warn, void *data)
{
	static warning_maker *const makers[] = {warn_of_manager, warn_of_addresses,
						warn_of_rules, warn_of_dns,
						warn_of_groups};
	struct link uplink;
	char text[WARNING_TEXT];

	if (!bridge->uplink.dev[0] ||
	    net_find(net, bridge->uplink.dev, &uplink, NULL) != 0)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(makers); i++)
		if (makers[i](net, bridge, &uplink, text))
			warn(text, data);
}
