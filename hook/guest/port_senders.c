/* port_senders.c - who may send from a guest's NIC, by its rule and its XML */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/guest/port_senders.h"

_Static_assert(1 + 2 * ANTISPOOF_MACS + ANTISPOOF_ADDRESSES + NIC_ADDRESSES <=
		       FILTER_SENDERS,
	       "all of them fit");

static void allow_mac(struct filter *filter, const uint8_t mac[MAC_BYTES])
{
	const struct sender sender = sender_of_mac(mac);

	filter_add(filter, &sender);
}

static void want_antispoof(const struct nic *nic, const struct antispoof *antispoof,
			   struct filter *filter)
{
	if (nic_knows_mac(nic))
		allow_mac(filter, nic->mac);
	for (size_t i = 0; i < antispoof->mac_count; i++)
		allow_mac(filter, antispoof->macs[i]);
	for (size_t i = 0; i < antispoof->shared_count; i++)
		allow_mac(filter, antispoof->shared[i]);
	for (size_t i = 0; i < antispoof->address_count; i++)
		filter_add(filter, &antispoof->addresses[i]);
	for (size_t i = 0; antispoof->of_domain && i < nic->address_count; i++)
		filter_add(filter, &nic->addresses[i]);
}

bool port_senders_want(const struct nic *nic, const struct attach *attach,
		       struct filter *ret)
{
	if (!attach_filters(attach))
		return false;
	*ret = (struct filter){
		.known = true, .on = true, .guards = (uint8_t)attach_guards(attach)};
	if (attach->antispoof.on)
		want_antispoof(nic, &attach->antispoof, ret);
	return true;
}
