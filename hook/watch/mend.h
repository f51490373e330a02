/* mend.h - running guests compared with the policy, and what differs mended
 *
 * What sync does once, and the watcher as things happen. libvirt says what its guests'
 * NICs are, and QEMU's command line those of hand-run ones. While libvirt is away, its
 * guests' ports are given back what their states say.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "hook/guest/task.h"
#include "hook/host/tap_owner.h"

/* A port that differs. */
struct mend_port {
	const struct guest *guest;
	const struct nic *nic;     /* NULL: only the state is known */
	const struct plan *plan;   /* what mends it … */
	const struct state *state; /* … and what was done to the guest's ports before */
};

/* What a comparison has found of a port, whether it is to be mended or not. */
struct mend_result {
	const struct guest *guest;
	const char *device;
	const struct verdict *verdict; /* NULL: only the state is known */
	bool in_sync;
};

/* What is told of a comparison as it goes, and asked. */
struct mend_ops {
	/* Whether the guest is to be compared; tap: of a hand-run one, a TAP of its, else
	 * NULL. */
	bool (*chooses)(void *data, const struct guest *guest, const char *tap);

	/* The guest whose NICs come next. source: where it is known from. */
	void (*guest)(void *data, const struct guest *guest, const char *source);

	/* A NIC that is not as the policy says; its plan is empty where nothing can be
	 * done. */
	void (*verdict)(void *data, const struct verdict *verdict);

	/* A port that is not as its state says; err: why it cannot be mended, else NULL.
	 */
	void (*port)(void *data, const char *name, const struct plan *plan,
		     const struct error *err);

	/* What could not be compared or mended. */
	void (*error)(void *data, struct error *err);

	/* Each may be NULL: whether a port that differs is to be left so, and is not told
	 * of; whether the guest does not use the TAP yet; a NIC is as it should be. */
	bool (*leaves)(void *data, const struct mend_port *port);
	bool (*is_fresh)(void *data, const char *tap);
	void (*in_sync)(void *data, const struct nic *nic);

	/* Every port that is compared. NULL: only what differs is asked for. */
	void (*compared)(void *data, const struct mend_result *result);
};

struct mend {
	struct task task;
	const struct mend_ops *ops;
	void *data;
	bool dry_run;
	bool keep; /* ports that have a state are to be as that says, not the policy */
	bool drift, failed; /* what was found */
	const char *source; /* of the guest at hand … */
	bool shown;         /* … and whether it has been told of */
};

/* Opens the kernel and sets how the task decides. The caller ends with mend_clear(). */
int mend_open(struct mend *mend, struct error *err);
void mend_clear(struct mend *mend);

/* Compares all guests that are chosen. answer: libvirt's, as gather_evidence() says. */
void mend_guests(struct mend *mend, const struct evidence *evidence, int answer);
