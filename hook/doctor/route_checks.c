/* route_checks.c - guests that the host routes for, and the host's own IPv6 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "hook/doctor/check.h"

/* Of one by a rule, that it differs is another check's, and it may be meant to reach the
 * host alone. */
static bool is_by_hand(const struct nic_fact *nic)
{
	return nic->has_addresses && !(nic->rule && nic->rule->routed);
}

/* A TAP in no bridge, with addresses or routes. Each device has a setting of its own,
 * which ip_forward sets for all. */
void find_no_forwarding(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->nic_count; i++) {
		const struct nic_fact *nic = &facts->nics[i];
		const char *dev = nic->nic->target;
		struct finding *finding;

		if (!is_by_hand(nic) || nic->forwards)
			continue;
		finding = findings_add(findings);
		finding_name(finding, NULL, dev);
		finding_guest(finding, nic->guest->name ? nic->guest->name : dev);
		if (facts->forwards[0])
			finding_value(finding, "net/ipv4/conf/%s/forwarding",
				      text_for_shell(dev).text);
		else
			finding_value(finding, "net.ipv4.ip_forward");
		finding_evidence(
			finding,
			"/proc/sys/net/ipv4/%s%s%s is 0, and %s is in no bridge and has "
			"addresses or routes",
			facts->forwards[0] ? "conf/" : "", facts->forwards[0] ? dev : "",
			facts->forwards[0] ? "/forwarding" : "ip_forward", dev);
	}
}

static uint64_t device_setting(const struct device_fact *device, const char *name)
{
	size_t index = option_index(option_find(&ip_settings, name));

	return option_values_have(&device->settings, index)
		       ? device->settings.value[index]
		       : 0;
}

/* One that the admin has given needs no router's word. */
static bool has_static_route(const struct device_fact *device)
{
	for (size_t i = 0; i < device->has.route_count; i++)
		if (device->has.routes[i].ipv6 &&
		    device->has.routes[i].giver == HOST_ADMIN &&
		    !strcmp(device->has.routes[i].to, "default"))
			return true;
	return false;
}

/* accept_ra=1 hears no router while IPv6 is forwarded (ip-sysctl.rst). */
void find_deaf_to_routers(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->view.bridge_count; i++) {
		const struct bridge_view *bridge = &facts->view.bridges[i];
		const struct device_fact *device = facts_device(facts, bridge->link);
		const char *name = bridge->link->ref.name;
		struct finding *finding;

		if (!facts_uplink(bridge) || !device || !device->has_addresses ||
		    !device_setting(device, "ipv6.forwarding") ||
		    device_setting(device, "ipv6.accept_ra") != 1 ||
		    has_static_route(device))
			continue;
		finding = findings_add(findings);
		finding_name(finding, name, NULL);
		finding_evidence(finding,
				 "forwarding is 1 and accept_ra is 1 in "
				 "/proc/sys/net/ipv6/conf/%s",
				 name);
	}
}
