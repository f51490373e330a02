/* test_dump.c - dumps that the kernel ends with an error, or marks as interrupted
 *
 * sendmsg() and recvmsg() are the test's own, libnl's calls of them too: what the kernel
 * says is a script.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "netcore/cleanup.h"
#include "netcore/kernel/rtnl.h"
#include "tests/unit/test.h"

/* One datagram a letter: a to z are parts that hold it. */
enum {
	PART_END = '.',
	PART_INTERRUPTED = '~',        /* the next one is marked so */
	PART_END_ERROR = '!',          /* NLMSG_DONE with -EIO */
	PART_ERROR = '?',              /* NLMSG_ERROR with -EIO */
	PART_OF_ANOTHER = '>',         /* the next one answers another question */
	PART_OF_ANOTHER_PROCESS = '@', /* the next one is not the kernel's */
};

static struct {
	const char *answers[20]; /* one for each time that the question is sent */
	const char *next;
	size_t asked;
	uint32_t sequence;
} script;

ssize_t sendmsg(int fd, const struct msghdr *message, int flags);
ssize_t recvmsg(int fd, struct msghdr *message, int flags);

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	const struct nlmsghdr *question = message->msg_iov->iov_base;

	assert_true(question->nlmsg_flags & NLM_F_DUMP);
	assert_int_not_equal(question->nlmsg_seq, script.sequence);
	script.sequence = question->nlmsg_seq;
	script.next = script.answers[script.asked++];
	assert_non_null(script.next);
	return (ssize_t)message->msg_iov->iov_len;
}

static uint16_t type_of(char letter)
{
	switch (letter) {
	case PART_END:
	case PART_END_ERROR:
		return NLMSG_DONE;
	case PART_ERROR:
		return NLMSG_ERROR;
	default:
		return RTM_NEWLINK;
	}
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	struct {
		struct nlmsghdr header;
		int number;
	} part = {.header = {.nlmsg_len = sizeof(part), .nlmsg_flags = NLM_F_MULTI}};
	struct sockaddr_nl sender = {.nl_family = AF_NETLINK};

	part.header.nlmsg_seq = script.sequence;
	for (; strchr("~>@", *script.next); script.next++) {
		if (*script.next == PART_INTERRUPTED)
			part.header.nlmsg_flags |= NLM_F_DUMP_INTR;
		else if (*script.next == PART_OF_ANOTHER)
			part.header.nlmsg_seq--;
		else
			sender.nl_pid = 4711;
	}
	assert_true(*script.next); /* nobody reads behind the end */
	part.header.nlmsg_type = type_of(*script.next);
	part.number = part.header.nlmsg_type == RTM_NEWLINK ? *script.next
		      : *script.next == PART_END            ? 0
							    : -EIO;
	script.next++;
	memcpy(message->msg_iov->iov_base, &part, sizeof(part));
	memcpy(message->msg_name, &sender, sizeof(sender));
	message->msg_namelen = sizeof(sender);
	message->msg_flags = 0;
	return (ssize_t)sizeof(part);
}

struct letters {
	char read[32];
	char stop_at;
};

static bool read_letter(struct nlmsghdr *part, void *data)
{
	struct letters *letters = data;
	char letter = (char)*(int *)nlmsg_data(part);

	letters->read[strlen(letters->read)] = letter;
	return letter != letters->stop_at;
}

typedef int (*dump_function)(struct nl_sock *socket, struct nl_msg *question,
			     rtnl_read_part read, void *data, struct error *err);

static int dump(dump_function function, struct letters *letters)
{
	struct ifinfomsg header = {};
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		rtnl_message(RTM_GETLINK, NLM_F_DUMP, &header, sizeof(header));
	_cleanup_(rtnl_close) struct nl_sock *socket = NULL;

	assert_non_null(question);
	assert_int_equal(rtnl_open(&socket, NULL), 0);
	return function(socket, question, read_letter, letters, NULL);
}

static const struct {
	const char *answers[3];
	const char *read;
	char stop_at;
	int result;
} dumps[] = {
	{{"."}, ""},
	{{"abc."}, "abc"},
	{{"abc.", "never asked"}, "abc"},
	{{"abc."}, "ab", 'b'},
	/* what an interrupted one has said counts for nothing, and it is read to its end
	 */
	{{"a~bc.", "xy."}, "xy"},
	{{"~abc.", "xy."}, "xy"},
	{{"abc~.", "xy."}, "xy"},
	{{"~a.", "~b.", "xy."}, "xy"},
	/* nor does one that ends in an error, now or when asked for again */
	{{"abc!"}, "", 0, -EIO},
	{{"abc?"}, "", 0, -EIO},
	{{"?"}, "", 0, -EIO},
	{{"~abc!"}, "", 0, -EIO},
	{{"~abc.", "xy!"}, "", 0, -EIO},
	/* others' words */
	{{"a>xb."}, "ab"},
	{{"a>.b."}, "ab"},
	{{"a>!b."}, "ab"},
	{{"a>~xb."}, "ab"},
	{{"a@xb@!c."}, "abc"},
};

static void test_dump(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(dumps); i++) {
		struct letters letters = {.stop_at = dumps[i].stop_at};

		memset(&script, 0, sizeof(script));
		memcpy(script.answers, dumps[i].answers, sizeof(dumps[i].answers));
		assert_int_equal(dump(rtnl_dump, &letters), dumps[i].result);
		assert_string_equal(letters.read, dumps[i].read);
		assert_string_equal(script.next, "");
	}
}

static void test_always_interrupted(void **state)
{
	struct letters letters = {};

	memset(&script, 0, sizeof(script));
	for (size_t i = 0; i < ARRAY_SIZE(script.answers); i++)
		script.answers[i] = "a~b.";
	assert_int_equal(dump(rtnl_dump, &letters), -EAGAIN);
	assert_string_equal(letters.read, "");
	assert_true(script.asked > 1 && script.asked < ARRAY_SIZE(script.answers));
}

/* What comes first is read as it comes, and the rest not at all. */
static void test_first(void **state)
{
	struct letters letters = {.stop_at = 'b'};

	memset(&script, 0, sizeof(script));
	script.answers[0] = "ab";
	assert_int_equal(dump(rtnl_dump_first, &letters), 0);
	assert_string_equal(letters.read, "ab");

	letters = (struct letters){.stop_at = 'z'};
	memset(&script, 0, sizeof(script));
	script.answers[0] = "ab!";
	assert_int_equal(dump(rtnl_dump_first, &letters), -EIO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dump),
		cmocka_unit_test(test_always_interrupted),
		cmocka_unit_test(test_first),
	};

	return cmocka_run_group_tests_name("dump", tests, NULL, NULL);
}
