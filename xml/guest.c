/* guest.c - a guest and its NICs, as plain values */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/guest.h"

#include <stdlib.h>
#include <string.h>

bool nic_is_ethernet(const struct nic *nic)
{
	return !strcmp(nic->type, "ethernet");
}

bool nic_knows_mac(const struct nic *nic)
{
	return nic->has_mac && !nic->mac_tail;
}

static void nic_clear(struct nic *nic)
{
	free(nic->type);
	free(nic->actual);
	free(nic->alias);
	free(nic->model);
	free(nic->bridge);
	free(nic->network);
	free(nic->portgroup);
	free(nic->target);
	free(nic->script);
	free(nic->virtualport);
	free(nic->vlans);
}

void guest_keep_nic(struct guest *guest, size_t index)
{
	for (size_t i = 0; i < guest->nic_count; i++)
		if (i != index)
			nic_clear(&guest->nics[i]);
	guest->nics[0] = guest->nics[index];
	guest->nics[0].number = 0;
	guest->nic_count = 1;
}

void guest_clear(struct guest *guest)
{
	for (size_t i = 0; i < guest->nic_count; i++)
		nic_clear(&guest->nics[i]);
	free(guest->nics);
	free(guest->name);
	free(guest->uuid);
	free(guest->user);
	free(guest->group);
	*guest = (struct guest){};
}
