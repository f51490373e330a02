/* fdb_message.c - rtnetlink's words for a bridge's FDB: which MAC is behind which port
 *
 * A static entry is NUD_NOARP; NUD_PERMANENT would make the MAC the host's own. Without
 * NTF_STICKY the first frame with that source on another port moves it there for good
 * (br_fdb_update() in the kernel's net/bridge/br_fdb.c). Without NDA_VLAN it is made, or
 * taken out, for every VLAN of the port and for none (br_fdb_add()).
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/kernel/fdb_message.h"

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <string.h>

#include "netcore/kernel/rtnl.h"

static struct nl_msg *entry_message(int type, int flags, const struct ndmsg *header,
				    const struct fdb_key *key)
{
	struct nl_msg *message = rtnl_message(type, flags, header, sizeof(*header));

	if (!message)
		return NULL;
	if (nla_put(message, NDA_LLADDR, MAC_BYTES, key->mac) == 0 &&
	    (!key->vlan || nla_put_u16(message, NDA_VLAN, key->vlan) == 0))
		return message;
	nlmsg_free(message);
	return NULL;
}

/* In a state of an older version the port is the step's device. */
static int entry_port(const struct step *step)
{
	const struct link_ref *port = step_device(step);

	return (int)(port->ifindex ? port->ifindex : step->dev.ifindex);
}

struct nl_msg *fdb_message_step(const struct step *step, unsigned vlan)
{
	struct ndmsg header = {.ndm_family = AF_BRIDGE,
			       .ndm_ifindex = entry_port(step),
			       .ndm_state = NUD_NOARP,
			       .ndm_flags = NTF_MASTER};
	int flags = NLM_F_ACK | (step->to.set ? NLM_F_CREATE | NLM_F_REPLACE : 0);
	struct fdb_key key = {.vlan = (uint16_t)vlan};

	memcpy(key.mac, step->mac, MAC_BYTES);
	if (step->to.set && step->to.sticky)
		header.ndm_flags |= NTF_STICKY;
	return entry_message(step->to.set ? RTM_NEWNEIGH : RTM_DELNEIGH, flags, &header,
			     &key);
}

struct nl_msg *fdb_message_ask(const struct fdb_key *key)
{
	struct ndmsg header = {.ndm_family = AF_BRIDGE};
	struct nl_msg *message = entry_message(RTM_GETNEIGH, 0, &header, key);

	if (message && nla_put_u32(message, NDA_MASTER, key->bridge) < 0) {
		nlmsg_free(message);
		return NULL;
	}
	return message;
}

struct nl_msg *fdb_message_ask_port(uint32_t ifindex)
{
	struct ndmsg header = {.ndm_family = AF_BRIDGE, .ndm_ifindex = (int)ifindex};

	return rtnl_message(RTM_GETNEIGH, NLM_F_DUMP, &header, sizeof(header));
}

struct nl_msg *fdb_message_ask_bridge(uint32_t ifindex)
{
	struct ndmsg header = {.ndm_family = AF_BRIDGE};
	struct nl_msg *message =
		rtnl_message(RTM_GETNEIGH, NLM_F_DUMP, &header, sizeof(header));

	if (!message || nla_put_u32(message, NDA_MASTER, ifindex) == 0)
		return message;
	nlmsg_free(message);
	return NULL;
}

bool fdb_message_read(struct nlmsghdr *part, struct fdb_entry *ret)
{
	struct ndmsg *header = nlmsg_data(part);
	struct nlattr *attributes[NDA_MAX + 1];

	if (part->nlmsg_type != RTM_NEWNEIGH ||
	    nlmsg_parse(part, sizeof(*header), attributes, NDA_MAX, NULL) < 0 ||
	    !attributes[NDA_LLADDR] || nla_len(attributes[NDA_LLADDR]) != MAC_BYTES)
		return false;
	*ret = (struct fdb_entry){
		.port.ifindex = (uint32_t)header->ndm_ifindex,
		.learnt = !(header->ndm_state & (NUD_PERMANENT | NUD_NOARP)),
		.local = header->ndm_state & NUD_PERMANENT,
		.sticky = header->ndm_flags & NTF_STICKY,
		.external = header->ndm_flags & NTF_EXT_LEARNED};
	memcpy(ret->key.mac, nla_data(attributes[NDA_LLADDR]), MAC_BYTES);
	if (attributes[NDA_VLAN])
		ret->key.vlan = nla_get_u16(attributes[NDA_VLAN]);
	if (attributes[NDA_MASTER])
		ret->key.bridge = nla_get_u32(attributes[NDA_MASTER]);
	return true;
}
