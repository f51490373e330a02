/* altname.c - the device behind an alternative name */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/guest/altname.h"

#include <errno.h>
#include <string.h>

static int take_name(struct nic *nic, const char *name, struct error *err)
{
	char *copy = strdup(name);

	if (!copy)
		return error_set(err, ENOMEM, "no memory");
	free(nic->bridge_altname);
	nic->bridge_altname = nic->bridge;
	nic->bridge = copy;
	return 0;
}

int altname_resolve(struct net *net, struct guest *guest, struct error *err)
{
	_cleanup_(seen_clear) struct seen seen = {};
	int r;

	for (size_t i = 0; i < guest->nic_count; i++)
		if (guest->nics[i].bridge && guest->origin == ORIGIN_LIBVIRT)
			seen_ask(&seen, guest->nics[i].bridge);
	r = seen_answer(&seen, net, err);
	for (size_t i = 0; r == 0 && i < guest->nic_count; i++) {
		struct nic *nic = &guest->nics[i];
		const char *name = nic->bridge ? seen_altname(&seen, nic->bridge) : NULL;

		if (name)
			r = take_name(nic, name, err);
	}
	return r;
}

int altname_refuse(const struct seen *seen, const char *name, struct error *err)
{
	const char *device = seen_altname(seen, name);

	if (!device)
		return 0;
	return error_set(err, ENODEV, "%s is an alternative name of %s; use the name %s",
			 name, device, device);
}
