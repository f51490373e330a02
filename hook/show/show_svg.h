/* show_svg.h - a host's bridges as a picture in a page, without Graphviz */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/show/host_view.h"
#include "xml/page.h"

/* Adds it to the page, as <svg>. */
void show_svg(struct page *page, const struct host_view *view);
