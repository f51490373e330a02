/* policy_read.h - policy XML → policy */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "xml/policy.h"
#include "xml/problems.h"

/* Each appends its rules to those of the policy, and everything that is wrong to
 * problems. Use the policy only if there are none. */

/* Text in memory; file is what messages call it. */
void policy_read_text(const char *file, const char *text, size_t length,
		      struct policy *policy, struct problems *problems);

/* One file, without a check of its owner. */
void policy_read_file(const char *path, struct policy *policy, struct problems *problems);

/* policy.xml in that folder, then the files of its policy.d that end in .xml, in name
 * order (strcmp). One that is not owned by root, or that other users can write, is a
 * problem. Returns whether there was any file. */
bool policy_read_folder(const char *folder, struct policy *policy,
			struct problems *problems);

/* Checks all rules of all files together: names are unique, and no rule is unreachable
 * after a <match/>. Call it once, last. */
void policy_read_finish(struct policy *policy, struct problems *problems);

/* The policy in force, that of POLICY_FOLDER, read and finished. Returns whether there is
 * any file. */
bool policy_load(struct policy *policy, struct problems *problems);
