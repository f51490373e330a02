/* qemu_taps.c - which TAP each of a QEMU's netdevs has
 *
 * Some netdevs name their TAP (ifname=) or its descriptor (fd=, fds=). The kernel names
 * the others', and of these nothing tells but the order of the descriptors in which the
 * QEMU holds them. Netdevs are made one by one, and each takes the lowest descriptor that
 * is free: so the order is that of the netdevs, but for one thing. The bridge helper is
 * spoken to over a pair of sockets, the lowest and the next. The second is closed before
 * the TAP comes and takes its place, the first is closed after: what is made next gets a
 * lower descriptor than the helper's TAP. (net_bridge_run_helper() in QEMU's net/tap.c;
 * seen in 7.2.) So all of it is played through here, with descriptors that count from 0
 * where QEMU's are just any that are free.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/qemu/qemu_taps.h"

#include <errno.h>
#include <string.h>

#include "hook/qemu/names.h"
#include "netcore/text.h"

/* What is not taken: hole, if there is one, and all from next on. */
struct free_fds {
	bool has_hole;
	size_t hole;
	size_t next;
};

static size_t take_lowest(struct free_fds *fds)
{
	if (!fds->has_hole)
		return fds->next++;
	fds->has_hole = false;
	return fds->hole;
}

static size_t take_second(struct free_fds *fds)
{
	if (!fds->has_hole)
		fds->hole = fds->next++;
	fds->has_hole = true;
	return fds->next++;
}

/* A netdev whose TAP the kernel has named. */
struct unnamed {
	struct qemu_netdev *netdev; /* NULL: one that the command line does not say */
	size_t fd;
};

struct search {
	const struct tap_fd *held;
	size_t held_count;
	struct names taken; /* the TAPs of which it is known whose they are */
	struct unnamed *unnamed;
	size_t unnamed_count;
	struct free_fds fds;
};

static int fd_is(const void *fd, const void *item)
{
	unsigned long one = *(const unsigned long *)fd;
	unsigned long other = (unsigned long)((const struct tap_fd *)item)->fd;

	return one < other ? -1 : one > other;
}

static const char *find_held(const struct search *search, unsigned long fd)
{
	const struct tap_fd *tap = NULL;

	if (search->held_count)
		tap = bsearch(&fd, search->held, search->held_count, sizeof(*tap), fd_is);
	return tap ? tap->name : NULL;
}

/* fds: N:M:…, the descriptors that the netdev was given. */
static int take_given(struct search *search, struct qemu_netdev *netdev, const char *fds)
{
	for (;; fds++) {
		char *end;
		unsigned long fd = strtoul(fds, &end, 10);
		const char *tap = end > fds ? find_held(search, fd) : NULL;

		if (!netdev->tap)
			netdev->tap = tap;
		if (tap && names_add(&search->taken, tap, NULL) < 0)
			return -ENOMEM;
		if (*end != ':')
			return 0;
		fds = end;
	}
}

static void wait_for(struct search *search, struct qemu_netdev *netdev, size_t fd)
{
	search->unnamed[search->unnamed_count++] = (struct unnamed){netdev, fd};
}

/* A pattern (tap%d) is for the kernel to fill in. */
static bool names_tap(const char *ifname)
{
	return ifname && text_is_ifname(ifname) && !strchr(ifname, '%');
}

static int take_tap(struct search *search, struct qemu_netdev *netdev)
{
	const char *const *word = netdev->said.word;

	if (word[QEMU_FD] || word[QEMU_FDS])
		return take_given(search, netdev,
				  word[QEMU_FD] ? word[QEMU_FD] : word[QEMU_FDS]);
	if (word[QEMU_HELPER]) {
		wait_for(search, netdev, take_second(&search->fds));
	} else if (names_tap(word[QEMU_IFNAME])) {
		take_lowest(&search->fds);
		netdev->tap = word[QEMU_IFNAME];
		return names_add(&search->taken, netdev->tap, NULL);
	} else {
		wait_for(search, netdev, take_lowest(&search->fds));
	}
	return 0;
}

/* Beside the TAP's: one is as good as many, as at most one hole is to be filled. */
static bool takes_more(const struct qemu_netdev *netdev)
{
	const char *const *word = netdev->said.word;
	bool vhost;

	if (qemu_option_is(&netdev->said, QEMU_TYPE, "tap"))
		return word[QEMU_VHOST]
			       ? text_read_bool(word[QEMU_VHOST], &vhost) == 0 && vhost
			       : qemu_option_is(&netdev->said, QEMU_VHOSTFORCE, "on") ||
					 word[QEMU_VHOSTFD];
	if (qemu_option_is(&netdev->said, QEMU_TYPE, "user"))
		return word[QEMU_HOSTFWD];
	return !qemu_option_is(&netdev->said, QEMU_TYPE, "bridge") &&
	       !qemu_option_is(&netdev->said, QEMU_TYPE, "hubport");
}

static int play_through(struct search *search, struct qemu_net *net)
{
	for (size_t i = 0; i < net->netdev_count; i++) {
		struct qemu_netdev *netdev = &net->netdevs[i];
		int r = 0;

		if (qemu_option_is(&netdev->said, QEMU_TYPE, "tap"))
			r = take_tap(search, netdev);
		else if (qemu_option_is(&netdev->said, QEMU_TYPE, "bridge"))
			wait_for(search, netdev, take_second(&search->fds));
		if (r < 0)
			return r;
		if (takes_more(netdev))
			take_lowest(&search->fds);
	}
	return 0;
}

static int by_taken_fd(const void *a, const void *b)
{
	const struct unnamed *one = a, *other = b;

	return one->fd < other->fd ? -1 : one->fd > other->fd;
}

/* Those that nobody has taken, several queues of a TAP as one, by rising fd. Returns how
 * many, or -ENOMEM. */
static ssize_t collect_left(struct search *search, const char **ret)
{
	size_t count = 0;

	for (size_t i = 0; i < search->held_count; i++) {
		const char *tap = search->held[i].name;
		int r = names_add(&search->taken, tap, NULL);

		if (r < 0)
			return r;
		if (r > 0)
			ret[count++] = tap;
	}
	return (ssize_t)count;
}

/* If there are too few TAPs, QEMU has yet to make the last; if too many, they came by its
 * monitor. */
static int give_left(struct search *search)
{
	_cleanup_(cleanup_free) const char **left =
		calloc(search->held_count + 1, sizeof(*left));
	ssize_t count = left ? collect_left(search, left) : -ENOMEM;

	while ((ssize_t)search->unnamed_count < count)
		wait_for(search, NULL, take_lowest(&search->fds));
	if (count > 0)
		qsort(search->unnamed, (size_t)count, sizeof(*search->unnamed),
		      by_taken_fd);
	for (ssize_t i = 0; i < count; i++)
		if (search->unnamed[i].netdev)
			search->unnamed[i].netdev->tap = left[i];
	return count < 0 ? -ENOMEM : 0;
}

int qemu_taps_find(struct qemu_net *net, const struct tap_fd *held, size_t held_count,
		   struct error *err)
{
	_cleanup_(cleanup_free) struct unnamed *unnamed =
		calloc(net->netdev_count + held_count + 1, sizeof(*unnamed));
	struct search search = {
		.held = held, .held_count = held_count, .unnamed = unnamed};
	int r = unnamed ? play_through(&search, net) : -ENOMEM;

	if (r >= 0)
		r = give_left(&search);
	names_clear(&search.taken);
	return r < 0 ? error_set(err, ENOMEM, "no memory") : 0;
}
