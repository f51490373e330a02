/* rtnl.c - one rtnetlink socket: questions and changes, many in one system call, and
 * dumps
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/rtnl.h"

#include <errno.h>
#include <linux/netlink.h>
#include <netlink/attr.h>
#include <netlink/socket.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "netcore/array.h"

enum {
	ANSWER_BYTES = 16384, /* several times what the kernel says of one device */
	MESSAGE_BYTES = 256,  /* ours are short */
	DUMP_TRIES = 16,      /* a host at rest needs one */
};

int rtnl_errno(int nl_error)
{
	switch (nl_error < 0 ? -nl_error : nl_error) {
	case NLE_SUCCESS:
		return 0;
	case NLE_NOMEM:
		return ENOMEM;
	case NLE_AGAIN:
		return EAGAIN;
	case NLE_INTR:
		return EINTR;
	case NLE_NOACCESS:
	case NLE_PERM:
		return EPERM;
	case NLE_NODEV:
		return ENODEV;
	case NLE_EXIST:
		return EEXIST;
	case NLE_BUSY:
		return EBUSY;
	case NLE_RANGE:
	case NLE_MSGSIZE:
		return EMSGSIZE;
	case NLE_OPNOTSUPP:
	case NLE_AF_NOSUPPORT:
	case NLE_PROTO_MISMATCH:
		return EOPNOTSUPP;
	case NLE_MSG_TRUNC:
	case NLE_MSG_TOOSHORT:
		return EBADMSG;
	default:
		return EINVAL;
	}
}

static int socket_error(struct error *err, const char *what, int number)
{
	return error_set(err, number, "rtnetlink: cannot %s: %s", what, strerror(number));
}

void rtnl_close(struct nl_sock **socket)
{
	nl_socket_free(*socket);
}

int rtnl_open_protocol(int protocol, struct nl_sock **ret, struct error *err)
{
	_cleanup_(rtnl_close) struct nl_sock *socket = nl_socket_alloc();
	int on = 1, r;

	if (!socket)
		return socket_error(err, "open a socket", ENOMEM);
	nl_debug = 0; /* libnl has it from NLDBG, and would tell its addresses */
	r = nl_connect(socket, protocol);
	r = r < 0 ? r : nl_socket_set_msg_buf_size(socket, ANSWER_BYTES);
	if (r < 0)
		return socket_error(err, "open a socket", rtnl_errno(r));
	nl_socket_disable_auto_ack(socket); /* whoever wants an answer asks for it */
	/* For good messages only: a kernel that lacks them answers all the same. */
	setsockopt(nl_socket_get_fd(socket), SOL_NETLINK, NETLINK_EXT_ACK, &on,
		   sizeof(on));
	setsockopt(nl_socket_get_fd(socket), SOL_NETLINK, NETLINK_CAP_ACK, &on,
		   sizeof(on));
	/* And for dumps of no more than what was asked for. */
	setsockopt(nl_socket_get_fd(socket), SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on,
		   sizeof(on));
	*ret = socket;
	socket = NULL;
	return 0;
}

int rtnl_open(struct nl_sock **ret, struct error *err)
{
	return rtnl_open_protocol(NETLINK_ROUTE, ret, err);
}

struct nl_msg *rtnl_message_sized(int type, int flags, const void *family_header,
				  size_t header_size, size_t room)
{
	struct nl_msg *message = nlmsg_alloc_size(MESSAGE_BYTES + room);

	if (!message)
		return NULL;
	if (!nlmsg_put(message, NL_AUTO_PORT, NL_AUTO_SEQ, type, 0,
		       NLM_F_REQUEST | flags) ||
	    nlmsg_append(message, (void *)family_header, header_size, NLMSG_ALIGNTO) <
		    0) {
		nlmsg_free(message);
		return NULL;
	}
	return message;
}

struct nl_msg *rtnl_message(int type, int flags, const void *family_header,
			    size_t header_size)
{
	return rtnl_message_sized(type, flags, family_header, header_size, 0);
}

void rtnl_message_free(struct nl_msg **message)
{
	nlmsg_free(*message);
}

static int send_all(struct nl_sock *socket, struct nl_msg *const *messages, size_t count,
		    struct error *err)
{
	_cleanup_(cleanup_free) struct iovec *parts = calloc(count, sizeof(*parts));
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	struct msghdr all = {.msg_name = &kernel,
			     .msg_namelen = sizeof(kernel),
			     .msg_iov = parts,
			     .msg_iovlen = count};

	if (!parts)
		return socket_error(err, "send", ENOMEM);
	for (size_t i = 0; i < count; i++) {
		nl_complete_msg(socket, messages[i]);
		parts[i].iov_base = nlmsg_hdr(messages[i]);
		parts[i].iov_len = nlmsg_hdr(messages[i])->nlmsg_len;
	}
	if (sendmsg(nl_socket_get_fd(socket), &all, 0) < 0)
		return socket_error(err, "send", errno);
	return 0;
}

/* One datagram from the kernel; bytes that anybody else sent are passed over. */
static int receive(struct nl_sock *socket, unsigned char **ret, int *ret_length,
		   struct error *err)
{
	struct sockaddr_nl sender = {};
	int length;

	do {
		free(*ret);
		*ret = NULL;
		length = nl_recv(socket, &sender, ret, NULL);
		if (length <= 0)
			return socket_error(err, "receive",
					    length ? rtnl_errno(length) : ECONNRESET);
	} while (sender.nl_pid != 0);
	*ret_length = length;
	return 0;
}

static size_t answered_message(struct nlmsghdr *answer, struct nl_msg *const *messages,
			       size_t count)
{
	size_t i = 0;

	while (i < count && nlmsg_hdr(messages[i])->nlmsg_seq != answer->nlmsg_seq)
		i++;
	return i;
}

int rtnl_talk(struct nl_sock *socket, struct nl_msg *const *messages, size_t count,
	      rtnl_read read, void *data, struct error *err)
{
	int r = send_all(socket, messages, count, err);

	for (size_t answers = 0; r == 0 && answers < count;) {
		_cleanup_(cleanup_free) unsigned char *bytes = NULL;
		int length;

		r = receive(socket, &bytes, &length, err);
		if (r < 0)
			return r;
		for (struct nlmsghdr *answer = (struct nlmsghdr *)bytes;
		     nlmsg_ok(answer, length); answer = nlmsg_next(answer, &length)) {
			size_t index = answered_message(answer, messages, count);

			if (index < count) {
				read(index, answer, data);
				answers++;
			}
		}
	}
	return r;
}

int rtnl_answer_error(struct nlmsghdr *answer)
{
	if (answer->nlmsg_type != NLMSG_ERROR)
		return 0;
	return ((struct nlmsgerr *)nlmsg_data(answer))->error;
}

const char *rtnl_answer_text(struct nlmsghdr *answer)
{
	struct nlattr *attributes[NLMSGERR_ATTR_MAX + 1];
	bool more = answer->nlmsg_type == NLMSG_ERROR &&
		    answer->nlmsg_flags & NLM_F_ACK_TLVS &&
		    answer->nlmsg_flags & NLM_F_CAPPED;

	if (!more || nlmsg_parse(answer, sizeof(struct nlmsgerr), attributes,
				 NLMSGERR_ATTR_MAX, NULL) < 0)
		return "";
	return attributes[NLMSGERR_ATTR_MSG]
		       ? nla_get_string(attributes[NLMSGERR_ATTR_MSG])
		       : "";
}

/* The end of a dump carries an errno: netlink_dump_done() in the kernel's af_netlink.c.
 */
static int dump_error(struct nlmsghdr *part)
{
	int number = 0;

	if (part->nlmsg_type != NLMSG_DONE)
		return rtnl_answer_error(part);
	if (nlmsg_datalen(part) >= (int)sizeof(number))
		memcpy(&number, nlmsg_data(part), sizeof(number));
	return number < 0 ? number : 0;
}

/* What a dump consists of, as it came. */
struct datagrams {
	struct datagram {
		unsigned char *bytes;
		int length;
	} * all;
	size_t count;
};

static void datagrams_clear(struct datagrams *datagrams)
{
	for (size_t i = 0; i < datagrams->count; i++)
		free(datagrams->all[i].bytes);
	free(datagrams->all);
	*datagrams = (struct datagrams){};
}

/* How far a dump has come. */
struct dump_progress {
	uint32_t sequence; /* of the question: whatever else arrives is passed over */
	bool ended, interrupted;
	int error;
};

/* Hands the parts of a datagram to read, if there is one, until it returns false. */
static void read_datagram(const struct datagram *datagram, struct dump_progress *progress,
			  rtnl_read_part read, void *data)
{
	int length = datagram->length;

	for (struct nlmsghdr *part = (struct nlmsghdr *)datagram->bytes;
	     nlmsg_ok(part, length); part = nlmsg_next(part, &length)) {
		if (part->nlmsg_seq != progress->sequence)
			continue;
		progress->interrupted |= (part->nlmsg_flags & NLM_F_DUMP_INTR) != 0;
		progress->error = dump_error(part);
		progress->ended = part->nlmsg_type == NLMSG_DONE || progress->error ||
				  (read && !read(part, data));
		if (progress->ended)
			return;
	}
}

static int receive_dump(struct nl_sock *socket, struct nl_msg *question,
			struct datagrams *ret, struct dump_progress *progress,
			struct error *err)
{
	int r = send_all(socket, &question, 1, err);

	progress->sequence = nlmsg_hdr(question)->nlmsg_seq;
	while (r == 0 && !progress->ended) {
		struct datagram *next;

		if (!array_grow(&ret->all, ret->count, sizeof(*ret->all)))
			return socket_error(err, "dump", ENOMEM);
		next = &ret->all[ret->count];
		*next = (struct datagram){};
		r = receive(socket, &next->bytes, &next->length, err);
		if (r < 0)
			return r;
		ret->count++;
		read_datagram(next, progress, NULL, NULL);
	}
	return r;
}

/* A question gets another number each time that it is sent. */
static int repeat_dump(struct nl_sock *socket, struct nl_msg *question,
		       struct datagrams *ret, uint32_t *ret_sequence, struct error *err)
{
	for (int i = 0; i < DUMP_TRIES; i++) {
		struct dump_progress progress = {};
		int r;

		datagrams_clear(ret);
		nlmsg_hdr(question)->nlmsg_seq = NL_AUTO_SEQ;
		r = receive_dump(socket, question, ret, &progress, err);
		if (r < 0)
			return r;
		if (progress.error)
			return socket_error(err, "dump", -progress.error);
		*ret_sequence = progress.sequence;
		if (!progress.interrupted)
			return 0;
	}
	return error_set(err, EAGAIN,
			 "rtnetlink: the host's network configuration changes too fast "
			 "to be read; try again");
}

int rtnl_dump(struct nl_sock *socket, struct nl_msg *question, rtnl_read_part read,
	      void *data, struct error *err)
{
	_cleanup_(datagrams_clear) struct datagrams datagrams = {};
	struct dump_progress progress = {};
	int r = repeat_dump(socket, question, &datagrams, &progress.sequence, err);

	for (size_t i = 0; r == 0 && i < datagrams.count && !progress.ended; i++)
		read_datagram(&datagrams.all[i], &progress, read, data);
	return r;
}

int rtnl_dump_first(struct nl_sock *socket, struct nl_msg *question, rtnl_read_part read,
		    void *data, struct error *err)
{
	struct dump_progress progress = {};
	int r = send_all(socket, &question, 1, err);

	progress.sequence = nlmsg_hdr(question)->nlmsg_seq;
	while (r == 0 && !progress.ended) {
		_cleanup_(cleanup_free) unsigned char *bytes = NULL;
		int length = 0;

		r = receive(socket, &bytes, &length, err);
		if (r == 0)
			read_datagram(&(struct datagram){bytes, length}, &progress, read,
				      data);
	}
	return r == 0 && progress.error ? socket_error(err, "dump", -progress.error) : r;
}
