/* print_guest.h - a guest as text, as the cases have it */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cases.h"

#include "xml/guest.h"

static inline void print_text(FILE *out, const char *name, const char *text)
{
	if (text)
		fprintf(out, "  %s: %s\n", name, text);
}

static inline void print_nic(FILE *out, const struct nic *nic)
{
	char mac[MAC_TEXT], vlans[200];

	fprintf(out, "nic %u\n", nic->number);
	print_text(out, "type", nic->type);
	print_text(out, "actual", nic->actual);
	print_text(out, "alias", nic->alias);
	print_text(out, "model", nic->model);
	print_text(out, "bridge", nic->bridge);
	print_text(out, "network", nic->network);
	print_text(out, "portgroup", nic->portgroup);
	print_text(out, "target", nic->target);
	print_text(out, "script", nic->script);
	print_text(out, "virtualport", nic->virtualport);
	text_print_mac(nic->mac, mac);
	print_text(out, "mac", nic->has_mac ? mac : NULL);
	print_text(out, "managed", nic->managed ? NULL : "no");
	print_text(out, "isolated", nic->isolated ? "yes" : NULL);
	if (nic->queues != 1)
		fprintf(out, "  queues: %u\n", nic->queues);
	if (nic->vlans) {
		vlan_set_print(nic->vlans, vlans, sizeof(vlans));
		print_text(out, "vlans", vlans);
	}
	if (nic->mtu)
		fprintf(out, "  mtu: %u\n", nic->mtu);
}

static inline char *print_guest(const struct guest *guest)
{
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	assert_int_equal(guest->origin, ORIGIN_LIBVIRT);
	fprintf(out, "%s\n", guest->stage == GUEST_SETTLED ? "running" : "not running");
	print_text(out, "name", guest->name);
	print_text(out, "uuid", guest->uuid);
	for (size_t i = 0; i < guest->nic_count; i++)
		print_nic(out, &guest->nics[i]);
	fclose(out);
	return text;
}
