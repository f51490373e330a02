/* log.h - the system's log, for what no caller of ours would show */
#pragma once

#include "netcore/cleanup.h"

/* One line to syslog (LOG_DAEMON, as "onebridge"). priority: LOG_ERR, LOG_WARNING, … */
void log_line(int priority, const char *text);
