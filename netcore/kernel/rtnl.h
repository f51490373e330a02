/* rtnl.h - one rtnetlink socket: questions and changes, many in one system call, and
 * dumps
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <stdbool.h>

#include "netcore/error.h"

/* A positive errno for what a libnl function returned: its NLE_… are numbers of their
 * own. */
int rtnl_errno(int nl_error);

int rtnl_open(struct nl_sock **ret, struct error *err);

/* Of another NETLINK_… than NETLINK_ROUTE. */
int rtnl_open_protocol(int protocol, struct nl_sock **ret, struct error *err);

void rtnl_close(struct nl_sock **socket);

/* A message that begins with its family's header, and has room for a few attributes, or
 * for so many bytes; NULL: no memory. */
struct nl_msg *rtnl_message(int type, int flags, const void *family_header,
			    size_t header_size);
struct nl_msg *rtnl_message_sized(int type, int flags, const void *family_header,
				  size_t header_size, size_t room);
void rtnl_message_free(struct nl_msg **message);

/* Sends all messages in one system call, and hands each one's answer, by its place among
 * them, to read: what was asked for, or NLMSG_ERROR (error 0: done). Returns 0, or -errno
 * and err for a socket that fails; what the kernel refuses is for read to tell. */
typedef void (*rtnl_read)(size_t index, struct nlmsghdr *answer, void *data);
int rtnl_talk(struct nl_sock *socket, struct nl_msg *const *messages, size_t count,
	      rtnl_read read, void *data, struct error *err);

/* 0, or the -errno that an answer says; and what the kernel says beyond the number, or
 * "". */
int rtnl_answer_error(struct nlmsghdr *answer);
const char *rtnl_answer_text(struct nlmsghdr *answer);

/* Sends one question and hands every part of its answer to read, as long as that returns
 * true; nothing, where the answer ends in an error. One that the kernel marks as
 * interrupted by a change (NLM_F_DUMP_INTR) is asked for again. -EAGAIN: so is every one.
 */
typedef bool (*rtnl_read_part)(struct nlmsghdr *part, void *data);
int rtnl_dump(struct nl_sock *socket, struct nl_msg *question, rtnl_read_part read,
	      void *data, struct error *err);

/* The same for what comes first in a long answer: each part is handed over as it comes.
 * The socket is of no use after that if read stopped early. */
int rtnl_dump_first(struct nl_sock *socket, struct nl_msg *question, rtnl_read_part read,
		    void *data, struct error *err);
