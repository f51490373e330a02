/* reader.c - a hardened stream of XML: elements and their text, never a tree
 *
 * libxml2's push parser is fed a chunk at a time, so that memory does not grow with the
 * document. A DOCTYPE is refused where it begins: no entity can be declared then, and
 * XML_PARSE_NOENT is left with the five that XML itself has (without it, libxml2 gives
 * "&amp;" in an attribute as "&#38;", for a tree to take apart later). Documents are in
 * UTF-8, whatever they declare, so that no other decoder is ever at work.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "xml/reader.h"

#include <errno.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "xml/libxml_symbols.h"
#include "xml/silence.h"

/* DEPTH_MAX is what libxml2 has where it builds trees. TOKEN_MAX bounds a single tag,
 * for 2.9 takes a time that is square to the attributes of a tag. */
enum {
	CHUNK = 8 << 10,
	DEPTH_MAX = 256,
	TOKEN_MAX = 256 << 10,
	NAME_ROOM = 128,
};

struct reader {
	const struct reader_events *events;
	void *data;
	xmlParserCtxt *parser;
	size_t fed;     /* bytes of the document until now */
	size_t heard;   /* how many it were when libxml2 last had something to tell */
	unsigned depth; /* elements that are open */
	bool begun;     /* the root has been opened */
	bool complete;  /* the root has been closed */

	/* The attributes of the start tag at hand: as SAX2 has them, and where
	 * reader_attributes() puts them and their texts. */
	const xmlChar **raw;
	size_t raw_count;
	void *attributes;
	size_t attributes_size;

	bool failed; /* how, and where */
	struct error failure;
	unsigned line;
};

unsigned reader_line(const struct reader *reader)
{
	int line = xmlSAX2GetLineNumber(reader->parser);

	return line > 0 ? (unsigned)line : 0;
}

size_t reader_offset(const struct reader *reader)
{
#if HAVE_XMLCTXTGETINPUTPOSITION
	unsigned long bytes = 0;

	xmlCtxtGetInputPosition(reader->parser, 0, NULL, NULL, NULL, &bytes);
	return bytes;
#else
	return (size_t)xmlByteConsumed(reader->parser);
#endif
}

void reader_fail(struct reader *reader, unsigned line, int number, const char *format,
		 ...)
{
	char text[sizeof(reader->failure.text)];
	va_list args;

	if (reader->failed)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	error_set(&reader->failure, number, "%s", text);
	reader->failed = true;
	reader->line = line;
	xmlStopParser(reader->parser);
}

/* The name with its prefix or namespace, in ret where it has one. It may be cut there: no
 * name that anybody looks for is as long. */
static const char *full_name(const xmlChar *name, const xmlChar *prefix,
			     const xmlChar *space, char ret[NAME_ROOM])
{
	if (prefix)
		snprintf(ret, NAME_ROOM, "%s:%s", prefix, name);
	else if (space)
		snprintf(ret, NAME_ROOM, "{%s}%s", space, name);
	else
		return (const char *)name;
	return ret;
}

/* One attribute as SAX2 has it: name, prefix, namespace, the value's begin and end. */
enum { RAW_NAME, RAW_PREFIX, RAW_SPACE, RAW_BEGIN, RAW_END, RAW_WIDTH };

static size_t value_length(const xmlChar **raw)
{
	return (size_t)(raw[RAW_END] - raw[RAW_BEGIN]);
}

/* Puts the texts that SAX2 does not have as strings at `to`; returns what is behind. */
static char *attribute_write(char *to, const xmlChar **raw, struct reader_attribute *ret)
{
	size_t length = value_length(raw);

	ret->name = full_name(raw[RAW_NAME], raw[RAW_PREFIX], NULL, to);
	if (ret->name == to)
		to += NAME_ROOM;
	memcpy(to, raw[RAW_BEGIN], length);
	to[length] = '\0';
	ret->value = to;
	return to + length + 1;
}

/* Makes room for the attributes, and for the texts of all of them behind. */
static struct reader_attribute *reader_reserve(struct reader *reader)
{
	size_t size = sizeof(struct reader_attribute);
	void *larger;

	for (size_t i = 0; i < reader->raw_count; i++)
		size += sizeof(struct reader_attribute) + NAME_ROOM +
			value_length(reader->raw + i * RAW_WIDTH) + 1;
	if (size <= reader->attributes_size)
		return reader->attributes;
	larger = realloc(reader->attributes, size * 2);
	if (!larger) {
		reader_fail(reader, reader_line(reader), ENOMEM, "out of memory");
		return NULL;
	}
	reader->attributes_size = size * 2;
	return reader->attributes = larger;
}

const struct reader_attribute *reader_attributes(struct reader *reader, size_t *count)
{
	struct reader_attribute *attributes;
	char *to;

	attributes = reader->failed ? NULL : reader_reserve(reader);
	if (!attributes)
		return NULL;
	to = (char *)(attributes + reader->raw_count);
	for (size_t i = 0; i < reader->raw_count; i++)
		to = attribute_write(to, reader->raw + i * RAW_WIDTH, &attributes[i]);
	*count = reader->raw_count;
	return attributes;
}

static void sax_start(void *user, const xmlChar *name, const xmlChar *prefix,
		      const xmlChar *space, int space_count, const xmlChar **spaces,
		      int raw_count, int defaulted, const xmlChar **raw)
{
	struct reader *reader = user;
	char full[NAME_ROOM];

	(void)space_count, (void)spaces, (void)defaulted;
	reader->heard = reader->fed;
	if (reader->failed)
		return;
	reader->begun = true;
	if (++reader->depth > DEPTH_MAX)
		return reader_fail(
			reader, reader_line(reader), EINVAL,
			"elements are nested more than %d deep; use fewer levels",
			DEPTH_MAX);
	reader->raw = raw;
	reader->raw_count = (size_t)raw_count;
	reader->events->start(reader, reader->data, full_name(name, prefix, space, full));
}

static void sax_end(void *user, const xmlChar *name, const xmlChar *prefix,
		    const xmlChar *space)
{
	struct reader *reader = user;

	(void)name, (void)prefix, (void)space;
	reader->heard = reader->fed;
	if (reader->failed)
		return;
	reader->events->end(reader, reader->data);
	reader->depth--;
	reader->complete = reader->depth == 0;
}

static void sax_text(void *user, const xmlChar *text, int length)
{
	struct reader *reader = user;

	reader->heard = reader->fed;
	if (!reader->failed)
		reader->events->text(reader, reader->data, (const char *)text,
				     (size_t)length);
}

static void sax_comment(void *user, const xmlChar *text)
{
	struct reader *reader = user;

	reader->heard = reader->fed;
}

static void sax_doctype(void *user, const xmlChar *name, const xmlChar *public_id,
			const xmlChar *system_id)
{
	struct reader *reader = user;

	(void)name, (void)public_id, (void)system_id;
	reader_fail(reader, reader_line(reader), EINVAL,
		    "a DOCTYPE is not allowed; remove it");
}

/* What releases of libxml2 have for a document that just ends: one for what is open yet,
 * one that is for text behind the root element as well. */
static bool is_early_end(int code)
{
	return code == XML_ERR_TAG_NOT_FINISHED || code == XML_ERR_DOCUMENT_END;
}

static void fail_as_empty(struct reader *reader, unsigned line)
{
	reader_fail(reader, line, ENODATA, "the document is empty; expected XML");
}

static void fail_as_xml(struct reader *reader, unsigned line, int code, const char *text)
{
	bool early = is_early_end(code) && !reader->complete;

	if (code == XML_ERR_NO_MEMORY)
		reader_fail(reader, line, ENOMEM, "out of memory");
	else if (early && !reader->begun)
		fail_as_empty(reader, line);
	else if (early)
		reader_fail(reader, line, EINVAL,
			    "the document ends too early; close every element");
	else
		reader_fail(reader, line, EINVAL,
			    "invalid XML: %.*s; expected well-formed XML in UTF-8",
			    (int)strcspn(text, "\n"), text);
}

/* What is less than fatal (a prefix that nobody declared, say in a guest's <metadata>)
 * leaves the document readable. */
static void sax_error(void *user, xml_error error)
{
	if (error->level == XML_ERR_FATAL || error->code == XML_ERR_NO_MEMORY)
		fail_as_xml(user, error->line > 0 ? (unsigned)error->line : 0,
			    error->code, error->message ? error->message : "unreadable");
}

static int reader_open(struct reader *reader, struct error *err)
{
	xmlSAXHandler handler = {
		.initialized = XML_SAX2_MAGIC,
		.internalSubset = sax_doctype,
		.startElementNs = sax_start,
		.endElementNs = sax_end,
		.characters = sax_text,
		.ignorableWhitespace = sax_text,
		.cdataBlock = sax_text,
		.comment = sax_comment,
		.serror = sax_error,
	};

	reader->parser = xmlCreatePushParserCtxt(&handler, reader, NULL, 0, NULL);
	if (!reader->parser)
		return error_set(err, ENOMEM, "out of memory");
	xmlCtxtUseOptions(reader->parser,
			  XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC);
	return 0;
}

static void reader_close(struct reader *reader)
{
	if (reader->parser)
		xmlFreeParserCtxt(reader->parser);
	free(reader->attributes);
}

/* libxml2 tells UTF-16, UTF-32 and EBCDIC by the first bytes of a document. In UTF-8, it
 * begins with a tag, white space or a byte order mark. */
static bool is_utf8(const char *bytes, size_t size)
{
	return memchr("< \t\r\n\xef", bytes[0], 6) && (size < 2 || bytes[1]);
}

static void reader_parse(struct reader *reader, const char *bytes, size_t size)
{
	reader->fed += size;
	xmlParseChunk(reader->parser, bytes, (int)size, 0);
	if (reader->fed - reader->heard > TOKEN_MAX)
		reader_fail(reader, reader_line(reader), EINVAL,
			    "a tag, comment or CDATA section is longer than %d KiB; "
			    "shorten it",
			    TOKEN_MAX >> 10);
}

/* Returns whether more is welcome. */
static bool reader_feed(struct reader *reader, const char *bytes, size_t size)
{
	if (reader->fed == 0 && !is_utf8(bytes, size))
		reader_fail(reader, 1, EINVAL,
			    "not an XML document in UTF-8; it must begin with '<'");
	else if (reader->fed + size > READER_MAX)
		reader_fail(reader, 0, EINVAL,
			    "the document is too long; the limit is %d MiB",
			    READER_MAX >> 20);
	else
		reader_parse(reader, bytes, size);
	return !reader->failed;
}

static void reader_finish(struct reader *reader)
{
	if (reader->fed == 0)
		fail_as_empty(reader, 0);
	if (reader->failed)
		return;
	xmlParseChunk(reader->parser, NULL, 0, 1);
	if (!reader->complete)
		fail_as_xml(reader, reader_line(reader), XML_ERR_DOCUMENT_END, "");
}

/* Fills the buffer unless the file ends before. Returns how many bytes, or -errno. */
static ssize_t read_chunk(int fd, char *buffer, size_t size)
{
	size_t length = 0;

	while (length < size) {
		ssize_t n = read(fd, buffer + length, size - length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		length += (size_t)n;
	}
	return (ssize_t)length;
}

static void reader_feed_fd(struct reader *reader, int fd)
{
	char chunk[CHUNK];
	ssize_t length;

	do {
		length = read_chunk(fd, chunk, sizeof(chunk));
		if (length < 0)
			reader_fail(reader, 0, (int)-length, "cannot be read: %s",
				    strerror((int)-length));
	} while (length > 0 && reader_feed(reader, chunk, (size_t)length));
}

static void reader_feed_text(struct reader *reader, const char *text, size_t length)
{
	size_t size;

	for (; length > 0; text += size, length -= size) {
		size = length < CHUNK ? length : CHUNK;
		if (!reader_feed(reader, text, size))
			return;
	}
}

static int reader_run(struct reader *reader, int fd, const char *text, size_t length,
		      struct error *err)
{
	int r = reader_open(reader, err);

	if (r < 0)
		return r;
	if (text)
		reader_feed_text(reader, text, length);
	else
		reader_feed_fd(reader, fd);
	reader_finish(reader);
	reader_close(reader);
	if (!reader->failed)
		return 0;
	*err = reader->failure;
	return -err->number;
}

int reader_read(int fd, const char *text, size_t length,
		const struct reader_events *events, void *data, unsigned *line,
		struct error *err)
{
	struct reader reader = {.events = events, .data = data};
	struct silence before = silence_begin();
	int r = reader_run(&reader, fd, text, length, err);

	silence_end(&before);
	*line = reader.line;
	return r;
}
