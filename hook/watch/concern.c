/* concern.c - which guests something has happened to */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/watch/concern.h"

#include <stdio.h>
#include <string.h>

bool concern_is_empty(const struct concern *concern)
{
	return !concern->everything && !concern->device_count && !concern->uuid_count;
}

void concern_add_device(struct concern *concern, uint32_t ifindex)
{
	for (size_t i = 0; i < concern->device_count; i++)
		if (concern->devices[i] == ifindex)
			return;
	if (concern->device_count == CONCERN_MAX)
		concern->everything = true;
	else
		concern->devices[concern->device_count++] = ifindex;
}

bool concern_has_guest(const struct concern *concern, const char *uuid)
{
	for (size_t i = 0; uuid && i < concern->uuid_count; i++)
		if (!strcmp(concern->uuids[i], uuid))
			return true;
	return false;
}

void concern_add_guest(struct concern *concern, const char *uuid)
{
	if (concern_has_guest(concern, uuid))
		return;
	if (concern->uuid_count == CONCERN_MAX)
		concern->everything = true;
	else
		snprintf(concern->uuids[concern->uuid_count++], LIBVIRT_UUID_TEXT, "%s",
			 uuid);
}

void concern_remove_guest(struct concern *concern, const char *uuid)
{
	for (size_t i = 0; i < concern->uuid_count; i++)
		if (!strcmp(concern->uuids[i], uuid))
			memcpy(concern->uuids[i], concern->uuids[--concern->uuid_count],
			       LIBVIRT_UUID_TEXT);
}

void concern_add(struct concern *concern, const struct concern *more)
{
	concern->everything = concern->everything || more->everything;
	for (size_t i = 0; i < more->device_count; i++)
		concern_add_device(concern, more->devices[i]);
	for (size_t i = 0; i < more->uuid_count; i++)
		concern_add_guest(concern, more->uuids[i]);
}
