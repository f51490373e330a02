/* reader.c - a hardened stream of XML: elements and their text, never a tree
 *
 * libxml2's push parser is fed a chunk at a time, so that memory does not grow with the
 * document. A DOCTYPE is refused where it begins: no entity can be declared then, and
 * XML_PARSE_NOENT is left with the five that XML itself has (without it, libxml2 gives
 * "&amp;" in an attribute as "&#38;", for a tree to take apart later). An encoding
 * declaration is not believed: documents are UTF-8, or UTF-16 with its mark.
 */
#include "xml/reader.h"

#include <errno.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <stdarg.h>
#include <string.h>

#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error;
#else
typedef xmlError *xml_error;
#endif

enum { CHUNK = 32 << 10 };

struct reader {
	const struct reader_events *events;
	void *data;
	xmlParserCtxt *parser;
	size_t fed;     /* bytes of the document until now */
	unsigned depth; /* elements that are open */
	bool complete;  /* the root has been closed */
	bool failed;    /* failure and its line say how */
	unsigned line;
	struct error failure;

	const xmlChar *
		*raw; /* the attributes of the start tag at hand, as SAX2 has them */
	size_t raw_count;
	struct reader_attribute *attributes; /* the same, reader_attributes() made them */
	size_t attribute_room;
	char *scratch; /* the texts in attributes */
	size_t scratch_room;
	char *name; /* an element's, where it is not the plain one */
	size_t name_room;
};

unsigned reader_line(const struct reader *reader)
{
	int line = xmlSAX2GetLineNumber(reader->parser);

	return line > 0 ? (unsigned)line : 0;
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

/* Makes *memory hold count items of size bytes. Returns whether it does. */
static bool reader_reserve(struct reader *reader, void *memory, size_t *room,
			   size_t count, size_t size)
{
	void *larger;

	if (count <= *room)
		return true;
	count += count / 2;
	larger = realloc(*(void **)memory, count * size);
	if (!larger) {
		reader_fail(reader, reader_line(reader), ENOMEM, "out of memory");
		return false;
	}
	*(void **)memory = larger;
	*room = count;
	return true;
}

/* How much room a name in its full form takes, with its NUL. */
static size_t name_size(const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
	size_t around = prefix  ? strlen((const char *)prefix) + 1
			: space ? strlen((const char *)space) + 2
				: 0;

	return around + strlen((const char *)name) + 1;
}

static size_t name_write(char *to, const xmlChar *name, const xmlChar *prefix,
			 const xmlChar *space)
{
	if (prefix)
		return (size_t)sprintf(to, "%s:%s", prefix, name) + 1;
	if (space)
		return (size_t)sprintf(to, "{%s}%s", space, name) + 1;
	return (size_t)sprintf(to, "%s", name) + 1;
}

/* One attribute as SAX2 has it: name, prefix, namespace, the value's begin and end. */
enum { RAW_NAME, RAW_PREFIX, RAW_SPACE, RAW_BEGIN, RAW_END, RAW_WIDTH };

static size_t attribute_size(const xmlChar **raw)
{
	size_t value = (size_t)(raw[RAW_END] - raw[RAW_BEGIN]) + 1;

	if (!raw[RAW_PREFIX])
		return value;
	return value + name_size(raw[RAW_NAME], raw[RAW_PREFIX], raw[RAW_SPACE]);
}

/* Returns how much of the room at `to` it has taken. */
static size_t attribute_write(char *to, const xmlChar **raw, struct reader_attribute *ret)
{
	size_t length = (size_t)(raw[RAW_END] - raw[RAW_BEGIN]), used = length + 1;

	memcpy(to, raw[RAW_BEGIN], length);
	to[length] = '\0';
	ret->value = to;
	ret->name = (const char *)raw[RAW_NAME];
	if (!raw[RAW_PREFIX])
		return used;
	ret->name = to + used;
	return used + name_write(to + used, raw[RAW_NAME], raw[RAW_PREFIX], NULL);
}

const struct reader_attribute *reader_attributes(struct reader *reader, size_t *count)
{
	size_t size = 0, used = 0;

	if (reader->failed)
		return NULL;
	for (size_t i = 0; i < reader->raw_count; i++)
		size += attribute_size(reader->raw + i * RAW_WIDTH);
	if (!reader_reserve(reader, &reader->scratch, &reader->scratch_room, size, 1) ||
	    !reader_reserve(reader, &reader->attributes, &reader->attribute_room,
			    reader->raw_count + 1, sizeof(*reader->attributes)))
		return NULL;
	for (size_t i = 0; i < reader->raw_count; i++)
		used += attribute_write(reader->scratch + used,
					reader->raw + i * RAW_WIDTH,
					&reader->attributes[i]);
	*count = reader->raw_count;
	return reader->attributes;
}

static void on_start(void *user, const xmlChar *name, const xmlChar *prefix,
		     const xmlChar *space, int space_count, const xmlChar **spaces,
		     int raw_count, int defaulted, const xmlChar **raw)
{
	struct reader *reader = user;
	const char *full = (const char *)name;

	(void)space_count, (void)spaces, (void)defaulted;
	if (reader->failed)
		return;
	reader->depth++;
	reader->raw = raw;
	reader->raw_count = (size_t)raw_count;
	if (prefix || space) {
		if (!reader_reserve(reader, &reader->name, &reader->name_room,
				    name_size(name, prefix, space), 1))
			return;
		name_write(reader->name, name, prefix, space);
		full = reader->name;
	}
	reader->events->start(reader, reader->data, full);
}

static void on_end(void *user, const xmlChar *name, const xmlChar *prefix,
		   const xmlChar *space)
{
	struct reader *reader = user;

	(void)name, (void)prefix, (void)space;
	if (reader->failed)
		return;
	reader->events->end(reader, reader->data);
	reader->depth--;
	reader->complete = reader->depth == 0;
}

static void on_text(void *user, const xmlChar *text, int length)
{
	struct reader *reader = user;

	if (!reader->failed)
		reader->events->text(reader, reader->data, (const char *)text,
				     (size_t)length);
}

static void on_doctype(void *user, const xmlChar *name, const xmlChar *public_id,
		       const xmlChar *system_id)
{
	struct reader *reader = user;

	(void)name, (void)public_id, (void)system_id;
	reader_fail(reader, reader_line(reader), EINVAL,
		    "a DOCTYPE is not taken; leave it out");
}

/* libxml2's own words for a document that just ends are those for text behind it. */
static void fail_as_xml(struct reader *reader, unsigned line, int code, const char *text)
{
	int length = (int)strcspn(text, "\n");

	if (code == XML_ERR_NO_MEMORY)
		reader_fail(reader, line, ENOMEM, "out of memory");
	else if (code == XML_ERR_DOCUMENT_END && !reader->complete)
		reader_fail(reader, line, EINVAL,
			    "the XML ends too early; each element has an end tag");
	else
		reader_fail(reader, line, EINVAL,
			    "bad XML: %.*s; well-formed XML in UTF-8 is wanted", length,
			    text);
}

/* What is less than fatal (a prefix that nobody declared, say in a guest's <metadata>)
 * leaves the document readable. */
static void on_error(void *user, xml_error error)
{
	if (error->level == XML_ERR_FATAL || error->code == XML_ERR_NO_MEMORY)
		fail_as_xml(user, error->line > 0 ? (unsigned)error->line : 0,
			    error->code, error->message ? error->message : "unreadable");
}

/* Errors that libxml2 finds without a parser at hand would go to stderr. */
static void on_stray_error(void *user, xml_error error)
{
	(void)user, (void)error;
}

static int reader_open(struct reader *reader)
{
	xmlSAXHandler handler = {
		.initialized = XML_SAX2_MAGIC,
		.internalSubset = on_doctype,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.serror = on_error,
	};

	reader->parser = xmlCreatePushParserCtxt(&handler, reader, NULL, 0, NULL);
	if (!reader->parser)
		return -ENOMEM;
	xmlCtxtUseOptions(reader->parser,
			  XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC);
	return 0;
}

static void reader_close(struct reader *reader)
{
	if (reader->parser)
		xmlFreeParserCtxt(reader->parser);
	free(reader->attributes);
	free(reader->scratch);
	free(reader->name);
}

/* Returns whether more is welcome. */
static bool reader_feed(struct reader *reader, const char *bytes, size_t size)
{
	reader->fed += size;
	if (reader->fed > READER_MAX)
		reader_fail(reader, 0, EINVAL, "too long; at most %d MiB are read",
			    READER_MAX >> 20);
	else
		xmlParseChunk(reader->parser, bytes, (int)size, 0);
	return !reader->failed;
}

static void reader_finish(struct reader *reader)
{
	if (reader->fed == 0)
		reader_fail(reader, 0, EINVAL, "empty; XML is wanted");
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

/* Reads text, or fd where text is NULL. */
static int reader_run(struct reader *reader, int fd, const char *text, size_t length,
		      unsigned *line, struct error *err)
{
	xmlStructuredErrorFunc handler = xmlStructuredError;
	void *user = xmlStructuredErrorContext;

	*line = 0;
	xmlSetStructuredErrorFunc(NULL, on_stray_error);
	if (reader_open(reader) < 0) {
		xmlSetStructuredErrorFunc(user, handler);
		return error_set(err, ENOMEM, "out of memory");
	}
	if (text)
		reader_feed_text(reader, text, length);
	else
		reader_feed_fd(reader, fd);
	reader_finish(reader);
	reader_close(reader);
	xmlSetStructuredErrorFunc(user, handler);
	if (!reader->failed)
		return 0;
	*line = reader->line;
	*err = reader->failure;
	return -err->number;
}

int reader_read_fd(int fd, const struct reader_events *events, void *data, unsigned *line,
		   struct error *err)
{
	struct reader reader = {.events = events, .data = data};

	return reader_run(&reader, fd, NULL, 0, line, err);
}

int reader_read_text(const char *text, size_t length, const struct reader_events *events,
		     void *data, unsigned *line, struct error *err)
{
	struct reader reader = {.events = events, .data = data};

	return reader_run(&reader, -1, text ? text : "", length, line, err);
}
