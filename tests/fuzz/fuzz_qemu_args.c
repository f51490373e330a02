/* fuzz_qemu_args.c - any bytes as QEMU's command line: they are a guest */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "hook/qemu/qemu_args.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct tap_fd held[] = {
	{3, "tap0"}, {5, "web"}, {6, "web"}, {8, "brtap0"}, {9, "tap1"}, {12, "tap0"},
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

static bool is_same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static void check_nic(const struct nic *nic, size_t index)
{
	static const uint8_t zeros[MAC_BYTES];
	bool bridge = !strcmp(nic->type, "bridge");

	must(nic->number == index + 1);
	must(*nic->type && is_same(nic->type, nic->actual));
	must(nic->managed && nic->queues > 0 && nic->queues <= 1024);
	must(nic->has_mac == !!memcmp(nic->mac, zeros, MAC_BYTES));
	must(!nic->target || text_is_ifname(nic->target));
	must(!nic->target || bridge || !strcmp(nic->type, "ethernet"));
	must(!bridge || nic->bridge);
}

static void check_guest(const struct guest *guest)
{
	must(guest->stage == GUEST_BY_HAND || guest->stage == GUEST_CONFIGURED);
	must(!guest->name || *guest->name);
	must(!guest->uuid || strlen(guest->uuid) == 36);
	for (size_t i = 0; i < guest->nic_count; i++) {
		const struct nic *nic = &guest->nics[i];

		check_nic(nic, i);
		must(!nic->target || qemu_args_nic(guest, nic->target)->target);
	}
}

/* The TAPs that are held say nothing but whose they are. */
static void check_same(const struct guest *a, const struct guest *b)
{
	must(a->nic_count == b->nic_count);
	must(is_same(a->name, b->name) && is_same(a->uuid, b->uuid));
	for (size_t i = 0; i < a->nic_count; i++) {
		must(is_same(a->nics[i].type, b->nics[i].type));
		must(is_same(a->nics[i].alias, b->nics[i].alias));
		must(!memcmp(a->nics[i].mac, b->nics[i].mac, MAC_BYTES));
		must(!b->nics[i].target || is_same(a->nics[i].target, b->nics[i].target));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(guest_clear) struct guest guest = {}, alone = {};
	const char *args = (const char *)data;
	struct error err = {};
	int r = qemu_args_read(args, size, held, ARRAY_SIZE(held), &guest, &err);

	must(r == 0 || (r == -EINVAL && err.number == EINVAL && strchr(err.text, ';')));
	must(qemu_args_read(args, size, NULL, 0, &alone, &err) == r);
	if (r < 0)
		return 0;
	check_guest(&guest);
	check_same(&guest, &alone);
	return 0;
}
