/* router_solicitation.h - asks routers for an advertisement (RFC 4861, 4.1) */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/link.h"

/* Best effort: without an answer the next advertisement comes unasked. */
void router_solicitation_send(const struct link_ref *device);
