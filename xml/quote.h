/* quote.h - words in messages: shortened, listed, and the one that was meant */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

/* A text short enough for a message; "…" stands for what was cut off. */
struct quote {
	char text[72];
};
struct quote quote_text(const char *text);

/* The words that are valid in place of one that is not. */
struct words {
	const char *wrong;
	const char *nearest; /* the closest one, if it is close; NULL: none is */
	unsigned distance;   /* in letters, from wrong to nearest */
	char list[640];      /* "a, b, c"; what does not fit is left out */
	size_t length;
};
void words_add(struct words *words, const char *word);

/* "did you mean 'isolated'? Valid here: isolated, learning, …" */
struct words_text {
	char text[720];
};
struct words_text words_print(const struct words *words);
