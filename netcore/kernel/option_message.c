/* option_message.c - an option's value as an attribute of rtnetlink's */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/option_message.h"

#include <endian.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <netlink/attr.h>

#include "netcore/text.h"

uint64_t option_message_read(const struct link_option *option, struct nlattr *attribute)
{
	switch (nla_len(attribute)) {
	case sizeof(uint8_t):
		return option_is_flag(option) ? nla_get_u8(attribute) != 0
					      : nla_get_u8(attribute);
	case sizeof(uint16_t):
		return nla_get_u16(attribute);
	case sizeof(uint32_t):
		return option_is_flag(option) ? nla_get_u32(attribute) != 0
					      : nla_get_u32(attribute);
	case sizeof(uint64_t):
		return nla_get_u64(attribute);
	}
	return 0;
}

int option_message_put(struct nl_msg *message, const struct link_option *option,
		       uint64_t value)
{
	struct br_boolopt_multi bits = {.optval = (uint32_t)value
						  << option->attribute % 32,
					.optmask = UINT32_C(1) << option->attribute % 32};
	uint8_t mac[MAC_BYTES];

	switch (option->type) {
	case OPTION_FLAG:
	case OPTION_U8:
	case OPTION_STATE:
		return nla_put_u8(message, option->attribute, (uint8_t)value);
	case OPTION_U16:
		return nla_put_u16(message, option->attribute, (uint16_t)value);
	case OPTION_FLAG32:
	case OPTION_DEVICE:
	case OPTION_U32:
	case OPTION_TIME:
		return nla_put_u32(message, option->attribute, (uint32_t)value);
	case OPTION_TIME64:
		return nla_put_u64(message, option->attribute, value);
	case OPTION_PROTOCOL:
		return nla_put_u16(message, option->attribute, htobe16((uint16_t)value));
	case OPTION_BIT:
		return nla_put(message, IFLA_BR_MULTI_BOOLOPT, sizeof(bits), &bits);
	case OPTION_MAC:
		for (size_t i = MAC_BYTES; i-- > 0; value >>= 8)
			mac[i] = (uint8_t)value;
		return nla_put(message, option->attribute, MAC_BYTES, mac);
	}
	return -1;
}
