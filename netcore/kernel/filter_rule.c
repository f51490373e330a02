/* filter_rule.c - the rules of a TAP's filter, written as text */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/filter_rule.h"

#include <stdarg.h>

static const char local_comment[] = "its link-local address";

void filter_begin_chain(const struct filter_draft *draft, const char *name)
{
	fprintf(draft->out, "\tchain %s {\n", name);
}

void filter_end_chain(const struct filter_draft *draft)
{
	fputs("\t}\n", draft->out);
}

void filter_rule(const struct filter_draft *draft, const char *comment,
		 const char *format, ...)
{
	va_list args;

	fputs("\t\t", draft->out);
	va_start(args, format);
	vfprintf(draft->out, format, args);
	va_end(args);
	fprintf(draft->out, " comment \"%s\"\n", comment);
}

void filter_drop(const struct filter_draft *draft, const char *match, const char *comment)
{
	filter_rule(draft, comment, "%scounter drop", match);
}

void filter_for_each(const struct filter_draft *draft, enum sender_kind kind,
		     const char *match, const char *then)
{
	for (size_t i = 0; i < draft->filter->count; i++) {
		char text[SENDER_TEXT];

		if (draft->filter->senders[i].kind != kind)
			continue;
		sender_print(&draft->filter->senders[i], text);
		filter_rule(draft, text, "%s %s %s", match, text, then);
	}
}

/* The bits that count, as a number, for where no name of nft's leads to. */
static void print_bits(const struct sender *sender, char ret[2 + 2 * IP_BYTES + 1])
{
	unsigned bytes = (sender->at.length + 7U) / 8,
		 shift = bytes * 8 - sender->at.length;
	unsigned carry = 0;

	ret += sprintf(ret, "0x");
	for (unsigned i = 0; i < bytes; i++) {
		carry = carry << 8 | sender->at.bytes[i];
		ret += sprintf(ret, "%02x", carry >> shift & 0xff);
	}
}

static void raw_rule(const struct filter_draft *draft, const char *comment,
		     const char *match, const struct sender *sender, const char *then)
{
	char bits[2 + 2 * IP_BYTES + 1];

	print_bits(sender, bits);
	filter_rule(draft, comment, "%s,%u %s %s", match, sender->at.length, bits, then);
}

void filter_for_each_raw(const struct filter_draft *draft, enum sender_kind kind,
			 const char *match, const char *then)
{
	for (size_t i = 0; i < draft->filter->count; i++) {
		const struct sender *sender = &draft->filter->senders[i];
		char text[SENDER_TEXT];

		if (sender->kind != kind)
			continue;
		sender_print(sender, text);
		raw_rule(draft, text, match, sender, then);
	}
}

void filter_for_each_local(const struct filter_draft *draft, const char *match,
			   const char *then)
{
	for (size_t i = 0; i < draft->filter->count; i++) {
		const struct sender *sender = &draft->filter->senders[i];
		const struct sender local = sender_of_eui64(sender->at.bytes);
		char text[SENDER_TEXT];

		if (sender->kind != SENDER_MAC)
			continue;
		sender_print(&local, text);
		if (*match == '@')
			raw_rule(draft, local_comment, match, &local, then);
		else
			filter_rule(draft, local_comment, "%s %s %s", match, text, then);
	}
}
