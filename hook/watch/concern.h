/* concern.h - which guests something has happened to */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/libvirt/libvirt_guests.h"
#include "netcore/link.h"

enum { CONCERN_MAX = 256 /* of more, everything is compared */ };

struct concern {
	bool everything;
	uint32_t devices[CONCERN_MAX]; /* ifindexes */
	size_t device_count;
	char uuids[CONCERN_MAX][LIBVIRT_UUID_TEXT];
	size_t uuid_count;
};

void concern_add_device(struct concern *concern, uint32_t ifindex);
void concern_add_guest(struct concern *concern, const char *uuid);
void concern_add(struct concern *concern, const struct concern *more);

void concern_remove_guest(struct concern *concern, const char *uuid);

bool concern_is_empty(const struct concern *concern);
bool concern_has_guest(const struct concern *concern, const char *uuid);
