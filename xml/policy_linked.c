/* policy_linked.c - reading the policy, where libxml2 is there anyway */
#include "xml/policy_in_force.h"
#include "xml/policy_read.h"

bool policy_in_force(struct policy *policy, struct problems *problems)
{
	bool any = policy_read_folder(POLICY_FOLDER, policy, problems);

	policy_read_finish(policy, problems);
	return any;
}
