/* altname.h - the device behind an alternative name */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/seen.h"
#include "xml/guest.h"

/* libvirt's guest may name its bridge by an altname, which the kernel takes wherever it
 * takes a name. The bridge becomes the device's own name, so that no rule is evaded, and
 * the other is kept beside it. */
int altname_resolve(struct net *net, struct guest *guest, struct error *err);

/* Where the name that was asked for is another device's altname: says so, and returns
 * -ENODEV; else 0. */
int altname_refuse(const struct seen *seen, const char *name, struct error *err);
