/* bridge_token.h - the IPv6 token of a bridge that has another MAC than its uplink */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/host_addresses.h"
#include "netcore/link.h"

/* Whether the kernel has made one of these of a router's prefix and of that MAC. */
bool bridge_token_is_needed(const struct host_addresses *has,
			    const uint8_t mac[MAC_BYTES]);

/* That of a device of that MAC: modified EUI-64 (RFC 4291, appendix A). */
void bridge_token_of_mac(const uint8_t mac[MAC_BYTES], uint8_t ret[IPV6_BYTES]);
