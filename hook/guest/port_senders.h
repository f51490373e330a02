/* port_senders.h - who may send from a guest's NIC, by its rule and its XML */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "xml/guest.h"
#include "xml/rule.h"

/* Whether the rule filters at all, and the filter that its NIC is to have. */
bool port_senders_want(const struct nic *nic, const struct attach *attach,
		       struct filter *ret);
