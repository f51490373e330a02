/* page.h - the elements of an HTML page, with all text escaped
 *
 * libxml2's writer escapes; what fails is kept in failed, and nothing is written after
 * it.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct page {
	struct _xmlTextWriter *writer; /* libxml2's */
	bool failed;
};

/* The stream stays open. The caller ends with page_close(): 0, or -1 where it could not
 * be written. */
struct page page_open(FILE *out);
int page_close(struct page *page);

void page_begin(struct page *page, const char *element);
void page_attribute(struct page *page, const char *name, const char *text);
void page_number(struct page *page, const char *name, int number);
void page_text(struct page *page, const char *text);
void page_end(struct page *page);

/* The whole element. */
void page_element(struct page *page, const char *element, const char *text);

/* What is HTML already: never anything from outside. */
void page_raw(struct page *page, const char *html);
