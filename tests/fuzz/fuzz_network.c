/* fuzz_network.c - any bytes as what libvirt tells the network hook, and as what it keeps
 * of a guest
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "xml/domain.h"
#include "xml/network.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_network(const struct network *network)
{
	const struct nic *nic = network->owner.nics;

	must(network->name && *network->name);
	must(network->owner.nic_count <= 1);
	must(!network->owner.uuid || strlen(network->owner.uuid) == 36);
	if (network->owner.nic_count == 0)
		return;
	must(nic->type && nic->actual && !strcmp(nic->network, network->name));
	must(!nic->bridge || text_is_ifname(nic->bridge));
}

static void check_error(const struct error *err)
{
	must(err->number > 0);
	must(*err->text && !strpbrk(err->text, "\n\r\033"));
}

static void read_status(const uint8_t *data, size_t size)
{
	_cleanup_(cleanup_fd) int fd = memfd_create("status", MFD_CLOEXEC);
	struct domain_status status = {};
	struct error err = {};

	must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	must(lseek(fd, 0, SEEK_SET) == 0);
	if (domain_read_status(fd, &status, &err) < 0)
		return check_error(&err);
	for (size_t i = 0; i < status.guest.nic_count; i++)
		must(status.guest.nics[i].type && status.guest.nics[i].actual);
	guest_clear(&status.guest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(network_clear) struct network network = {};
	struct error err = {};

	if (network_read_text((const char *)data, size, &network, &err) == 0)
		check_network(&network);
	else
		check_error(&err);
	read_status(data, size);
	return 0;
}
