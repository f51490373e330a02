/* link.c - what a bridge's options say of VLANs */
#include "netcore/link.h"

/* A kernel without VLANs on bridges reports no filtering, but no default PVID either. */
bool link_has_vlans(const struct link *bridge)
{
	return option_values_have(&bridge->bridge, BRIDGE_vlan_default_pvid);
}

bool link_filters_vlans(const struct link *bridge)
{
	return option_values_have(&bridge->bridge, BRIDGE_vlan_filtering) &&
	       bridge->bridge.value[BRIDGE_vlan_filtering];
}

uint16_t link_default_pvid(const struct link *bridge)
{
	return link_has_vlans(bridge)
		       ? (uint16_t)bridge->bridge.value[BRIDGE_vlan_default_pvid]
		       : 0;
}
