/* policy_xml.h - the policy's XML: its elements and attributes as rows */
#pragma once

#include "xml/policy.h"
#include "xml/problems.h"

/* Reads one document from text, or from fd where text is NULL. Its rules go behind those
 * of the policy, what is wrong with it into problems; file is what both call it, and has
 * to live as long as the policy. */
void policy_xml_read(const char *file, int fd, const char *text, size_t length,
		     struct policy *policy, struct problems *problems);
