/* show_json.h - a host's bridges as one JSON document, for programs */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-c/json.h>
#include <stdio.h>

#include "hook/show/host_view.h"

/* {"frames": 12, "reasons": {"foreign MAC": 12}} */
struct json_object *show_json_drops(const struct filter_drops *drops);

/* 0, or -1 where it could not be written. */
int show_json(FILE *out, const struct host_view *view);

/* A port of that bridge, or a routed TAP, as in the document, on one line; to be freed.
 * NULL: no memory.
 */
char *show_json_port_text(const struct bridge_view *bridge, const struct port_view *port);
