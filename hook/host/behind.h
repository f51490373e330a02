/* behind.h - who is behind a bridge's port, as a plain value */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "netcore/text.h"

enum behind_kind {
	BEHIND_NOBODY,  /* a TAP that nobody holds; name: the guest it is kept for */
	BEHIND_LIBVIRT, /* a guest of libvirt's */
	BEHIND_QEMU,    /* a QEMU that somebody has started by hand */
	BEHIND_PROCESS, /* a program that is no QEMU, and holds the TAP; name: its own */
	BEHIND_UPLINK,  /* no TAP: the way to other hosts, or to this one */
	BEHIND_NAMESPACE, /* a veth whose other end is in another network namespace */
	BEHIND_UNKNOWN,   /* somebody whom only root may look at */
};

/* The texts belong to where they are from; NULL: not known, or none. They may hold any
 * bytes. */
struct behind {
	enum behind_kind kind;
	const char *name, *uuid;
	const char *alias; /* the NIC's */
	bool has_mac;
	uint8_t mac[MAC_BYTES]; /* the NIC's, as the guest has it */
	pid_t pid;              /* 0: not known, or none */
	const char *user;       /* whom the process runs as */
};

/* libvirt, qemu, …: as in the table and in JSON. */
extern const char *const behind_words[];

/* Whether both are one guest or one process: it may hold several ports. */
bool behind_same(const struct behind *a, const struct behind *b);
