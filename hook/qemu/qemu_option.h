/* qemu_option.h - the value of one option of QEMU's, as those of its words that tell of
 * NICs
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <stdbool.h>

#include "netcore/error.h"

enum qemu_word {
	QEMU_TYPE,
	QEMU_ID,
	QEMU_IFNAME,
	QEMU_FD,
	QEMU_FDS,
	QEMU_BR,
	QEMU_HELPER,
	QEMU_QUEUES,
	QEMU_VHOST,
	QEMU_VHOSTFORCE,
	QEMU_VHOSTFD,
	QEMU_HOSTFWD,
	QEMU_HUBID,
	QEMU_VLAN,
	QEMU_NETDEV,
	QEMU_DRIVER,
	QEMU_MODEL,
	QEMU_MAC,
	QEMU_MACADDR,
	QEMU_NAME,
	QEMU_GUEST,
	QEMU_WORDS
};

/* NULL: not said. */
struct qemu_option {
	const char *word[QEMU_WORDS];
};

/* Whether that is what the word says. */
bool qemu_option_is(const struct qemu_option *option, enum qemu_word word,
		    const char *text);

/* Sets one word; one of no interest is passed over. */
void qemu_option_set(struct qemu_option *option, const char *key, const char *value);

/* Both change text, in which the words then lie. Words of no interest are passed over.
 * Where one is said twice, the last counts, but of several id= the first: so does QEMU.
 */

/* KEY=VALUE,… with the key that its first word may leave out. */
void qemu_option_read(char *text, const char *implied, struct qemu_option *ret);

/* A JSON object; true and false are "on" and "off", arrays and objects "". Broken JSON
 * has no words, as has such that is longer than an argument can be. Returns 0 or -ENOMEM.
 */
int qemu_option_read_json(char *text, struct qemu_option *ret, struct error *err);
