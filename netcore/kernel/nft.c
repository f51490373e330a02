/* nft.c - nftables, through libnftables, which is loaded on first use
 *
 * Most hosts filter nothing, and the helper runs with more rights than its caller: so the
 * library is not linked. What it prints is read as text and not as JSON: nft 1.0.6 leaves
 * the device of a chain out of the latter, and the library may be built without it.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/kernel/nft.h"

#include <dlfcn.h>
#include <errno.h>
#include <linux/netlink.h>
#include <nftables/libnftables.h>
#include <string.h>
#include <sys/socket.h>

#define LIBRARY "libnftables.so.1"

/* The context is kept until the process ends. */
static struct {
	struct nft_ctx *context;
	__typeof__(&nft_ctx_new) ctx_new;
	__typeof__(&nft_ctx_free) ctx_free;
	__typeof__(&nft_ctx_buffer_output) buffer_output;
	__typeof__(&nft_ctx_buffer_error) buffer_error;
	__typeof__(&nft_ctx_get_output_buffer) output;
	__typeof__(&nft_ctx_get_error_buffer) error;
	__typeof__(&nft_ctx_output_set_flags) set_flags;
	__typeof__(&nft_run_cmd_from_buffer) run;
} nft;

static const struct {
	const char *name;
	void *place;
} symbols[] = {
	{"nft_ctx_new", &nft.ctx_new},
	{"nft_ctx_free", &nft.ctx_free},
	{"nft_ctx_buffer_output", &nft.buffer_output},
	{"nft_ctx_buffer_error", &nft.buffer_error},
	{"nft_ctx_get_output_buffer", &nft.output},
	{"nft_ctx_get_error_buffer", &nft.error},
	{"nft_ctx_output_set_flags", &nft.set_flags},
	{"nft_run_cmd_from_buffer", &nft.run},
};

static int find_symbols(void *library)
{
	for (size_t i = 0; i < ARRAY_SIZE(symbols); i++) {
		void *symbol = dlsym(library, symbols[i].name);

		if (!symbol)
			return -1;
		memcpy(symbols[i].place, &symbol, sizeof(symbol));
	}
	return 0;
}

/* Without its socket the library ends the process. */
static int check_socket(struct error *err)
{
	_cleanup_(cleanup_fd) int fd =
		socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);

	return fd < 0 ? error_set(err, errno, "nftables cannot be used: %s",
				  strerror(errno))
		      : 0;
}

static int open_context(struct error *err)
{
	struct nft_ctx *context;
	int r = check_socket(err);

	if (r < 0)
		return r;
	context = nft.ctx_new(NFT_CTX_DEFAULT);
	if (!context)
		return error_set(err, ENOMEM, "nftables: no memory for its context");
	if (nft.buffer_output(context) || nft.buffer_error(context)) {
		nft.ctx_free(context);
		return error_set(err, ENOMEM, "nftables: no memory for its output");
	}
	nft.set_flags(context, NFT_CTX_OUTPUT_NUMERIC_ALL);
	nft.context = context;
	return 0;
}

int nft_load(struct error *err)
{
	void *library;

	if (nft.context)
		return 0;
	library = dlopen(LIBRARY, RTLD_LAZY | RTLD_LOCAL);
	if (!library || find_symbols(library) < 0)
		return error_set(err, ENOPKG,
				 "nftables cannot be used: %s; install libnftables1 "
				 "(or nftables)",
				 dlerror());
	return open_context(err);
}

/* "Error: Could not process rule: Operation not supported", without the commands that
 * follow. errno may be of something that the library has got over since. */
static int run_error(const char *said, struct error *err)
{
	static const char prefix[] = "Error: ";
	static const int known[] = {ENOENT, EPERM, EEXIST, EOPNOTSUPP, EBUSY, ENOMEM};
	int number = EINVAL;

	said += strncmp(said, prefix, strlen(prefix)) ? 0 : strlen(prefix);
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (strstr(said, strerror(known[i])))
			number = known[i];
	return error_set(err, number, "nftables: %.*s", (int)strcspn(said, "\n"),
			 *said ? said : strerror(errno));
}

int nft_run(const char *commands, struct error *err)
{
	int r = nft_load(err);

	if (r < 0)
		return r;
	r = nft.run(nft.context, commands);
	/* read in any case: that empties the buffer */
	nft.output(nft.context);
	return r ? run_error(nft.error(nft.context), err) : 0;
}

static int list_text(const char *family, const char *name, char **ret, struct error *err)
{
	char command[64 + 64];
	const char *said;
	int r = nft_load(err);

	if (r < 0)
		return r;
	snprintf(command, sizeof(command), "list table %s %s", family, name);
	r = nft.run(nft.context, command);
	said = nft.output(nft.context);
	if (r)
		return run_error(nft.error(nft.context), err);
	nft.error(nft.context);
	*ret = strdup(said);
	return *ret ? 0 : error_set(err, ENOMEM, "nftables: no memory for a table");
}

int nft_list(const char *family, const char *name, struct nft_table *ret,
	     struct error *err)
{
	char *text = NULL;
	int r = list_text(family, name, &text, err);

	if (r == -ENOENT)
		return 0;
	if (r < 0)
		return r;
	if (nft_table_read(text, ret) < 0)
		return error_set(err, ENOMEM, "nftables: no memory for a table");
	return 1;
}
