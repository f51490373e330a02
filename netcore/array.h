/* array.h - arrays that grow by one item at a time */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* Makes room for one more item in *array, which holds count items of size bytes. It
 * doubles whenever count is a power of two, so that nobody has to keep how much room
 * there is. Returns whether there is. */
static inline bool array_grow(void *array, size_t count, size_t size)
{
	void *larger;

	if (count & (count - 1))
		return true;
	larger = reallocarray(*(void **)array, count ? count * 2 : 1, size);
	if (!larger)
		return false;
	*(void **)array = larger;
	return true;
}
