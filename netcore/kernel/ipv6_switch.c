/* ipv6_switch.c - the host's own IPv6 on a device, off and on */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/ipv6_switch.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <string.h>

#include "netcore/kernel/rtnl.h"

static void print_path(const struct link_ref *dev, const char *file, char ret[80])
{
	snprintf(ret, 80, "/proc/sys/net/ipv6/conf/%s/%s", dev->name, file);
}

static int write_file(const char *path, bool on)
{
	_cleanup_(cleanup_fd) int fd = open(path, O_WRONLY | O_CLOEXEC);

	return fd < 0 || write(fd, on ? "0" : "1", 1) < 0 ? -errno : 0;
}

/* The number in a file of the device's, as a digit; NUL: it cannot be read. */
static char read_digit(const struct link_ref *dev, const char *file)
{
	_cleanup_(cleanup_fd) int fd = -1;
	char path[80], digit;

	print_path(dev, file, path);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd >= 0 && read(fd, &digit, 1) == 1 ? digit : '\0';
}

/* Whether netlink may have switched it off. */
static bool may_have_no_mode(const struct link_ref *dev)
{
	char mode = read_digit(dev, "addr_gen_mode");

	return !mode || mode == '0' + IN6_ADDR_GEN_MODE_NONE;
}

/* IFLA_AF_SPEC { AF_INET6 { IFLA_INET6_ADDR_GEN_MODE } }: inet6_set_link_af() in
 * net/ipv6/addrconf.c. */
static int put_mode(struct nl_msg *message, bool on)
{
	struct nlattr *families = nla_nest_start(message, IFLA_AF_SPEC);
	struct nlattr *inet6 = families ? nla_nest_start(message, AF_INET6) : NULL;

	if (!inet6 ||
	    nla_put_u8(message, IFLA_INET6_ADDR_GEN_MODE,
		       on ? IN6_ADDR_GEN_MODE_EUI64 : IN6_ADDR_GEN_MODE_NONE) < 0)
		return -ENOMEM;
	nla_nest_end(message, inet6);
	nla_nest_end(message, families);
	return 0;
}

static void read_refusal(size_t index, struct nlmsghdr *answer, void *data)
{
	(void)index;
	*(int *)data = rtnl_answer_error(answer);
}

static int send_mode(struct nl_sock *socket, uint32_t ifindex, bool on)
{
	struct ifinfomsg header = {.ifi_index = (int)ifindex};
	_cleanup_(rtnl_message_free) struct nl_msg *message =
		rtnl_message(RTM_SETLINK, NLM_F_ACK, &header, sizeof(header));
	int result = 0, r;

	if (!message || put_mode(message, on) < 0)
		return -ENOMEM;
	r = rtnl_talk(socket, &message, 1, read_refusal, &result, NULL);
	return r < 0 ? r : result;
}

int ipv6_switch(struct nl_sock *socket, const struct link_ref *dev, bool on,
		struct error *err)
{
	char path[80];
	int r, refused;

	print_path(dev, "disable_ipv6", path);
	r = write_file(path, on);
	if (r == 0 && !(on && may_have_no_mode(dev)))
		return 0;
	refused = send_mode(socket, dev->ifindex, on);
	if (refused == 0 && (r == 0 || !on || read_digit(dev, "disable_ipv6") != '1'))
		return 0;
	if (r == 0)
		return error_set(err, -refused, "%s: IPv6 cannot be switched on: %s",
				 dev->name, strerror(-refused));
	return error_set(err, -r, "%s: %s; mount /proc/sys writable%s%s%s", path,
			 strerror(-r),
			 refused ? " (by netlink, the kernel answers: " : "",
			 refused ? strerror(-refused) : "", refused ? ")" : "");
}
