/* qemu_mac.h - the MAC of a QEMU's network device */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "hook/qemu/qemu_net.h"
#include "netcore/text.h"

/* As a command line has it. false: it is not one, or (text NULL, zeros) QEMU chooses. */
bool qemu_mac_read(const char *text, uint8_t ret[MAC_BYTES]);

/* The MAC of one of these devices; that of one that is not given any is what QEMU
 * chooses. false: it is not among them, or there are too many. */
bool qemu_mac_guess(const struct qemu_net *net, const struct qemu_option *device,
		    uint8_t ret[MAC_BYTES]);
