/* policy_xml.h - the policy's XML: its elements and attributes as rows */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "xml/policy.h"
#include "xml/problems.h"

/* What policy.so exports; policy_xml_loaded.c looks it up there. */
#define POLICY_XML_EXPORT __attribute__((visibility("default")))

/* The version of onebridge that policy.so belongs to. */
POLICY_XML_EXPORT extern const char policy_xml_version[];

/* Reads one document from text, or from fd where text is NULL. Appends its rules and
 * bridges to the policy, and what is wrong with it to problems. file is the name that
 * both give it, and must live as long as the policy. */
POLICY_XML_EXPORT void policy_xml_read(const char *file, int fd, const char *text,
				       size_t length, struct policy *policy,
				       struct problems *problems);
