/* policy_watch.h - tells when the policy's files may have changed */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>

#include "netcore/error.h"

struct policy_watch {
	int fd;    /* can be read when something has happened to the policy */
	int above; /* the folder in which the policy's is */
};

/* 0 or -errno. */
int policy_watch_open(struct policy_watch *ret, struct error *err);
void policy_watch_close(struct policy_watch *watch);

/* Reads it, and looks out for folders that have come. Whether the policy may have
 * changed. */
bool policy_watch_read(struct policy_watch *watch);
