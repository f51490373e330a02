/* state_added.c - what `onebridge tap add` was given, in the state of its TAP */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/state/state_added.h"

#include <errno.h>
#include <string.h>

void state_added_print(const struct state_added *added, FILE *out)
{
	char mac[MAC_TEXT] = "-";

	if (!added->on)
		return;
	if (added->has_mac)
		text_print_mac(added->mac, mac);
	fprintf(out, "added %u %u %u %s %s\n", added->ifindex, added->user, added->group,
		mac, added->uuid[0] ? added->uuid : "-");
}

int state_added_read(const char *text, struct state_added *ret)
{
	struct state_added added = {.on = true};
	char mac[MAC_TEXT], uuid[UUID_TEXT], end;

	if (sscanf(text, "%u %u %u %17s %36s%c", &added.ifindex, &added.user,
		   &added.group, mac, uuid, &end) != 5)
		return -EINVAL;
	added.has_mac = strcmp(mac, "-") != 0;
	if ((added.has_mac && text_read_mac(mac, added.mac) < 0) ||
	    (strcmp(uuid, "-") != 0 && text_read_uuid(uuid, added.uuid) < 0))
		return -EINVAL;
	*ret = added;
	return 0;
}
