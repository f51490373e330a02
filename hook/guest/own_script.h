/* own_script.h - libvirt's <script> that is onebridge-ifup: it acts for the hook */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "xml/guest.h"

/* Marks the NICs whose <script> is onebridge-ifup, or a link that leads to it. */
void own_script_find(struct guest *guest);

/* Whether it is for the script to set the NIC up. A TAP of ours it leaves to the hook. */
bool own_script_acts(const struct nic *nic);
