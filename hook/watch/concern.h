/* concern.h - which guests something has happened to */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/libvirt/libvirt_guests.h"
#include "netcore/link.h"

enum { CONCERN_MAX = 256 /* of more, everything is compared */ };

struct concern_device {
	uint32_t ifindex;
	bool made; /* it has just come */
};

struct concern {
	bool everything;
	struct concern_device devices[CONCERN_MAX];
	size_t device_count;
	char uuids[CONCERN_MAX][LIBVIRT_UUID_TEXT];
	size_t uuid_count;
};

void concern_add_device(struct concern *concern, uint32_t ifindex, bool made);
void concern_add_guest(struct concern *concern, const char *uuid);
void concern_add(struct concern *concern, const struct concern *more);

bool concern_is_empty(const struct concern *concern);
bool concern_has_guest(const struct concern *concern, const char *uuid);

/* NULL: not that device, or everything. */
const struct concern_device *concern_find_device(const struct concern *concern,
						 uint32_t ifindex);
