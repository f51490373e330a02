/* ip_setting.h - a device's settings below /proc/sys/net */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/plan.h"

/* As read_settings of net_ops; self is of no use here. */
int ip_setting_read(void *self, uint64_t which, const char *device,
		    struct option_values *ret, struct error *err);

/* Takes a STEP_SETTING. One that this kernel lacks is none. */
int ip_setting_write(const struct step *step, struct error *err);
