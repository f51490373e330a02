/* port_filter.h - who may send from a port, from what is held now to what is to be */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/plan.h"

/* Adds the steps; none where it is so already. */
int port_filter_plan(const struct link *have, const struct filter *want,
		     struct plan *plan, struct error *err);
