/* legacy_firewall.h - iptables' own tables, which nftables does not show */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/kernel/firewall.h"

/* Adds them, by iptables' save tool, where the kernel has such tables at all: the tool
 * would make them otherwise. */
void legacy_firewall_read(struct firewall *firewall);
