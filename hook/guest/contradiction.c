/* contradiction.c - what a guest's XML says against a rule */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/guest/contradiction.h"

#include <errno.h>

static int refuse_vlans(const struct nic *nic, const struct attach *attach,
			struct error *err)
{
	char xml[64], rule[64];

	vlan_set_print(nic->vlans, xml, sizeof(xml));
	vlan_set_print(attach->vlans, rule, sizeof(rule));
	return error_set(err, EINVAL,
			 "the guest's XML has VLAN %s, the rule VLAN %s; change one of "
			 "them",
			 xml, rule);
}

static int refuse_antispoof(const struct guest *guest, struct error *err)
{
	static const char *const remedies[] = {
		[ORIGIN_LIBVIRT] = "set it in the guest's XML",
		[ORIGIN_QEMU_IFUP] = "set it (-device …,mac=)",
		[ORIGIN_BRIDGE_HELPER] = "QEMU does not tell it to its helper",
	};

	return error_set(err, EINVAL,
			 "<antispoof> needs the guest's MAC, which is not known; %s, or "
			 "name it in the rule (<antispoof><mac address='…'/>)",
			 remedies[guest->origin]);
}

int contradiction_find(const struct guest *guest, const struct nic *nic,
		       const struct attach *attach, struct error *err)
{
	if (nic_is_ethernet(nic) && nic_knows_mac(nic) && nic->mac[0] == 0xfe)
		return error_set(err, EINVAL,
				 "its MAC begins with fe:, which is reserved for TAP "
				 "devices; give the guest another one");
	if (nic->isolated && option_values_have(&attach->port, PORT_isolated) &&
	    !attach->port.value[PORT_isolated])
		return error_set(err, EINVAL,
				 "the guest's XML has <port isolated='yes'/>, the rule "
				 "isolated='no'; change one of them");
	if (attach->antispoof.on && !nic_knows_mac(nic) &&
	    attach->antispoof.mac_count == 0)
		return refuse_antispoof(guest, err);
	if (nic->vlans && attach->vlans && !vlan_set_equal(nic->vlans, attach->vlans))
		return refuse_vlans(nic, attach, err);
	return 0;
}
