/* test_network.c - what libvirt tells the network hook, and keeps of guests
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "print_guest.h"

#include <errno.h>
#include <fcntl.h>

#include "xml/domain.h"
#include "xml/network.h"

static char *print_network(const struct network *network)
{
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	print_text(out, "network", network->name);
	print_text(out, "bridge", network->bridge);
	print_text(out, "forward", network->forward);
	print_text(out, "makes its bridge", network_makes_bridge(network) ? "yes" : "no");
	if (network->owner.nic_count) {
		_cleanup_(cleanup_free) char *owner = print_guest(&network->owner);

		assert_int_equal(network->owner.stage, GUEST_NETWORK_PORT);
		fputs(owner, out);
	}
	fclose(out);
	return text;
}

static void check_good(const char *path)
{
	_cleanup_(network_clear) struct network network = {}, again = {};
	_cleanup_(cleanup_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
	_cleanup_(cleanup_free) char *text = NULL, *other = NULL, *xml = NULL;
	struct error err = {};
	size_t length;

	if (network_read(fd, &network, &err) < 0)
		fail_msg("%s: %s", path, err.text);
	text = print_network(&network);
	case_compare(path, ".txt", text);
	xml = case_read(path, &length);
	assert_int_equal(network_read_text(xml, length, &again, &err), 0);
	other = print_network(&again);
	assert_string_equal(text, other);
}

static void good_cases(void **state)
{
	cases_each("network/*.xml", check_good);
}

static void check_bad(const char *path)
{
	_cleanup_(cleanup_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct network network = {.name = (char *)"as it was"};
	struct error err = {};
	char text[sizeof(err.text) + 2];

	if (network_read(fd, &network, &err) != -EINVAL)
		fail_msg("%s has been read", path);
	assert_string_equal(network.name, "as it was");
	snprintf(text, sizeof(text), "%s\n", err.text);
	case_compare(path, ".err", text);
}

static void bad_cases(void **state)
{
	cases_each("network/bad/*.xml", check_bad);
}

static void any_byte_changed(void **state)
{
	static const char bytes[] = {'\0', '<', '>', '&', '\'', '/', ':', '\xff', '\x1b'};
	_cleanup_(cleanup_free) char *text = NULL;
	size_t length;

	text = case_read("network/port.xml", &length);
	for (size_t i = 0; i < length * sizeof(bytes); i++) {
		char *byte = &text[i / sizeof(bytes)], before = *byte;
		_cleanup_(network_clear) struct network network = {};
		struct error err = {};

		*byte = bytes[i % sizeof(bytes)];
		if (network_read_text(text, length, &network, &err) < 0)
			assert_int_equal(err.number, EINVAL);
		*byte = before;
	}
}

/* --- libvirt's file of a running guest */

static void check_status(const char *path)
{
	_cleanup_(cleanup_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
	_cleanup_(cleanup_free) char *text = NULL, *guest = NULL;
	struct domain_status status = {};
	struct error err = {};

	if (domain_read_status(fd, &status, &err) < 0)
		fail_msg("%s: %s", path, err.text);
	guest = print_guest(&status.guest);
	assert_true(asprintf(&text, "pid %d%s\n%s", (int)status.pid,
			     status.migrating ? ", migrating" : "", guest) > 0);
	guest_clear(&status.guest);
	case_compare(path, ".txt", text);
}

static void status_cases(void **state)
{
	cases_each("domain/status/*.xml", check_status);
}

/* Neither is taken for the other. */
static void status_is_no_domain(void **state)
{
	_cleanup_(cleanup_fd) int plain = open("domain/start.xml", O_RDONLY | O_CLOEXEC);
	_cleanup_(cleanup_fd) int fd =
		open("domain/status/running.xml", O_RDONLY | O_CLOEXEC);
	struct domain_status status = {};
	struct guest guest = {};
	struct error err = {};

	assert_int_equal(domain_read_status(plain, &status, &err), -EINVAL);
	assert_int_equal(domain_read(fd, &guest, &err), -EINVAL);
	assert_string_equal(err.text,
			    "the root element is <domstatus>; expected <domain>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_cases),          cmocka_unit_test(bad_cases),
		cmocka_unit_test(any_byte_changed),    cmocka_unit_test(status_cases),
		cmocka_unit_test(status_is_no_domain),
	};

	return cmocka_run_group_tests_name("network", tests, NULL, NULL);
}
