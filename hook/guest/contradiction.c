/* contradiction.c - what a guest's XML says against a rule */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/guest/contradiction.h"

#include <errno.h>
#include <string.h>

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
	static const char *const reasons[GUEST_STAGES] = {
		[GUEST_DEFINED] = "which its XML does not have; set it there, or",
		[GUEST_SETTLED] = "which its XML does not have; set it there, or",
		[GUEST_BY_HAND] = "which QEMU was not told; set it (-device …,mac=), or",
		[GUEST_MONITOR] = "which QEMU's command line does not have;",
		[GUEST_CONFIGURED] = "which may be in the file of -readconfig; set it on "
				     "QEMU's command line, or",
		[GUEST_HIDDEN] = "which is not known; let a script of yours exec "
				 "onebridge-ifup, or",
		[GUEST_HOT_PLUG] = "which libvirt does not say when a NIC is plugged in;",
		[GUEST_NETWORK_PORT] = "which libvirt does not say;",
		[GUEST_OF_USER] = "which QEMU does not tell its bridge helper;",
		[GUEST_OF_TAP] = "which onebridge tap add was not given; give it "
				 "(--mac), or",
	};

	return error_set(err, EINVAL,
			 "<antispoof> needs the guest's MAC, %s name it in the rule "
			 "(<antispoof><mac address='…'/>)",
			 reasons[guest->stage]);
}

static int refuse_addresses(const struct guest *guest, const struct nic *nic,
			    struct error *err)
{
	static const char none[] = "its <interface> has none; add <filterref> with "
				   "<parameter name='IP' value='…'/>, or";
	static const char *const reasons[GUEST_STAGES] = {
		[GUEST_DEFINED] = none,
		[GUEST_SETTLED] = none,
		[GUEST_HOT_PLUG] = "libvirt does not tell them when a NIC is plugged in;",
		[GUEST_NETWORK_PORT] = "libvirt does not tell them;",
	};
	const char *reason = reasons[guest->stage];

	if (nic->address_count > NIC_ADDRESSES)
		return error_set(
			err, EINVAL,
			"the guest's <interface> has more than %d addresses, which "
			"<antispoof addresses='domain'> cannot hold; name "
			"networks in the rule (<ip address='…' prefix='…'/>)",
			NIC_ADDRESSES);
	return error_set(
		err, EINVAL,
		"<antispoof addresses='domain'> needs the guest's addresses, and %s name "
		"them in the rule (<antispoof><ip address='…'/>)",
		reason ? reason : "this guest has no XML of libvirt's;");
}

/* libvirt and QEMU do not look, and the second of two fails when it is made. */
static const struct nic *find_same_target(const struct guest *guest,
					  const struct nic *nic)
{
	for (const struct nic *other = guest->nics; nic->target && other < nic; other++)
		if (nic_is_governed(other) && other->target &&
		    !strchr(nic->target, '%') && !strcmp(other->target, nic->target))
			return other;
	return NULL;
}

static int check_mac_and_target(const struct guest *guest, const struct nic *nic,
				struct error *err)
{
	const struct nic *other = find_same_target(guest, nic);
	char text[NIC_TEXT];

	if (nic_knows_mac(nic) && (nic->mac[0] & 1))
		return error_set(err, EINVAL,
				 "its MAC is a multicast address; give the guest another "
				 "one, whose first byte is even");
	if (nic_is_ethernet(nic) && nic_knows_mac(nic) && nic->mac[0] == 0xfe)
		return error_set(err, EINVAL,
				 "its MAC begins with fe:, which is reserved for TAP "
				 "devices; give the guest another one");
	if (!other)
		return 0;
	nic_describe(other, text, sizeof(text));
	return error_set(err, EINVAL,
			 "its TAP device %s is also that of %s; give each a <target "
			 "dev=> of its own",
			 nic->target, text);
}

/* The one that <antispoof> holds to the port. */
static int check_own_mac(const struct nic *nic, struct error *err)
{
	static const uint8_t zeros[MAC_BYTES];

	if (!nic_knows_mac(nic))
		return 0;
	if (mac_is_virtual_router(nic->mac))
		return error_set(
			err, EINVAL,
			"its MAC is that of a virtual router (VRRP), which "
			"several hosts use in turn, and <antispoof> would keep it "
			"here; give the guest another one, or remove <antispoof> "
			"from its rule");
	if (!memcmp(nic->mac, zeros, MAC_BYTES))
		return error_set(
			err, EINVAL,
			"its MAC is all zeros, in place of which QEMU chooses one, and "
			"<antispoof> cannot know it; give the guest a MAC of its own, or "
			"remove <antispoof> from its rule");
	return 0;
}

int contradiction_find(const struct guest *guest, const struct nic *nic,
		       const struct attach *attach, struct error *err)
{
	int r = check_mac_and_target(guest, nic, err);

	if (r < 0)
		return r;
	if (nic->isolated && option_values_have(&attach->port, PORT_isolated) &&
	    !attach->port.value[PORT_isolated])
		return error_set(err, EINVAL,
				 "the guest's XML has <port isolated='yes'/>, the rule "
				 "isolated='no'; change one of them");
	if (attach->antispoof.on && !nic_knows_mac(nic) &&
	    attach->antispoof.mac_count == 0)
		return refuse_antispoof(guest, err);
	if (attach->antispoof.on && attach->antispoof.of_domain &&
	    (!nic->address_count || nic->address_count > NIC_ADDRESSES))
		return refuse_addresses(guest, nic, err);
	r = attach->antispoof.on ? check_own_mac(nic, err) : 0;
	if (r < 0)
		return r;
	if (nic->vlans && attach->vlans && !vlan_set_equal(nic->vlans, attach->vlans))
		return refuse_vlans(nic, attach, err);
	return 0;
}
