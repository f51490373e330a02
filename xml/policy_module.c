/* policy_module.c - policy.so: reading the policy, with libxml2 */
#include "xml/policy_module.h"

extern const struct policy_module policy_module;

__attribute__((visibility("default"))) const struct policy_module policy_module = {
	.version = ONEBRIDGE_VERSION,
	.read = policy_in_force,
};
