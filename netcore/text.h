/* text.h - reading the words that come from outside: names, MACs, numbers, yes and no */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAC_BYTES  6
#define IPV6_BYTES 16
#define MAC_TEXT   18 /* "52:54:00:aa:bb:cc" and its NUL */
#define UUID_TEXT  37 /* 8-4-4-4-12 hex digits and a NUL */

/* Copies text into ret (size bytes), each control character and backslash as \xNN; what
 * does not fit is cut. UTF-8 goes through as it is. */
void text_show(const char *text, char *ret, size_t size);

/* The same, but backslashes stay: for messages, which may be made of others. */
void text_show_controls(const char *text, char *ret, size_t size);

/* A word of a command line that a message proposes. */
struct shell_word {
	char text[384];
};

/* The text as one word of a shell (POSIX; with control characters, bash and its like).
 * One that is too long becomes "…". */
struct shell_word text_for_shell(const char *text);

/* Undoes text_show(), in place. Returns 0, or -EINVAL at a broken \xNN. */
int text_unshow(char *text);

/* Whether it is what all devices have in common, or new ones get: "all", "default". They
 * have folders in /proc/sys, so that no device has such a name
 * (devinet_sysctl_register() in net/ipv4/devinet.c). */
bool text_is_shared_ifname(const char *text);

/* Whether the kernel would take this as a device's name: 1 to 15 bytes, no '/', no ':',
 * no white space, neither "." nor ".." (dev_valid_name() in net/core/dev.c), nor a shared
 * one. */
bool text_is_ifname(const char *text);

/* Each reads the whole text or fails: 0 or -EINVAL, ret untouched on failure. */
int text_read_mac(const char *text, uint8_t ret[MAC_BYTES]); /* six pairs of hex digits */
int text_read_uuid(const char *text, char ret[UUID_TEXT]);   /* ret: in lower case */
/* Also as libvirt reads it: 32 hex digits in pairs, between which dashes and spaces may
 * be, and white space around. */
int text_read_loose_uuid(const char *text, char ret[UUID_TEXT]);
/* Also with one digit a byte, and with one of separators between them. */
int text_read_short_mac(const char *text, const char *separators, uint8_t ret[MAC_BYTES]);

/* Whether several hosts use it in turn: a VRRP router's, IPv4's or IPv6's (RFC
 * 9568, 7.3).
 */
bool mac_is_virtual_router(const uint8_t mac[MAC_BYTES]);

int text_read_bool(const char *text, bool *ret); /* yes, no, on, off */
int text_read_number(const char *text, uint32_t min, uint32_t max, uint32_t *ret);

void text_print_mac(const uint8_t mac[MAC_BYTES], char ret[MAC_TEXT]);
