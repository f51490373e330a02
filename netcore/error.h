/* error.h - an error that gathers context on its way up; NULL where nobody will read it
 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/cleanup.h"

struct error {
	int number;      /* a positive errno; 0: no error */
	char text[1024]; /* reads from the outside in, without a newline at its end */
	char device[16]; /* the network device that it is about; empty: none in particular
			  */
};

/* Says what is wrong and what would mend it. Control characters in the text are made
 * visible (\x0a), so that no name from outside can forge a line. Returns -number. */
int error_set(struct error *err, int number, const char *format, ...) _printf_(3, 4);

/* Names the network device that the error is about. */
void error_name_device(struct error *err, const char *device);

/* Puts "context: " before what err says already. Returns -err->number. */
int error_within(struct error *err, const char *format, ...) _printf_(2, 3);
