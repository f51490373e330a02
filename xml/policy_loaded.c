/* policy_loaded.c - reading the policy through policy.so, where there is one to be read
 *
 * Loading libxml2 takes longer than all else that onebridge-ifup and the bridge helper
 * do. On a host without a policy they do without it.
 */
#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "xml/policy_module.h"

static const char path[] = MODULE_FOLDER "/policy.so";

/* Whether that is sure; what cannot be seen is for the reader to tell of. */
static bool is_empty(const char *folder)
{
	_cleanup_(cleanup_dir) DIR *dir = opendir(folder);
	struct dirent *entry;

	if (!dir)
		return errno == ENOENT;
	while ((entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			return false;
	return true;
}

static bool is_absent(const char *file)
{
	struct stat status;

	return lstat(file, &status) < 0 && errno == ENOENT;
}

/* The module stays loaded until the process ends. */
static const struct policy_module *load(struct problems *problems)
{
	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	const struct policy_module *module =
		library ? dlsym(library, "policy_module") : NULL;

	if (!module)
		problems_add(problems, path, 0,
			     "the policy cannot be read: %s; install onebridge anew",
			     dlerror());
	else if (strcmp(module->version, ONEBRIDGE_VERSION) == 0)
		return module;
	else
		problems_add(problems, path, 0,
			     "it is of onebridge %s, not " ONEBRIDGE_VERSION
			     "; install onebridge anew",
			     module->version);
	return NULL;
}

bool policy_in_force(struct policy *policy, struct problems *problems)
{
	const struct policy_module *module;

	if (is_absent(POLICY_FOLDER "/policy.xml") && is_empty(POLICY_FOLDER "/policy.d"))
		return false;
	module = load(problems);
	return !module || module->read(policy, problems);
}
