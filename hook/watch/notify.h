/* notify.h - tells the service manager that the service is ready, or about to end */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* state: as sd_notify(3) has it, "READY=1". Without a service manager, or one that does
 * not listen, nothing happens. */
void notify_manager(const char *state);
