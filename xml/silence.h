/* silence.h - libxml2 kept from printing */
#pragma once

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error;
#else
typedef xmlError *xml_error;
#endif

/* The handlers there were before: libvirt's library may have set its own. */
struct silence {
	xmlStructuredErrorFunc structured;
	void *structured_user;
	xmlGenericErrorFunc generic;
	void *generic_user;
};

/* Until silence_end(), the errors that libxml2 finds without a parser at hand, which
 * would go to stderr, go nowhere. */
struct silence silence_begin(void);
void silence_end(const struct silence *before);
