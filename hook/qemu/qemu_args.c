/* qemu_args.c - QEMU's command line → guest */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/qemu/qemu_args.h"

#include <errno.h>
#include <string.h>

#include "hook/qemu/qemu_argv.h"
#include "hook/qemu/qemu_mac.h"
#include "hook/qemu/qemu_net.h"
#include "hook/qemu/qemu_taps.h"

enum {
	QUEUES_MAX = 1024, /* MAX_TAP_QUEUES in QEMU's net/tap.c */
	WORD_MAX = 256,    /* bytes; the longest of QEMU's drivers has 31 */
};

/* What the options have said so far; it lies in the command line's text. */
struct said {
	struct qemu_net net;
	const char *name;
	char uuid[UUID_TEXT];
	bool more; /* a file or a -set says more than is read here */
	bool incoming;
};

static int read_netdev(struct said *said, char *argument, struct error *err)
{
	return qemu_net_add_netdev(&said->net, argument, err);
}

static int read_nic_option(struct said *said, char *argument, struct error *err)
{
	return qemu_net_add_nic(&said->net, argument, err);
}

static int read_net(struct said *said, char *argument, struct error *err)
{
	return qemu_net_add_net(&said->net, argument, err);
}

static int read_device(struct said *said, char *argument, struct error *err)
{
	return qemu_net_add_device(&said->net, argument, err);
}

/* The options of several -name are merged: what a later one does not say stays. */
static int read_name(struct said *said, char *argument, struct error *err)
{
	struct qemu_option option;

	qemu_option_read(argument, "guest", &option);
	if (option.word[QEMU_GUEST])
		said->name = option.word[QEMU_GUEST];
	return 0;
}

static int read_uuid(struct said *said, char *argument, struct error *err)
{
	text_read_uuid(argument, said->uuid);
	return 0;
}

static int read_incoming_option(struct said *said, char *argument, struct error *err)
{
	(void)argument, (void)err;
	said->incoming = true;
	return 0;
}

/* Its [name] takes the place of an earlier -name; a device cannot be in both. */
static int read_config(struct said *said, char *argument, struct error *err)
{
	(void)argument, (void)err;
	said->name = NULL;
	said->more = true;
	return 0;
}

static int read_set(struct said *said, char *argument, struct error *err)
{
	(void)err;
	said->more = !qemu_net_set(&said->net, argument) || said->more;
	return 0;
}

static const struct {
	const char *name;
	int (*read)(struct said *said, char *argument, struct error *err);
} options[] = {
	{"netdev", read_netdev},
	{"nic", read_nic_option},
	{"net", read_net},
	{"device", read_device},
	{"name", read_name},
	{"uuid", read_uuid},
	{"readconfig", read_config},
	{"set", read_set},
	{"incoming", read_incoming_option},
};

static int read_options(struct said *said, char *text, size_t size, struct error *err)
{
	struct qemu_argv argv;
	const char *name;
	char *argument;

	qemu_argv_begin(text, size, &argv);
	while (qemu_argv_next(&argv, &name, &argument))
		for (size_t i = 0; argument && i < ARRAY_SIZE(options); i++) {
			int r = strcmp(options[i].name, name) == 0
					? options[i].read(said, argument, err)
					: 0;

			if (r < 0)
				return r;
		}
	return 0;
}

static uint32_t read_queues(const struct qemu_option *netdev)
{
	const char *fds = netdev->word[QEMU_FDS], *queues = netdev->word[QEMU_QUEUES];
	uint32_t count = 1;

	for (; fds && *fds && count < QUEUES_MAX; fds++)
		count += *fds == ':';
	if (!fds && queues)
		text_read_number(queues, 1, QUEUES_MAX, &count);
	return count;
}

static const char *libvirt_type(const char *type)
{
	return !strcmp(type, "tap") ? "ethernet" : type;
}

/* libvirt has one word for all of them. */
static const char *libvirt_model(const char *model)
{
	static const char *const virtio[] = {
		"virtio",
		"virtio-net",
		"virtio-net-ccw",
		"virtio-net-device",
		"virtio-net-pci",
		"virtio-net-pci-non-transitional",
		"virtio-net-pci-transitional",
	};

	for (size_t i = 0; model && i < ARRAY_SIZE(virtio); i++)
		if (!strcmp(model, virtio[i]))
			return virtio[0];
	return model;
}

/* NULL: no helper makes the TAP. */
static const char *helper_bridge(const struct qemu_option *netdev)
{
	const char *br = netdev->word[QEMU_BR];

	if (!qemu_option_is(netdev, QEMU_TYPE, "bridge") &&
	    !(qemu_option_is(netdev, QEMU_TYPE, "tap") && netdev->word[QEMU_HELPER]))
		return NULL;
	return br ? br : "br0";
}

/* A device is that of all netdevs at its hub: a word of a MiB would be copied for each.
 */
static const char *device_word(const struct qemu_option *device, enum qemu_word word)
{
	const char *text = device ? device->word[word] : NULL;

	return text && strnlen(text, WORD_MAX + 1) <= WORD_MAX ? text : NULL;
}

static bool copy(const char *text, char **ret)
{
	*ret = text ? strdup(text) : NULL;
	return *ret || !text;
}

static void fill_mac(const struct said *said, const struct qemu_option *device,
		     struct nic *nic)
{
	nic->has_mac = qemu_mac_read(device_word(device, QEMU_MAC), nic->mac);
	nic->has_guess = !nic->has_mac && device && !said->more &&
			 qemu_mac_guess(&said->net, device, nic->guess);
}

static bool fill_nic(const struct said *said, const struct qemu_netdev *netdev,
		     unsigned number, struct nic *nic)
{
	const char *type = libvirt_type(netdev->said.word[QEMU_TYPE]);
	const char *id = device_word(netdev->device, QEMU_ID);

	if (netdev->group == MADE_NIC)
		id = NULL; /* it is the netdev's */
	nic->number = number;
	nic->managed = true;
	nic->queues = read_queues(&netdev->said);
	fill_mac(said, netdev->device, nic);
	return copy(type, &nic->type) && copy(type, &nic->actual) &&
	       copy(netdev->tap, &nic->target) &&
	       copy(helper_bridge(&netdev->said), &nic->bridge) &&
	       copy(id, &nic->alias) &&
	       copy(libvirt_model(device_word(netdev->device, QEMU_MODEL)), &nic->model);
}

/* A hub's port is a wire between netdevs, and no NIC. */
static bool fill_guest(const struct said *said, struct guest *guest)
{
	guest->stage = said->more ? GUEST_CONFIGURED : GUEST_BY_HAND;
	guest->elsewhere = said->incoming;
	guest->nics = calloc(said->net.netdev_count + 1, sizeof(*guest->nics));
	if (!guest->nics ||
	    !copy(said->name && *said->name ? said->name : NULL, &guest->name) ||
	    !copy(*said->uuid ? said->uuid : NULL, &guest->uuid))
		return false;
	for (size_t i = 0; i < said->net.netdev_count; i++) {
		const struct qemu_netdev *netdev = &said->net.netdevs[i];
		size_t index = guest->nic_count;

		if (qemu_option_is(&netdev->said, QEMU_TYPE, "hubport"))
			continue;
		guest->nic_count++;
		if (!fill_nic(said, netdev, (unsigned)index + 1, &guest->nics[index]))
			return false;
	}
	return true;
}

static int read_args(struct said *said, char *text, size_t size,
		     const struct tap_fd *held, size_t held_count, struct guest *guest,
		     struct error *err)
{
	int r = read_options(said, text, size, err);

	if (r < 0)
		return r;
	r = qemu_net_join(&said->net, err);
	if (r < 0)
		return r;
	r = qemu_taps_find(&said->net, held, held_count, err);
	if (r < 0)
		return r;
	return fill_guest(said, guest) ? 0 : error_set(err, ENOMEM, "no memory");
}

int qemu_args_read(const char *args, size_t size, const struct tap_fd *held,
		   size_t held_count, struct guest *ret, struct error *err)
{
	_cleanup_(guest_clear) struct guest guest = {};
	_cleanup_(cleanup_free) char *text = NULL;
	struct said said = {};
	int r;

	if (size > QEMU_ARGS_MAX)
		return error_set(err, EINVAL,
				 "a command line of more than %d MiB; the kernel starts "
				 "nothing with one as long",
				 QEMU_ARGS_MAX >> 20);
	text = malloc(size + 1);
	if (!text)
		return error_set(err, ENOMEM, "no memory");
	if (size)
		memcpy(text, args, size);
	text[size] = '\0';
	r = read_args(&said, text, size, held, held_count, &guest, err);
	qemu_net_clear(&said.net);
	if (r < 0)
		return r;
	*ret = guest;
	guest = (struct guest){};
	return 0;
}

const struct nic *qemu_args_nic(const struct guest *guest, const char *tap)
{
	for (size_t i = 0; i < guest->nic_count; i++)
		if (guest->nics[i].target && !strcmp(guest->nics[i].target, tap))
			return &guest->nics[i];
	return NULL;
}
