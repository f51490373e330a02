/* test_qemu_args.c - QEMU's command line → guest, in good cases, odd ones, and hostile
 * ones
 *
 * A case is a command line, qemu_args/NAME.cmd, and what has to come of it in NAME.txt.
 * Of the command line each word is an argument, '' an empty one, and \xNN a byte. Lines
 * that begin with '#' are for the reader, such as begin with "held" are the TAPs that the
 * QEMU holds.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "cases.h"

#include <errno.h>

#include "hook/qemu/qemu_args.h"
#include "hook/qemu/qemu_net.h"

enum { HELD_MAX = 16 };

struct command {
	char *args;
	size_t size;
	struct tap_fd held[HELD_MAX];
	size_t held_count;
};

static void command_clear(struct command *command)
{
	free(command->args);
}

static void read_held(char *words, struct command *ret)
{
	for (char *save, *word = strtok_r(words, " ", &save); word;
	     word = strtok_r(NULL, " ", &save)) {
		struct tap_fd *tap = &ret->held[ret->held_count++];

		assert_true(ret->held_count < HELD_MAX);
		assert_int_equal(sscanf(word, "%d=%15s", &tap->fd, tap->name), 2);
	}
}

static void read_arguments(char *words, struct command *ret)
{
	for (char *save, *word = strtok_r(words, " \t", &save); word;
	     word = strtok_r(NULL, " \t", &save)) {
		assert_int_equal(text_unshow(word), 0);
		if (!strcmp(word, "''"))
			*word = '\0';
		memcpy(ret->args + ret->size, word, strlen(word) + 1);
		ret->size += strlen(word) + 1;
	}
}

static void read_command(const char *path, struct command *ret)
{
	_cleanup_(cleanup_free) char *text = NULL;
	size_t length;

	text = case_read(path, &length);
	ret->args = malloc(length + 1);
	assert_non_null(ret->args);
	for (char *save, *line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		if (!strncmp(line, "held ", strlen("held ")))
			read_held(line + strlen("held "), ret);
		else if (*line != '#')
			read_arguments(line, ret);
}

static void print_text(FILE *out, const char *name, const char *text)
{
	if (text)
		fprintf(out, "%s%s", name, text);
}

static void print_nic(FILE *out, const struct nic *nic)
{
	char mac[MAC_TEXT];

	assert_true(nic->managed);
	assert_string_equal(nic->type, nic->actual);
	text_print_mac(nic->mac, mac);
	fprintf(out, "nic %u: %s", nic->number, nic->type);
	print_text(out, " ", nic->target);
	print_text(out, " bridge=", nic->bridge);
	print_text(out, " mac=", nic->has_mac ? mac : NULL);
	print_text(out, " alias=", nic->alias);
	print_text(out, " model=", nic->model);
	if (nic->queues != 1)
		fprintf(out, " queues=%u", nic->queues);
	fputc('\n', out);
}

static char *print_guest(const struct guest *guest)
{
	char *text, name[256] = "(none)";
	size_t length;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	if (guest->stage == GUEST_CONFIGURED)
		fprintf(out, "more in a file\n");
	else
		assert_int_equal(guest->stage, GUEST_BY_HAND);
	if (guest->name)
		text_show(guest->name, name, sizeof(name));
	print_text(out, "name: ", name);
	print_text(out, "\nuuid: ", guest->uuid);
	fputc('\n', out);
	for (size_t i = 0; i < guest->nic_count; i++)
		print_nic(out, &guest->nics[i]);
	fclose(out);
	return text;
}

static void read_args(const char *args, size_t size, struct guest *ret)
{
	struct error err = {};

	if (qemu_args_read(args, size, NULL, 0, ret, &err) < 0)
		fail_msg("%s", err.text);
}

/* From memory of just the size, so that a read behind the end is seen. */
static void read_guest(const struct command *command, struct guest *ret)
{
	_cleanup_(cleanup_free) char *args = malloc(command->size + !command->size);
	struct error err = {};

	assert_non_null(args);
	if (command->size)
		memcpy(args, command->args, command->size);
	if (qemu_args_read(args, command->size, command->held, command->held_count, ret,
			   &err) < 0)
		fail_msg("%s", err.text);
}

static void check_case(const char *path)
{
	_cleanup_(command_clear) struct command command = {};

	read_command(path, &command);
	/* The last NUL says nothing, but behind an empty argument. */
	for (int i = 0; i < 2 && command.size > 1; i++, command.size--) {
		_cleanup_(guest_clear) struct guest guest = {};
		_cleanup_(cleanup_free) char *text = NULL;

		read_guest(&command, &guest);
		text = print_guest(&guest);
		case_compare(path, ".txt", text);
		if (!command.args[command.size - 2])
			break;
	}
}

static void all_cases(void **state)
{
	cases_each("qemu_args/*.cmd", check_case);
}

static void check_cuts(const char *path)
{
	_cleanup_(command_clear) struct command command = {};

	read_command(path, &command);
	for (; command.size > 0; command.size--) {
		_cleanup_(guest_clear) struct guest guest = {};

		read_guest(&command, &guest);
	}
}

static void cut_anywhere(void **state)
{
	cases_each("qemu_args/*.cmd", check_cuts);
}

static void check_bytes(const char *path)
{
	static const char bytes[] = {'\0', ',', '=', '-', '{', '}', '"', ':', '\xff'};
	_cleanup_(command_clear) struct command command = {};

	read_command(path, &command);
	for (size_t i = 0; i < command.size * sizeof(bytes); i++) {
		char *byte = &command.args[i / sizeof(bytes)], before = *byte;
		_cleanup_(guest_clear) struct guest guest = {};

		*byte = bytes[i % sizeof(bytes)];
		read_guest(&command, &guest);
		*byte = before;
	}
}

static void any_byte_changed(void **state)
{
	cases_each("qemu_args/*.cmd", check_bytes);
}

static void nic_of_tap(void **state)
{
	static const char args[] = "q\0-netdev\0user,id=a\0-nic\0tap,ifname=t1\0"
				   "-nic\0tap,ifname=t2\0-nic\0tap,ifname=t2";
	_cleanup_(guest_clear) struct guest guest = {};

	assert_int_equal(
		qemu_args_read(args, sizeof(args), NULL, 0, &guest, &(struct error){}),
		0);
	assert_int_equal(qemu_args_nic(&guest, "t1")->number, 2);
	assert_int_equal(qemu_args_nic(&guest, "t2")->number, 3);
	assert_null(qemu_args_nic(&guest, "t"));
	assert_null(qemu_args_nic(&guest, ""));
}

/* All of QEMU 7.2, as its binary has them; and what came later, or went before. */
static const char without_argument[] =
	"h help version mem-prealloc audio-help snapshot usb nographic "
	"portrait full-screen win2k-hack no-fd-bootchk no-acpi no-hpet "
	"singlestep preconfig S s enable-kvm xen-attach no-reboot "
	"no-shutdown daemonize only-migratable nodefaults semihosting "
	"old-param no-user-config perfmap jitdump sdl curses enable-fips "
	"show-cursor no-kvm xen-domid-restrict localtime async-teardown "
	"alt-grab enable-sync-profile";

static const char with_argument[] =
	"machine M cpu accel smp numa add-fd set global boot m mem-path k "
	"audio audiodev fda fdb hda hdb hdc hdd cdrom blockdev drive "
	"mtdblock sd fsdev virtfs iscsi usbdevice display spice rotate vga "
	"g vnc acpitable smbios chardev tpmdev bios pflash kernel append "
	"initrd dtb compat fw_cfg serial parallel monitor qmp qmp-pretty "
	"mon debugcon pidfile overcommit gdb d D dfilter seed L xen-domid "
	"action loadvm option-rom rtc icount watchdog-action echr incoming "
	"chroot runas prom-env semihosting-config sandbox readconfig trace "
	"plugin qtest qtest-log msg dump-vmstate object run-with shim "
	"watchdog name uuid device netdev nic net";

/* How many NICs there are when -nic tap is behind that option. */
static size_t nics_behind(const char *option)
{
	_cleanup_(guest_clear) struct guest guest = {};
	char args[128];
	int size = snprintf(args, sizeof(args), "q%c-%s%c-nic%ctap", 0, option, 0, 0);

	read_args(args, (size_t)size + 1, &guest);
	return guest.nic_count;
}

static void check_behind(const char *options, size_t nics)
{
	_cleanup_(cleanup_free) char *words = strdup(options);

	for (char *save, *word = strtok_r(words, " ", &save); word;
	     word = strtok_r(NULL, " ", &save))
		if (nics_behind(word) != nics)
			fail_msg("-%s: not %zu NICs", word, nics);
}

static void arguments(void **state)
{
	check_behind(without_argument, 1);
	check_behind(with_argument, 0);
}

static const char too_many[] = "more than 4096 network devices; no guest has as many";
static const char too_long[] = "a command line of more than 8 MiB; the kernel starts "
			       "nothing with one as long";

/* The begin of a command line, and what it goes on with count times. */
static const struct {
	const char *begin;
	size_t begin_size;
	const char *item;
	size_t item_size, count;
	const char *error; /* NULL: it is read */
	size_t nics;
} heaps[] = {
#define ARGS(text) text, sizeof(text)
#define PART(text) text, sizeof(text) - 1
	{PART(""), PART(""), 0, NULL, 0},
	{ARGS("q"), ARGS("-netdev\0tap"), 4096, NULL, 4096},
	{ARGS("q"), ARGS("-netdev\0tap"), 4097, too_many, 0},
	{ARGS("q"), ARGS("-netdev\0tap"), 2 << 20, too_long, 0},
	{ARGS("q"), ARGS("-netdev\0tap,id=a"), 4096, NULL, 4096},
	{ARGS("q"), ARGS("-device\0a,netdev=a"), 4096, NULL, 0},
	{ARGS("q"), ARGS("-device\0a,netdev=a"), 4097, too_many, 0},
	{ARGS("q"), ARGS("-device\0a"), 500000, NULL, 0},
	{ARGS("q"), ARGS("-device\0{}"), 100000, NULL, 0},
	{ARGS("q"), ARGS("-device\0{"), 100000, NULL, 0},
	{ARGS("q"), ARGS("-net\0nic\0-net\0tap"), 4096, NULL, 4096},
	{ARGS("q"), ARGS("-net\0none"), 500000, NULL, 0},
	{ARGS("q"), ARGS("-netdev\0hubport,hubid=1,netdev=a,id=a"), 4096, NULL, 0},
	{ARGS("q"), ARGS("-name\0a,b"), 500000, NULL, 0},
	{ARGS("q"), ARGS("-uuid\0a"), 500000, NULL, 0},
	{ARGS("q"), ARGS(""), 4 << 20, NULL, 0},
	{ARGS("q"), ARGS("-"), 2 << 20, NULL, 0},
	{ARGS("q"), PART(","), 4 << 20, NULL, 0},
	{ARGS("q"), PART("-nic\0tap"), 500000, NULL, 1},
	{ARGS("q\0-netdev"), PART("type=tap,"), 250000, NULL, 1},
	{ARGS("q\0-netdev"), PART("tap,,"), 500000, NULL, 0},
	{PART("q\0-netdev\0tap,fds="), PART("1:"), 1 << 20, NULL, 1},
	{PART("q\0-netdev\0tap,ifname="), PART("a"), 2 << 20, NULL, 1},
	{PART("q\0-netdev\0tap,id="), PART(",,"), 1 << 20, NULL, 1},
	{PART("q\0-nic\0tap,mac="), PART("1"), 2 << 20, NULL, 1},
	{PART("q\0-netdev\0{\"a\":"), PART("["), 120000, NULL, 0},
	{PART("q\0-netdev\0{\"a\":"), PART("{\"a\":"), 20000, NULL, 0},
	{PART("q\0-netdev\0{"), PART("\"type\":\"tap\","), 2 << 16, NULL, 0},
};

static void heaps_of_it(void **state)
{
	static const struct tap_fd held[] = {{1, "tap0"}, {2, "tap1"}};

	for (size_t i = 0; i < ARRAY_SIZE(heaps); i++) {
		size_t begin = heaps[i].begin_size, item = heaps[i].item_size;
		size_t size = begin + item * heaps[i].count;
		_cleanup_(guest_clear) struct guest guest = {};
		_cleanup_(cleanup_free) char *args = malloc(size);
		struct error err = {};
		int r;

		assert_non_null(args);
		memcpy(args, heaps[i].begin, begin);
		for (size_t at = begin; at < size; at += item)
			memcpy(args + at, heaps[i].item, item);
		r = qemu_args_read(args, size, held, ARRAY_SIZE(held), &guest, &err);
		assert_int_equal(r, heaps[i].error ? -EINVAL : 0);
		assert_string_equal(err.text, heaps[i].error ? heaps[i].error : "");
		assert_int_equal(guest.nic_count, heaps[i].nics);
	}
}

/* Each device finds its own netdev, and each netdev its TAP. */
static void many_devices(void **state)
{
	enum { DEVICES = 200 };
	_cleanup_(guest_clear) struct guest guest = {};
	struct tap_fd held[DEVICES];
	char *args;
	size_t size;
	FILE *out = open_memstream(&args, &size);

	assert_non_null(out);
	fprintf(out, "q%c", 0);
	for (int i = 0; i < DEVICES; i++) {
		held[i].fd = 10 + i;
		snprintf(held[i].name, IFNAMSIZ, "tap%d", i);
		fprintf(out, "-device%ce1000,netdev=n%d,id=d%d%c", 0, DEVICES - 1 - i,
			DEVICES - 1 - i, 0);
		fprintf(out, "-netdev%ctap,id=n%d%c", 0, i, 0);
	}
	fclose(out);
	assert_int_equal(
		qemu_args_read(args, size, held, DEVICES, &guest, &(struct error){}), 0);
	free(args);
	assert_int_equal(guest.nic_count, DEVICES);
	for (int i = 0; i < DEVICES; i++) {
		assert_int_equal(atoi(guest.nics[i].alias + strlen("d")), i);
		assert_string_equal(guest.nics[i].target, held[i].name);
	}
}

/* A device's id is copied for each netdev of its hub, so it may not be as long as it
 * likes. */
static void shared_by_many(void **state)
{
	_cleanup_(guest_clear) struct guest guest = {};
	_cleanup_(cleanup_free) char *id = calloc(1, (1 << 20) + 1);
	char *args;
	size_t size;
	FILE *out = open_memstream(&args, &size);

	assert_non_null(out);
	memset(id, 'a', 1 << 20);
	fprintf(out, "q%c-net%cnic,macaddr=5,id=%s%c", 0, 0, id, 0);
	for (int i = 0; i < QEMU_NET_MAX; i++)
		fprintf(out, "-net%ctap%c", 0, 0);
	fclose(out);
	read_args(args, size, &guest);
	free(args);
	assert_int_equal(guest.nic_count, QEMU_NET_MAX);
	assert_true(guest.nics[1].has_mac);
	assert_null(guest.nics[1].alias);
}

/* As "info network" of QEMU 7.2 has it; the NICs are in the order of their netdevs. */
static void chosen_macs(void **state)
{
	static const struct {
		const char *args;
		uint8_t last[4]; /* byte of 52:54:00:12:34:XX; 0: not chosen by QEMU */
	} cases[] = {
		{"q -netdev tap,id=a -device e1000,netdev=a", {0x56}},
		{"q -netdev tap,id=a -device e1000,netdev=a,mac=00:00:00:00:00:00",
		 {0x56}},
		{"q -netdev tap,id=a -netdev tap,id=b -device e1000,netdev=b "
		 "-device e1000,netdev=a",
		 {0x57, 0x56}},
		{"q -netdev tap,id=a -device e1000,netdev=a,mac=52:54:00:12:34:56 "
		 "-netdev tap,id=b -device e1000,netdev=b",
		 {0, 0x57}},
		{"q -nic tap -nic tap,mac=52:54:00:12:34:57 -device e1000,netdev=a "
		 "-netdev tap,id=a -nic tap",
		 {0x59, 0x56, 0, 0x58}},
		{"q -netdev tap,id=a -netdev tap,id=b -device e1000,netdev=b "
		 "-device e1000,netdev=a,mac=52:54:00:12:34:58 -net nic,netdev=c "
		 "-netdev tap,id=c -netdev tap,id=d -device e1000,netdev=d",
		 {0, 0x57, 0x56, 0x59}},
		{"q -netdev tap,id=a", {}},
		{"q -readconfig x -netdev tap,id=a -device e1000,netdev=a", {}},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		_cleanup_(guest_clear) struct guest guest = {};
		_cleanup_(cleanup_free) char *args = strdup(cases[i].args);
		size_t size = strlen(args) + 1;

		for (size_t at = 0; at < size; at++)
			args[at] = args[at] == ' ' ? '\0' : args[at];
		read_args(args, size, &guest);
		for (size_t j = 0; j < guest.nic_count; j++) {
			const struct nic *nic = &guest.nics[j];
			const uint8_t want[] = {0x52, 0x54, 0,
						0x12, 0x34, cases[i].last[j]};

			assert_int_equal(nic->has_guess, cases[i].last[j] != 0);
			assert_false(nic->has_guess && nic->has_mac);
			if (nic->has_guess)
				assert_memory_equal(nic->guess, want, MAC_BYTES);
		}
	}
}

static void from_elsewhere(void **state)
{
	static const char awaited[] = "q\0-incoming\0defer\0-nic\0tap\0",
			  named[] = "q\0-name\0-incoming\0-nic\0tap\0";
	_cleanup_(guest_clear) struct guest one = {}, other = {};

	read_args(awaited, sizeof(awaited) - 1, &one);
	read_args(named, sizeof(named) - 1, &other);
	assert_true(one.elsewhere);
	assert_false(other.elsewhere);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_cases),        cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(any_byte_changed), cmocka_unit_test(nic_of_tap),
		cmocka_unit_test(arguments),        cmocka_unit_test(heaps_of_it),
		cmocka_unit_test(many_devices),     cmocka_unit_test(shared_by_many),
		cmocka_unit_test(chosen_macs),      cmocka_unit_test(from_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
