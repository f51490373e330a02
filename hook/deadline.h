/* deadline.h - an end to waiting: the process ends itself when its time is up */
#pragma once

/* After so many seconds writes line to stderr and to the log, and exits with that status.
 * Once a process. */
void deadline_start(unsigned seconds, int status, const char *line);
