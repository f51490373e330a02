/* silence.h - keeps libxml2 from printing */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error;
#else
typedef xmlError *xml_error;
#endif

/* The handlers that were set before, as libvirt's library may have done. */
struct silence {
	xmlStructuredErrorFunc structured;
	void *structured_user;
	xmlGenericErrorFunc generic;
	void *generic_user;
};

/* Until silence_end(), libxml2 drops the errors that belong to no parser, which it would
 * print on stderr. */
struct silence silence_begin(void);
void silence_end(const struct silence *before);
