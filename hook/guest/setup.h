/* setup.h - what is done for libvirt's guest when it starts, and while it runs */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/guest/job.h"

/* It is about to migrate here: leaves word, so that nothing is locked before its CPUs
 * run.
 */
int setup_incoming(struct job *job, struct error *err);

/* Before the TAPs are there: everything that is wrong already, the TAPs that are ours to
 * make, and word of the guest for those NICs whose <script> is ours. */
int setup_prepare(struct job *job, struct error *err);

/* With the TAPs there, and before the guest's CPUs run. */
int setup_start(struct job *job, struct error *err);

/* Looks whether all is as it should be, and logs what is not. */
int setup_verify(struct job *job, struct error *err);

/* Puts right what has drifted under a running guest, NIC by NIC, and logs what it could
 * not. */
int setup_repair(struct job *job, struct error *err);
