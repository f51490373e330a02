/* policy_in_force.h - reading the policy of POLICY_FOLDER, in one of two ways
 *
 * policy_linked.c: the program has libxml2 anyway. policy_loaded.c: it is loaded only
 * where there is a policy to be read, for that takes longer than all the rest does.
 */
#pragma once

#include "xml/policy.h"
#include "xml/problems.h"

/* Whether there is any file. What is wrong with them is in problems. */
bool policy_in_force(struct policy *policy, struct problems *problems);
