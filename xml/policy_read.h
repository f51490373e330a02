/* policy_read.h - policy XML → policy */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "xml/policy.h"
#include "xml/problems.h"

/* Each adds its rules behind those that the policy has already, and all it finds wrong to
 * problems; the policy is to be used only if there are none. */

/* Text in memory; file is what messages call it. */
void policy_read_text(const char *file, const char *text, size_t length,
		      struct policy *policy, struct problems *problems);

/* One file, whoever owns it. */
void policy_read_file(const char *path, struct policy *policy, struct problems *problems);

/* policy.xml in that folder, then what ends in .xml in its policy.d, in name order
 * (strcmp). What is not root's, or what others may write, is a problem. Returns whether
 * there was any file. */
bool policy_read_folder(const char *folder, struct policy *policy,
			struct problems *problems);

/* What holds over all rules of all files: no two of one name, none behind a <match/> that
 * takes all. Call it once, last. */
void policy_read_finish(struct policy *policy, struct problems *problems);

/* The policy in force, that of POLICY_FOLDER, read and finished. Returns whether there is
 * any file. */
bool policy_load(struct policy *policy, struct problems *problems);
