/* policy_xml_loaded.c - policy_xml.h through policy.so
 *
 * Loading libxml2 takes longer than everything else that onebridge-ifup and the bridge
 * helper do. They load it, with policy_xml.c, only when there is a policy file to read.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <dlfcn.h>
#include <string.h>

#include "xml/policy_xml.h"

static const char module_path[] = MODULE_FOLDER "/policy.so";

typedef __typeof__(&policy_xml_read) policy_xml_reader;

/* Binds lazily: RTLD_NOW would look up every symbol of libxml2 and of its libraries. The
 * module stays loaded until the process ends. Returns NULL if there is a problem. */
static policy_xml_reader module_load(const char *file, struct problems *problems)
{
	void *module = dlopen(module_path, RTLD_LAZY | RTLD_LOCAL);
	const char *version = module ? dlsym(module, "policy_xml_version") : NULL;

	if (!version)
		problems_add(problems, file, 0, "cannot be read: %s; reinstall onebridge",
			     dlerror());
	else if (strcmp(version, ONEBRIDGE_VERSION) == 0)
		return (policy_xml_reader)dlsym(module, "policy_xml_read");
	else
		problems_add(problems, file, 0,
			     "cannot be read: %s is version %s, expected "
			     "" ONEBRIDGE_VERSION "; reinstall onebridge",
			     module_path, version);
	return NULL;
}

void policy_xml_read(const char *file, int fd, const char *text, size_t length,
		     struct policy *policy, struct problems *problems)
{
	policy_xml_reader read_through = module_load(file, problems);

	if (read_through)
		read_through(file, fd, text, length, policy, problems);
}
