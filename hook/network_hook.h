/* network_hook.h - /etc/libvirt/hooks/network.d/onebridge: libvirt runs it whenever a
 * network starts or ends, or gets a port
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <stdbool.h>

/* Whether the program was called by a path that makes it the network hook: …/network,
 * …/network.d/ANYTHING, or as onebridge-network-hook, which the script of a package runs.
 */
bool network_hook_is_called(const char *path);

/* The main function; returns the exit status. */
int network_hook_main(int argc, char **argv);
