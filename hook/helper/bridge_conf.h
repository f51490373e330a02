/* bridge_conf.h - /etc/qemu/bridge.conf: whether anybody may join a bridge at all */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/error.h"

enum {
	BRIDGE_CONF_BYTES = 65536, /* of one file, at most */
	BRIDGE_CONF_LINE = 4095,   /* of one line, as in QEMU's helper */
	BRIDGE_CONF_FILES = 64,    /* that includes lead to, at most */
};

struct conf_text {
	char *bytes; /* with a NUL behind them */
	size_t length;
};

void conf_text_clear(struct conf_text *text);

/* err names the path. */
typedef int conf_reader(const char *path, struct conf_text *ret, struct error *err);

/* Whether the file at path, and those that it includes, allow that bridge: some line
 * allows it, and none denies it. All files have to be there and every line has to be
 * understood, or nothing is allowed. Each is read once, whoever includes it.
 *
 * 0: allowed. -EACCES: denied, or by no line allowed. -EINVAL: a line is not understood.
 * -errno of read. err names file and line. */
int bridge_conf_allow(const char *path, const char *bridge, conf_reader *read,
		      struct error *err);

/* The reader of real files: one has to be root's, and so its folder; others may write
 * neither. -EPERM: they may. -EFBIG: it is longer than BRIDGE_CONF_BYTES. */
int bridge_conf_read_file(const char *path, struct conf_text *ret, struct error *err);
