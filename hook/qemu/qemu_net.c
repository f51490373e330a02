/* qemu_net.c - what a QEMU's command line says of its network: netdevs, and the devices
 * at their other ends
 *
 * A device is at a netdev that it names (netdev=), or at a hub. Hub 0 has all that -net
 * says but a -net nic with netdev=; before QEMU 3.0 there was one hub for each vlan=. And
 * -netdev hubport is a port of the hub hubid=, into which another netdev (netdev=) is
 * plugged, or else a device that names the port. What has more than one device at its hub
 * has no single one.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/qemu/qemu_net.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "hook/qemu/names.h"
#include "netcore/text.h"
#include "netcore/array.h"

void qemu_net_clear(struct qemu_net *net)
{
	free(net->netdevs);
	free(net->devices);
	*net = (struct qemu_net){};
}

static int make_room(void *array, size_t count, size_t size, struct error *err)
{
	if (count == QEMU_NET_MAX)
		return error_set(err, EINVAL,
				 "more than %d network devices; no guest has as many",
				 QEMU_NET_MAX);
	if (!array_grow(array, count, size))
		return error_set(err, ENOMEM, "no memory");
	return 0;
}

/* QEMU's own are letters, digits and dashes; -net nic is a device, none is nothing. */
static bool is_netdev(const char *type)
{
	if (!type || !isalpha((unsigned char)*type) || !strcmp(type, "none") ||
	    !strcmp(type, "nic"))
		return false;
	while (isalnum((unsigned char)*type) || *type == '-')
		type++;
	return !*type;
}

static int add_netdev(struct qemu_net *net, enum qemu_group group,
		      const struct qemu_option *said, struct error *err)
{
	int r;

	if (!is_netdev(said->word[QEMU_TYPE]))
		return 0;
	r = make_room(&net->netdevs, net->netdev_count, sizeof(*net->netdevs), err);
	if (r < 0)
		return r;
	net->netdevs[net->netdev_count] = (struct qemu_netdev){
		.group = group, .place = net->netdev_count, .said = *said};
	net->netdev_count++;
	return 0;
}

static int join_device(struct qemu_net *net, const struct qemu_option *device,
		       struct error *err)
{
	int r;

	if (!device->word[QEMU_NETDEV] && !device->word[QEMU_VLAN])
		return 0;
	r = make_room(&net->devices, net->device_count, sizeof(*net->devices), err);
	if (r < 0)
		return r;
	net->devices[net->device_count++] = *device;
	return 0;
}

int qemu_net_add_netdev(struct qemu_net *net, char *argument, struct error *err)
{
	struct qemu_option said;
	bool modern = *argument == '{';
	int r = 0;

	if (modern)
		r = qemu_option_read_json(argument, &said, err);
	else
		qemu_option_read(argument, "type", &said);
	if (r < 0)
		return r;
	modern = modern || qemu_option_is(&said, QEMU_TYPE, "stream") ||
		 qemu_option_is(&said, QEMU_TYPE, "dgram");
	return add_netdev(net, modern ? MADE_MODERN : MADE_NETDEV, &said, err);
}

int qemu_net_add_nic(struct qemu_net *net, char *argument, struct error *err)
{
	struct qemu_option said;

	qemu_option_read(argument, "type", &said);
	if (!said.word[QEMU_TYPE])
		said.word[QEMU_TYPE] = "user";
	return add_netdev(net, MADE_NIC, &said, err);
}

int qemu_net_add_net(struct qemu_net *net, char *argument, struct error *err)
{
	struct qemu_option said;

	qemu_option_read(argument, "type", &said);
	if (!said.word[QEMU_VLAN])
		said.word[QEMU_VLAN] = "0";
	if (!qemu_option_is(&said, QEMU_TYPE, "nic"))
		return add_netdev(net, MADE_NET, &said, err);
	said.word[QEMU_MAC] = said.word[QEMU_MACADDR];
	if (!said.word[QEMU_ID])
		said.word[QEMU_ID] = said.word[QEMU_NAME];
	return join_device(net, &said, err);
}

int qemu_net_add_device(struct qemu_net *net, char *argument, struct error *err)
{
	struct qemu_option said;
	int r = 0;

	if (*argument == '{')
		r = qemu_option_read_json(argument, &said, err);
	else
		qemu_option_read(argument, "driver", &said);
	if (r < 0)
		return r;
	said.word[QEMU_MODEL] = said.word[QEMU_DRIVER];
	return join_device(net, &said, err);
}

/* --- -set: qemu_set_option() in QEMU's system/vl.c */

static struct qemu_option *find_device(struct qemu_net *net, const char *id)
{
	for (size_t i = 0; i < net->device_count; i++)
		if (qemu_option_is(&net->devices[i], QEMU_ID, id))
			return &net->devices[i];
	return NULL;
}

static struct qemu_option *find_netdev(struct qemu_net *net, const char *id)
{
	for (size_t i = 0; i < net->netdev_count; i++)
		if (qemu_option_is(&net->netdevs[i].said, QEMU_ID, id))
			return &net->netdevs[i].said;
	return NULL;
}

/* A device that names no netdev was not added; with one it would be a NIC. */
bool qemu_net_set(struct qemu_net *net, char *argument)
{
	const char *group = strsep(&argument, ".");
	const char *id = argument ? strsep(&argument, ".") : NULL;
	const char *word = argument ? strsep(&argument, "=") : NULL;
	bool of_device = !strcmp(group, "device");
	struct qemu_option *option;

	if (!argument)
		return true; /* QEMU does not start */
	if (!of_device && strcmp(group, "netdev") != 0 && strcmp(group, "nic") != 0 &&
	    strcmp(group, "net") != 0)
		return true;
	option = of_device ? find_device(net, id) : find_netdev(net, id);
	if (!option)
		return of_device && strcmp(word, "netdev") != 0;
	qemu_option_set(option, word, argument);
	return true;
}

static int as_made(const void *a, const void *b)
{
	const struct qemu_netdev *one = a, *other = b;

	if (one->group != other->group)
		return one->group < other->group ? -1 : 1;
	return one->place < other->place ? -1 : 1;
}

/* Of several with the same id, which QEMU refuses, the first has it. */
static int collect_ids(struct qemu_net *net, struct names *ids)
{
	for (size_t i = 0; i < net->netdev_count; i++) {
		struct qemu_netdev *netdev = &net->netdevs[i];
		const char *id = netdev->said.word[QEMU_ID];

		if (id && names_add(ids, id, netdev) < 0)
			return -ENOMEM;
	}
	return 0;
}

static void join_by_id(struct qemu_net *net, const struct names *ids)
{
	for (size_t i = 0; i < net->netdev_count; i++)
		if (net->netdevs[i].group == MADE_NIC)
			net->netdevs[i].device = &net->netdevs[i].said;
	for (size_t i = 0; i < net->device_count; i++) {
		const char *id = net->devices[i].word[QEMU_NETDEV];
		struct qemu_netdev *netdev = id ? names_find(ids, id) : NULL;

		if (netdev && !netdev->device)
			netdev->device = &net->devices[i];
	}
}

/* What is plugged into a hub: one of both. */
struct port {
	uint32_t hub;
	struct qemu_netdev *netdev;
	const struct qemu_option *device;
};

struct ports {
	struct port *ports;
	size_t count;
};

static void add_hub_port(struct ports *ports, const char *hub, struct qemu_netdev *netdev,
			 const struct qemu_option *device)
{
	struct port port = {.netdev = netdev, .device = device};

	if ((netdev || device) && hub &&
	    text_read_number(hub, 0, INT32_MAX, &port.hub) == 0)
		ports->ports[ports->count++] = port;
}

static void collect_ports(struct qemu_net *net, const struct names *ids,
			  struct ports *ports)
{
	for (size_t i = 0; i < net->device_count; i++)
		if (!net->devices[i].word[QEMU_NETDEV])
			add_hub_port(ports, net->devices[i].word[QEMU_VLAN], NULL,
				     &net->devices[i]);
	for (size_t i = 0; i < net->netdev_count; i++) {
		struct qemu_netdev *netdev = &net->netdevs[i];
		const char *plugged = netdev->said.word[QEMU_NETDEV];

		if (netdev->group == MADE_NET)
			add_hub_port(ports, netdev->said.word[QEMU_VLAN], netdev, NULL);
		else if (!qemu_option_is(&netdev->said, QEMU_TYPE, "hubport"))
			continue;
		else if (plugged)
			add_hub_port(ports, netdev->said.word[QEMU_HUBID],
				     names_find(ids, plugged), NULL);
		else
			add_hub_port(ports, netdev->said.word[QEMU_HUBID], NULL,
				     netdev->device);
	}
}

static int by_hub(const void *a, const void *b)
{
	const struct port *one = a, *other = b;

	return one->hub < other->hub ? -1 : one->hub > other->hub;
}

static void join_hub(struct port *ports, size_t count)
{
	const struct qemu_option *device = NULL;
	size_t devices = 0;

	for (size_t i = 0; i < count; i++)
		if (ports[i].device) {
			device = ports[i].device;
			devices++;
		}
	for (size_t i = 0; i < count && devices == 1; i++)
		if (ports[i].netdev && !ports[i].netdev->device)
			ports[i].netdev->device = device;
}

static int join_by_hub(struct qemu_net *net, const struct names *ids)
{
	size_t most = net->netdev_count + net->device_count, begin = 0;
	_cleanup_(cleanup_free) struct port *room = calloc(most + 1, sizeof(*room));
	struct ports ports = {.ports = room};

	if (!room)
		return -ENOMEM;
	collect_ports(net, ids, &ports);
	qsort(room, ports.count, sizeof(*room), by_hub);
	for (size_t i = 1; i <= ports.count; i++)
		if (i == ports.count || room[i].hub != room[begin].hub) {
			join_hub(&room[begin], i - begin);
			begin = i;
		}
	return 0;
}

int qemu_net_join(struct qemu_net *net, struct error *err)
{
	_cleanup_(names_clear) struct names ids = {};

	if (net->netdev_count == 0)
		return 0;
	qsort(net->netdevs, net->netdev_count, sizeof(*net->netdevs), as_made);
	if (collect_ids(net, &ids) < 0)
		return error_set(err, ENOMEM, "no memory");
	join_by_id(net, &ids);
	return join_by_hub(net, &ids) < 0 ? error_set(err, ENOMEM, "no memory") : 0;
}
