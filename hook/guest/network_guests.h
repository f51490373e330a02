/* network_guests.h - the running guests of a bridge that libvirt has made anew */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/guest/setup.h"

/* Puts back the ports that the policy wants on that bridge: of libvirt's guests by its
 * own files, of others by their states. What fails is logged. */
void network_guests_put_back(struct task *task, const char *bridge);

/* Whether the guest runs, and has a NIC with that MAC already. */
bool network_guests_have(const struct guest *guest, const struct nic *nic);
