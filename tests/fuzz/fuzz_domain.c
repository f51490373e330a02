/* fuzz_domain.c - any bytes as domain XML: they are a guest, or an error that says why */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "xml/domain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static bool is_governed(const struct nic *nic)
{
	return !strcmp(nic->actual, "ethernet") || !strcmp(nic->actual, "bridge") ||
	       !strcmp(nic->actual, "network");
}

static void check_nic(const struct nic *nic, size_t index)
{
	must(nic->number == index + 1);
	must(nic->type && nic->actual);
	must(!nic->script || *nic->script);
	if (!is_governed(nic))
		return;
	must(!nic->target || text_is_ifname(nic->target));
	must(!nic->bridge || text_is_ifname(nic->bridge));
	must(nic->queues > 0);
}

static void check_guest(const struct guest *guest)
{
	must(guest->name && *guest->name);
	must(!guest->uuid || strlen(guest->uuid) == 36);
	for (size_t i = 0; i < guest->nic_count; i++)
		check_nic(&guest->nics[i], i);
}

static void check_error(int r, const struct error *err)
{
	must(r < 0 && err->number == -r);
	must(*err->text && !strpbrk(err->text, "\n\r\033"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(guest_clear) struct guest guest = {};
	struct error err = {};
	int r = domain_read_text((const char *)data, size, &guest, &err);

	if (r == 0)
		check_guest(&guest);
	else
		check_error(r, &err);
	return 0;
}
