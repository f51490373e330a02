/* port_owner.h - the owner of a bridge's port, as a plain value */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "netcore/text.h"

enum owner_kind {
	OWNER_NOBODY,    /* a TAP that nobody holds; name: the guest it is kept for */
	OWNER_LIBVIRT,   /* a guest of libvirt's */
	OWNER_QEMU,      /* a QEMU that was started by hand */
	OWNER_GUEST,     /* that `onebridge tap add` was told of, whoever holds the TAP */
	OWNER_PROCESS,   /* another program that holds the TAP; name: its own */
	OWNER_UPLINK,    /* not a TAP: it leads to other hosts, or to this one */
	OWNER_NAMESPACE, /* a veth whose other end is in another network namespace */
	OWNER_UNKNOWN,   /* visible to root only */
};

/* The texts are borrowed; NULL: not known, or none. They may hold any bytes. */
struct port_owner {
	enum owner_kind kind;
	const char *name, *uuid;
	const char *alias; /* the NIC's */
	bool has_mac;
	uint8_t mac[MAC_BYTES]; /* the NIC's, as the guest has it */
	pid_t pid;              /* 0: not known, or none */
	const char *user;       /* that the process runs as */
	bool has_guess;         /* … or this, which QEMU chooses, most likely */
	uint8_t guess[MAC_BYTES];
};

/* libvirt, qemu, …: as in the table and in JSON. */
extern const char *const owner_words[];

/* Whether both are one guest or one process: it may hold several ports. */
bool owner_same(const struct port_owner *a, const struct port_owner *b);
