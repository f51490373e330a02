/* text.c - reading the words that come from outside: names, MACs, numbers, yes and no */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static bool is_control_byte(char c)
{
	unsigned char byte = (unsigned char)c;

	return byte < 0x20 || byte == 0x7f;
}

static void show_bytes(const char *text, bool backslashes, char *ret, size_t size)
{
	size_t used = 0;

	for (; *text; text++) {
		unsigned char byte = *text;
		bool hidden = is_control_byte(*text) || (backslashes && byte == '\\');

		if (used + (hidden ? 4 : 1) >= size)
			break;
		if (hidden)
			used += snprintf(ret + used, size - used, "\\x%02x", byte);
		else
			ret[used++] = byte;
	}
	ret[used] = '\0';
}

void text_show(const char *text, char *ret, size_t size)
{
	show_bytes(text, true, ret, size);
}

void text_show_controls(const char *text, char *ret, size_t size)
{
	show_bytes(text, false, ret, size);
}

static bool is_plain(const char *text)
{
	const char *first = text;

	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && !strchr("@%_+=:,./-", *text))
			return false;
	return text > first;
}

/* Within '…' only a quote ends the word; within $'…' a backslash begins a character. */
static size_t quote_byte(char c, bool controls, char *ret, size_t size)
{
	int length;

	if (controls && is_control_byte(c))
		length = snprintf(ret, size, "\\x%02x", (unsigned char)c);
	else if (controls && (c == '\\' || c == '\''))
		length = snprintf(ret, size, "\\%c", c);
	else if (c == '\'')
		length = snprintf(ret, size, "'\\''");
	else
		length = snprintf(ret, size, "%c", c);
	return (size_t)length;
}

static void quote(const char *text, bool controls, char *ret, size_t size)
{
	size_t used = (size_t)snprintf(ret, size, controls ? "$'" : "'");

	for (; *text && used + sizeof("\\xNN'") <= size; text++)
		used += quote_byte(*text, controls, ret + used, size - used);
	snprintf(ret + used, size - used, "'");
	if (*text)
		snprintf(ret, size, "…");
}

struct shell_word text_for_shell(const char *text)
{
	struct shell_word word;
	bool controls = false;

	for (const char *c = text; *c; c++)
		controls = controls || is_control_byte(*c);
	if (is_plain(text) && strlen(text) < sizeof(word.text))
		snprintf(word.text, sizeof(word.text), "%s", text);
	else
		quote(text, controls, word.text, sizeof(word.text));
	return word;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int text_unshow(char *text)
{
	char *to = text;

	for (; *text; text++) {
		int high, low;

		if (*text != '\\') {
			*to++ = *text;
			continue;
		}
		if (text[1] != 'x' || (high = hex_digit(text[2])) < 0 ||
		    (low = hex_digit(text[3])) < 0 || !(high | low))
			return -EINVAL;
		*to++ = (char)(high << 4 | low);
		text += 3;
	}
	*to = '\0';
	return 0;
}

bool text_is_shared_ifname(const char *text)
{
	return !strcmp(text, "all") || !strcmp(text, "default");
}

bool text_is_ifname(const char *text)
{
	size_t length = strnlen(text, IFNAMSIZ);

	if (length == 0 || length >= IFNAMSIZ || !strcmp(text, ".") ||
	    !strcmp(text, "..") || text_is_shared_ifname(text))
		return false;
	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte == '/' || byte == ':' || isspace(byte) || byte == 0xa0)
			return false;
	}
	return true;
}

int text_read_mac(const char *text, uint8_t ret[MAC_BYTES])
{
	uint8_t mac[MAC_BYTES];

	for (int i = 0; i < MAC_BYTES; i++, text += 3) {
		int high = hex_digit(text[0]), low = high < 0 ? -1 : hex_digit(text[1]);

		if (low < 0 || text[2] != (i < MAC_BYTES - 1 ? ':' : '\0'))
			return -EINVAL;
		mac[i] = (uint8_t)(high << 4 | low);
	}
	memcpy(ret, mac, MAC_BYTES);
	return 0;
}

int text_read_loose_uuid(const char *text, char ret[UUID_TEXT])
{
	char dashed[UUID_TEXT];
	int length = 0;

	while (isspace((unsigned char)*text))
		text++;
	while (length < UUID_TEXT - 1) {
		if (length == 8 || length == 13 || length == 18 || length == 23)
			dashed[length++] = '-';
		text += strspn(text, "- ");
		if (!text[0] || !text[1])
			return -EINVAL;
		dashed[length++] = *text++;
		dashed[length++] = *text++;
	}
	dashed[length] = '\0';
	while (isspace((unsigned char)*text))
		text++;
	return *text ? -EINVAL : text_read_uuid(dashed, ret);
}

int text_read_short_mac(const char *text, const char *separators, uint8_t ret[MAC_BYTES])
{
	uint8_t mac[MAC_BYTES] = {};

	for (int i = 0; i < MAC_BYTES; i++, text++) {
		int digits = 0;

		for (int digit; digits < 2 && (digit = hex_digit(*text)) >= 0; text++) {
			mac[i] = (uint8_t)(mac[i] << 4 | digit);
			digits++;
		}
		if (!digits ||
		    (i == MAC_BYTES - 1 ? *text != '\0'
					: !*text || !strchr(separators, *text)))
			return -EINVAL;
	}
	memcpy(ret, mac, MAC_BYTES);
	return 0;
}

int text_read_uuid(const char *text, char ret[UUID_TEXT])
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	char lower[UUID_TEXT];

	for (int i = 0; i < UUID_TEXT; i++) {
		unsigned char c = (unsigned char)text[i];

		if (shape[i] == 'x' ? !isxdigit(c) : c != shape[i])
			return -EINVAL;
		lower[i] = (char)tolower(c);
	}
	memcpy(ret, lower, UUID_TEXT);
	return 0;
}

int text_read_bool(const char *text, bool *ret)
{
	bool yes = !strcmp(text, "yes") || !strcmp(text, "on");

	if (!yes && strcmp(text, "no") != 0 && strcmp(text, "off") != 0)
		return -EINVAL;
	*ret = yes;
	return 0;
}

int text_read_number(const char *text, uint32_t min, uint32_t max, uint32_t *ret)
{
	uint64_t number = 0;

	if (!*text || strlen(text) > 10)
		return -EINVAL;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return -EINVAL;
		number = number * 10 + (uint64_t)(*text - '0');
	}
	if (number < min || number > max)
		return -EINVAL;
	*ret = (uint32_t)number;
	return 0;
}

void text_print_mac(const uint8_t mac[MAC_BYTES], char ret[MAC_TEXT])
{
	snprintf(ret, MAC_TEXT, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2],
		 mac[3], mac[4], mac[5]);
}

bool mac_is_virtual_router(const uint8_t mac[MAC_BYTES])
{
	static const uint8_t prefix[] = {0x00, 0x00, 0x5e, 0x00};

	return !memcmp(mac, prefix, sizeof(prefix)) && (mac[4] == 1 || mac[4] == 2);
}
