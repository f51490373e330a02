/* contradiction.h - what a guest's XML says against a rule */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/error.h"
#include "xml/guest.h"
#include "xml/policy.h"

/* -EINVAL where both cannot hold, with what to change; else 0. */
int contradiction_find(const struct guest *guest, const struct nic *nic,
		       const struct attach *attach, struct error *err);
