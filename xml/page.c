/* page.c - the elements of an HTML page, with all text escaped */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/page.h"

#include <libxml/entities.h>
#include <libxml/xmlwriter.h>

#include "netcore/text.h"
#include "netcore/utf8.h"

enum { TEXT_MAX = 4096 /* bytes; what is longer is cut */ };

/* With failed set there may be no writer. */
static void note_failure(struct page *page, int result)
{
	page->failed = page->failed || result < 0;
}

static int keep_open(void *stream)
{
	return fflush(stream);
}

static int write_to(void *stream, const char *bytes, int count)
{
	return (int)fwrite(bytes, 1, (size_t)count, stream);
}

struct page page_open(FILE *out)
{
	xmlOutputBufferPtr buffer =
		xmlOutputBufferCreateIO(write_to, keep_open, out, NULL);
	struct page page = {.writer = buffer ? xmlNewTextWriter(buffer) : NULL};

	if (buffer && !page.writer)
		xmlOutputBufferClose(buffer);
	page.failed = !page.writer;
	return page;
}

int page_close(struct page *page)
{
	if (!page->failed)
		note_failure(page, xmlTextWriterFlush(page->writer));
	xmlFreeTextWriter(page->writer);
	page->writer = NULL;
	return page->failed ? -1 : 0;
}

/* Control characters are shown as \xNN, and the rest is valid UTF-8. */
static const xmlChar *make_valid(const char *text, char ret[TEXT_MAX])
{
	char shown[TEXT_MAX];

	text_show_controls(text, shown, sizeof(shown));
	utf8_mend(shown, ret, TEXT_MAX);
	return BAD_CAST ret;
}

void page_begin(struct page *page, const char *element)
{
	if (!page->failed)
		note_failure(page,
			     xmlTextWriterStartElement(page->writer, BAD_CAST element));
}

void page_attribute(struct page *page, const char *name, const char *text)
{
	char valid[TEXT_MAX];

	if (!page->failed)
		note_failure(page,
			     xmlTextWriterWriteAttribute(page->writer, BAD_CAST name,
							 make_valid(text, valid)));
}

void page_number(struct page *page, const char *name, int number)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", number);
	page_attribute(page, name, text);
}

void page_raw(struct page *page, const char *html)
{
	if (!page->failed)
		note_failure(page, xmlTextWriterWriteRaw(page->writer, BAD_CAST html));
}

void page_text(struct page *page, const char *text)
{
	char valid[TEXT_MAX];
	xmlChar *escaped = xmlEncodeSpecialChars(NULL, make_valid(text, valid));

	if (!escaped)
		page->failed = true;
	else
		page_raw(page, (const char *)escaped);
	xmlFree(escaped);
}

/* HTML has no <td/>. */
void page_end(struct page *page)
{
	if (!page->failed)
		note_failure(page, xmlTextWriterFullEndElement(page->writer));
}

void page_element(struct page *page, const char *element, const char *text)
{
	page_begin(page, element);
	page_text(page, text);
	page_end(page);
}
