/* guest.c - a guest and its NICs, as plain values */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/guest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "netcore/cleanup.h"

bool nic_is_ethernet(const struct nic *nic)
{
	return !strcmp(nic->type, "ethernet");
}

bool nic_is_governed(const struct nic *nic)
{
	static const char *const types[] = {"ethernet", "bridge", "network"};

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (nic->actual && !strcmp(nic->actual, types[i]))
			return true;
	return false;
}

const uint8_t *nic_likely_mac(const struct nic *nic)
{
	if (nic->has_mac)
		return nic->mac;
	return nic->has_guess ? nic->guess : NULL;
}

bool nic_knows_mac(const struct nic *nic)
{
	return nic->has_mac && !nic->mac_tail;
}

void nic_add_address(struct nic *nic, const char *text)
{
	struct sender sender;

	if (strchr(text, '/') || sender_read(text, &sender) < 0 ||
	    !sender_is_host(&sender))
		return;
	if (nic->address_count < NIC_ADDRESSES)
		nic->addresses[nic->address_count] = sender;
	nic->address_count++;
}

void nic_describe(const struct nic *nic, char *ret, size_t size)
{
	char mac[MAC_TEXT] = "no MAC yet", place[32];

	if (nic->has_mac)
		text_print_mac(nic->mac, mac);
	snprintf(place, sizeof(place), "interface %u", nic->number);
	if (nic->number)
		snprintf(ret, size, "%s (%s)", nic->alias ? nic->alias : place, mac);
	else if (!nic->target)
		snprintf(ret, size, "the NIC (%s)", mac);
	else
		snprintf(ret, size, "%s (%s)", nic->target, mac);
}

static void nic_clear(struct nic *nic)
{
	free(nic->type);
	free(nic->actual);
	free(nic->alias);
	free(nic->model);
	free(nic->bridge);
	free(nic->bridge_altname);
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

static bool is_chosen_tap(const char *name)
{
	static const char *const prefixes[] = {"vnet", "macvtap", "macvlan"};

	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++)
		if (!strncmp(name, prefixes[i], strlen(prefixes[i])))
			return true;
	return false;
}

static void forget(char **text)
{
	free(*text);
	*text = NULL;
}

void guest_forget_chosen(struct guest *guest)
{
	for (size_t i = 0; i < guest->nic_count; i++) {
		struct nic *nic = &guest->nics[i];

		if (nic->alias && strncmp(nic->alias, "ua-", 3) != 0)
			forget(&nic->alias);
		if (nic->managed && nic->target && is_chosen_tap(nic->target))
			forget(&nic->target);
	}
}
