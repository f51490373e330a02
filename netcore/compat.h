/* compat.h - the kernel's numbers for bridges, also those that its headers here lack
 *
 * kernel_symbols.h has what the compiler did not find: the rows are in meson.build.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <linux/if_bridge.h>
#include <linux/if_link.h>

#include "netcore/kernel_symbols.h"
