/* own_script.h - libvirt's <script path='…/onebridge-ifup'/>: it acts in the hook's place
 */
#pragma once

#include "xml/guest.h"

/* Marks the NICs whose <script> is onebridge-ifup, or a link that leads to it. */
void own_script_find(struct guest *guest);
