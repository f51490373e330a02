/* log.c - the system's log, for what no caller of ours would show */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/log.h"

#include <syslog.h>

void log_line(int priority, const char *text)
{
	openlog("onebridge", LOG_PID, LOG_DAEMON);
	syslog(priority, "%s", text);
	closelog();
}
