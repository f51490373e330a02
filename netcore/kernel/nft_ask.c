/* nft_ask.c - whether there is a table at all, asked without libnftables
 *
 * That lists the chains of all tables before it lists one, and takes its time to be
 * loaded. Most of the time there is no such table.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <errno.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "netcore/cleanup.h"
#include "netcore/kernel/nft.h"

static void free_socket(struct nl_sock **socket)
{
	if (*socket)
		nl_socket_free(*socket);
}

/* 0, or a negative NLE_…. */
static int send_question(struct nl_sock *socket, uint8_t family, const char *name)
{
	struct nfgenmsg header = {.nfgen_family = family};
	struct nl_msg *message = nlmsg_alloc_simple(
		NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETTABLE, NLM_F_REQUEST | NLM_F_ACK);
	int r = -NLE_NOMEM;

	if (message &&
	    nlmsg_append(message, &header, sizeof(header), NLMSG_ALIGNTO) == 0 &&
	    nla_put_string(message, NFTA_TABLE_NAME, name) == 0)
		r = nl_send_auto(socket, message);
	nlmsg_free(message);
	return r < 0 ? r : 0;
}

bool nft_lacks_table(uint8_t family, const char *name)
{
	_cleanup_(free_socket) struct nl_sock *socket = nl_socket_alloc();

	if (!socket || nl_connect(socket, NETLINK_NETFILTER) < 0 ||
	    send_question(socket, family, name) < 0)
		return false;
	return nl_wait_for_ack(socket) == -NLE_OBJ_NOTFOUND;
}
