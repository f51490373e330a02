/* test_domain.c - domain XML → guest, in good cases, in bad ones, and with hostile bytes
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "cases.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "print_guest.h"
#include "xml/domain.h"
#include "xml/domain_length.h"

static void check_good(const char *path)
{
	_cleanup_(cleanup_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
	_cleanup_(guest_clear) struct guest guest = {};
	_cleanup_(cleanup_free) char *text = NULL;
	struct error err = {};

	if (domain_read(fd, &guest, &err) < 0)
		fail_msg("%s: %s", path, err.text);
	text = print_guest(&guest);
	case_compare(path, ".txt", text);
}

static void good_cases(void **state)
{
	cases_each("domain/*.xml", check_good);
}

static void check_bad(const char *path)
{
	_cleanup_(cleanup_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
	_cleanup_(cleanup_free) char *xml = NULL;
	struct guest guest = {.name = (char *)"as it was"};
	struct error err = {}, err_again = {};
	char text[sizeof(err.text) + 40];
	unsigned line = 0;
	size_t length;

	if (domain_read(fd, &guest, &err) != -EINVAL)
		fail_msg("%s has been read", path);
	assert_string_equal(guest.name, "as it was");
	assert_int_equal(err.number, EINVAL);
	xml = case_read(path, &length);
	assert_int_equal(domain_read_lines(xml, length, &guest, &line, &err_again),
			 -EINVAL);
	assert_string_equal(err_again.text, err.text);
	snprintf(text, sizeof(text), "%u: %s\n", line, err.text);
	case_compare(path, ".err", text);
}

static void bad_cases(void **state)
{
	cases_each("domain/bad/*.xml", check_bad);
}

/* Both ways of reading give the same, and neither prints. Returns what they return. */
static int read_both(const char *text, size_t length, struct error *err)
{
	_cleanup_(guest_clear) struct guest guest = {}, again = {};
	_cleanup_(cleanup_free) char *one = NULL, *two = NULL;
	_cleanup_(cleanup_file) FILE *file = tmpfile();
	struct error err_again = {};
	int r;

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, length, file), length);
	rewind(file);
	r = domain_read_text(text, length, &guest, err);
	assert_int_equal(domain_read(fileno(file), &again, &err_again), r);
	if (r < 0) {
		assert_string_equal(err->text, err_again.text);
		return r;
	}
	one = print_guest(&guest);
	two = print_guest(&again);
	assert_string_equal(one, two);
	return 0;
}

static void cut_anywhere(void **state)
{
	_cleanup_(cleanup_free) char *text = NULL;
	struct error err = {};
	size_t length;

	text = case_read("domain/start.xml", &length);
	while (text[length - 1] == '\n')
		length--;
	assert_int_equal(read_both(text, length, &err), 0);
	for (size_t i = 0; i < length; i++) {
		/* Its own memory, so that a read behind the end is seen. */
		_cleanup_(cleanup_free) char *cut = malloc(i + 1);

		memcpy(cut, text, i);
		assert_int_equal(domain_read_text(cut, i, &(struct guest){}, &err),
				 -EINVAL);
		assert_non_null(strchr(err.text, ';'));
	}
}

static void any_byte_changed(void **state)
{
	static const char bytes[] = {'\0', '<', '>', '&', '\'', '/', ':', '\xff', '\x1b'};
	_cleanup_(cleanup_free) char *text = NULL;
	size_t length;

	text = case_read("domain/decoys.xml", &length);
	for (size_t i = 0; i < length * sizeof(bytes); i++) {
		char *byte = &text[i / sizeof(bytes)], before = *byte;
		_cleanup_(guest_clear) struct guest guest = {};
		struct error err = {};

		*byte = bytes[i % sizeof(bytes)];
		if (domain_read_text(text, length, &guest, &err) < 0)
			assert_int_equal(err.number, EINVAL);
		*byte = before;
	}
}

/* A guest called x whose XML is size bytes long. */
static char *padded_domain(size_t size)
{
	const char *begin = "<domain><name>x</name>", *end = "</domain>";
	char *text = malloc(size + 1);

	assert_non_null(text);
	memset(text, ' ', size);
	memcpy(text, begin, strlen(begin));
	strcpy(text + size - strlen(end), end);
	return text;
}

static void size_bound(void **state)
{
	_cleanup_(cleanup_free) char *most = padded_domain(DOMAIN_XML_MAX);
	_cleanup_(cleanup_free) char *more = padded_domain(DOMAIN_XML_MAX + 1);
	struct error err = {};

	assert_int_equal(read_both(most, DOMAIN_XML_MAX, &err), 0);
	assert_int_equal(read_both(more, DOMAIN_XML_MAX + 1, &err), -EINVAL);
	assert_string_equal(err.text, "the document is too long; the limit is 16 MiB");
}

/* begin, then item count times, then end. */
static char *repeated(const char *begin, const char *item, size_t count, const char *end)
{
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	fputs(begin, out);
	for (size_t i = 0; i < count; i++)
		fputs(item, out);
	fputs(end, out);
	fclose(out);
	return text;
}

static const char too_long[] =
	"a tag, comment or CDATA section is longer than 256 KiB; shorten it";

static const struct {
	const char *begin, *item;
	size_t count;
	const char *end;
	const char *error; /* NULL: it is read */
} heaps[] = {
	{"<domain><name>x</name>", "<a>", 1000000, "",
	 "elements are nested more than 256 deep; use fewer levels"},
	{"<domain><name>x</name>", "<a/>", 1000000, "</domain>", NULL},
	{"<domain><name>x</name><devices>", "<interface/>", 5000, "</devices></domain>",
	 "more than 4096 interfaces; no guest can have that many"},
	{"<domain a='", "x", 1000000, "'><name>x</name></domain>", too_long},
	{"<domain><!--", "x", 1000000, "--><name>x</name></domain>", too_long},
	{"<domain><!--", "x", 200000, "--><name>x</name></domain>", NULL},
	{"<domain><", "x", 1000000, "/></domain>", too_long},
	{"<domain><!---->", "<!-- x -->", 1000000, "<name>x</name></domain>", NULL},
	{"<domain><name>", "&amp;", 1000000, "</name></domain>", NULL},
	{"", "\n", 100000, "<domain><name>x</name></domain>", NULL},
	{"<domain>\n", "\n", 1000000, "</domian>",
	 "invalid XML: Opening and ending tag mismatch: domain line 1 and "
	 "domian; expected well-formed XML in UTF-8"},
};

static void heaps_of_it(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(heaps); i++) {
		_cleanup_(cleanup_free) char *text = repeated(
			heaps[i].begin, heaps[i].item, heaps[i].count, heaps[i].end);
		struct error err = {};
		int r = read_both(text, strlen(text), &err);

		assert_int_equal(r, heaps[i].error ? -EINVAL : 0);
		assert_string_equal(err.text, heaps[i].error ? heaps[i].error : "");
	}
}

/* Across every border between chunks, too. */
static void long_name(void **state)
{
	_cleanup_(cleanup_free) char *text = repeated(
		"<domain><name>", "ä<![CDATA[&]]>&lt;", 10000, "</name></domain>");
	_cleanup_(cleanup_free) char *want = repeated("", "ä&<", 10000, "");
	_cleanup_(guest_clear) struct guest guest = {};
	struct error err = {};

	assert_int_equal(domain_read_text(text, strlen(text), &guest, &err), 0);
	assert_string_equal(guest.name, want);
}

static void any_chunk_border(void **state)
{
	const char *interface = "<devices><interface type='bridge'><source bridge='br0'/>"
				"</interface></devices>";

	for (size_t pad = 32700; pad < 32900; pad++) {
		_cleanup_(cleanup_free) char *text = NULL;
		_cleanup_(guest_clear) struct guest guest = {};
		struct error err = {};

		assert_true(asprintf(&text, "<domain><name>ä</name>%*s%s</domain>",
				     (int)pad - 40, "", interface) > 0);
		assert_int_equal(domain_read_text(text, strlen(text), &guest, &err), 0);
		assert_int_equal(guest.nic_count, 1);
		assert_string_equal(guest.nics[0].bridge, "br0");
	}
}

static void read_errors(void **state)
{
	_cleanup_(cleanup_fd) int folder = open(".", O_RDONLY | O_CLOEXEC);
	struct guest guest = {};
	struct error err = {};

	assert_int_equal(domain_read(folder, &guest, &err), -EISDIR);
	assert_string_equal(err.text, "cannot be read: Is a directory");
	assert_int_equal(domain_read(-1, &guest, &err), -EBADF);
}

/* A pipe gives what is in it by and by. */
static void slow_pipe(void **state)
{
	_cleanup_(cleanup_free) char *text = NULL;
	_cleanup_(guest_clear) struct guest guest = {};
	struct error err = {};
	size_t length;
	int ends[2];

	text = case_read("domain/start.xml", &length);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	if (fork() == 0) {
		for (size_t i = 0; i < length; i++)
			if (write(ends[1], text + i, 1) != 1)
				_exit(1);
		_exit(0);
	}
	close(ends[1]);
	assert_int_equal(domain_read(ends[0], &guest, &err), 0);
	assert_int_equal(guest.nic_count, 6);
	close(ends[0]);
}

/* Nothing that libxml2 has to say comes out on stderr. */
static void silent(void **state)
{
	_cleanup_(cleanup_file) FILE *file = tmpfile();
	int before = dup(STDERR_FILENO);

	assert_non_null(file);
	dup2(fileno(file), STDERR_FILENO);
	bad_cases(state);
	any_byte_changed(state);
	dup2(before, STDERR_FILENO);
	close(before);
	assert_int_equal(lseek(fileno(file), 0, SEEK_END), 0);
}

static void clear_nothing(void **state)
{
	struct guest guest = {};

	guest_clear(&guest);
	assert_int_equal(domain_read_text(NULL, 0, &guest, &(struct error){}), -EINVAL);
}

/* --- as libvirt takes it */

#define UUID "c7a5fdb2-cdaf-9455-926a-d65c16db1809"

static const struct {
	const char *text, *uuid; /* NULL: none */
} uuids[] = {
	{UUID, UUID},
	{"C7A5FDB2-cdaf-9455-926A-d65c16db1809", UUID},
	{"c7a5fdb2cdaf9455926ad65c16db1809", UUID},
	{"c7-a5 fdb2cdaf-9455-926a--d65c16db1809", UUID},
	{" \n\tc7a5fdb2-cdaf-9455-926a-d65c16db1809\n ", UUID},
	{"", NULL},
};

static const char *const bad_uuids[] = {
	" ",
	"c7a5fdb2cdaf9455926ad65c16db180",
	"c7a5fdb2cdaf9455926ad65c16db18090",
	"c-7a5fdb2cdaf9455926ad65c16db1809",
	"c7a5fdb2cdaf9455926ad65c16db1809-",
	"c7a5fdb2\ncdaf9455926ad65c16db1809",
	"{c7a5fdb2cdaf9455926ad65c16db1809}",
};

static int read_uuid_of(const char *uuid, struct guest *ret)
{
	_cleanup_(cleanup_free) char *text = NULL;
	struct error err = {};

	assert_true(asprintf(&text, "<domain><name>x</name><uuid>%s</uuid></domain>",
			     uuid) > 0);
	return domain_read_text(text, strlen(text), ret, &err);
}

static void loose_uuids(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(uuids); i++) {
		_cleanup_(guest_clear) struct guest guest = {};

		assert_int_equal(read_uuid_of(uuids[i].text, &guest), 0);
		if (uuids[i].uuid)
			assert_string_equal(guest.uuid, uuids[i].uuid);
		else
			assert_null(guest.uuid);
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad_uuids); i++)
		assert_int_equal(read_uuid_of(bad_uuids[i], &(struct guest){}), -EINVAL);
}

/* A text of several documents, each ended by a '|' that is not in the text. */
static const char *const documents[] = {
	"<domain/>|",
	"<domain><a/></domain>|",
	"<domain><a/></domain>\n<!-- that was all -->\n|",
	"<domain><a/></domain>\n|<domain/>|",
	"\n<domain><domain><a/></domain></domain>|<domain/>\n\n|<domain></domain>|",
	"<?xml version='1.0'?>\n<domain/>\n|<?xml version='1.0'?>\n<domain/>\n|",
	"<domain><!-- </domain> --><a b='&lt;/domain>'/></domain ><!----> |<domain>|",
	"\xef\xbb\xbf<domain>\xc3\xa4</domain>\n|<domain/>|",
	"<domain><a/></domain>and more|",
	"<domain/><!-- <domain/> |",
	"<domain><a/>|",
	"|",
};

static void several_documents(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(documents); i++) {
		_cleanup_(cleanup_free) char *text = strdup(documents[i]);
		const char *next = documents[i];
		size_t length = 0, at = 0;

		for (const char *from = documents[i]; *from; from++)
			if (*from != '|')
				text[length++] = *from;
		do {
			size_t want = strcspn(next, "|");

			assert_int_equal(domain_length(text + at, length - at), want);
			at += want;
			next += want + 1;
		} while (at < length);
		assert_int_equal(*next, '\0');
	}
}

static void chosen_names(void **state)
{
	static const char text[] =
		"<domain><name>x</name><devices>"
		"<interface><alias name='net0'/><target dev='vnet7'/></interface>"
		"<interface><alias name='ua-lan'/><target dev='tap0'/></interface>"
		"<interface><alias name='mine'/><target dev='vnet1' managed='no'/>"
		"</interface></devices></domain>";
	_cleanup_(guest_clear) struct guest guest = {};
	struct error err = {};

	assert_int_equal(domain_read_text(text, strlen(text), &guest, &err), 0);
	guest_forget_chosen(&guest);
	assert_null(guest.nics[0].alias);
	assert_null(guest.nics[0].target);
	assert_string_equal(guest.nics[1].alias, "ua-lan");
	assert_string_equal(guest.nics[1].target, "tap0");
	assert_null(guest.nics[2].alias);
	assert_string_equal(guest.nics[2].target, "vnet1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_cases),   cmocka_unit_test(bad_cases),
		cmocka_unit_test(cut_anywhere), cmocka_unit_test(any_byte_changed),
		cmocka_unit_test(size_bound),   cmocka_unit_test(heaps_of_it),
		cmocka_unit_test(long_name),    cmocka_unit_test(any_chunk_border),
		cmocka_unit_test(read_errors),  cmocka_unit_test(slow_pipe),
		cmocka_unit_test(silent),       cmocka_unit_test(clear_nothing),
		cmocka_unit_test(loose_uuids),  cmocka_unit_test(several_documents),
		cmocka_unit_test(chosen_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
