/* show_dot.h - a host's bridges as a picture, in Graphviz's language */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

#include "hook/show/host_view.h"

/* 0, or -1 where it could not be written. */
int show_dot(FILE *out, const struct host_view *view);
