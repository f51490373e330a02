/* policy_module.h - what policy.so offers: reading the policy, with libxml2 */
#pragma once

#include "xml/policy_in_force.h"

/* The symbol is called policy_module. */
struct policy_module {
	const char *version; /* of the onebridge that it belongs to */
	bool (*read)(struct policy *policy, struct problems *problems);
};
