/* qemu_mac.h - the MAC of a QEMU's network device */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "netcore/text.h"

/* As a command line has it. false: it is not one, or (text NULL, zeros) QEMU chooses. */
bool qemu_mac_read(const char *text, uint8_t ret[MAC_BYTES]);
