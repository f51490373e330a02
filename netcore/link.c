/* link.c - what a bridge's options say of VLANs */
#include "netcore/link.h"

static const uint64_t *bridge_value(const struct link *bridge, const char *name)
{
	size_t index = option_index(option_find(&bridge_options, name));

	return option_values_have(&bridge->bridge, index) ? &bridge->bridge.value[index]
							  : NULL;
}

/* A kernel built without them says that none are filtered, but not which is the default.
 */
bool link_has_vlans(const struct link *bridge)
{
	return bridge_value(bridge, "vlan_default_pvid");
}

bool link_filters_vlans(const struct link *bridge)
{
	const uint64_t *value = bridge_value(bridge, "vlan_filtering");

	return value && *value;
}

uint16_t link_default_pvid(const struct link *bridge)
{
	const uint64_t *value = bridge_value(bridge, "vlan_default_pvid");

	return value ? (uint16_t)*value : 0;
}
