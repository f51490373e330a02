/* log.h - the system's log, for what no caller of ours would show */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/cleanup.h"

/* One line to syslog (LOG_DAEMON, as "onebridge"). priority: LOG_ERR, LOG_WARNING, … */
void log_line(int priority, const char *text);
