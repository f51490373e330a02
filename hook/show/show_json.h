/* show_json.h - a host's bridges as one JSON document, for programs */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

#include "hook/show/host_view.h"

/* 0, or -1 where it could not be written. */
int show_json(FILE *out, const struct host_view *view);
