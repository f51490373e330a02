/* finding.c - what a check has found: the words of its row, with what they are about */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/doctor/finding.h"

#include <stdarg.h>
#include <string.h>

#include "hook/doctor/check.h"
#include "netcore/array.h"

void findings_clear(struct findings *findings)
{
	free(findings->all);
	*findings = (struct findings){};
}

struct finding *findings_add(struct findings *findings)
{
	static struct finding lost;
	struct finding *finding = &lost;

	if (array_grow(&findings->all, findings->count, sizeof(*findings->all)))
		finding = &findings->all[findings->count++];
	else
		findings->no_memory = true;
	*finding = (struct finding){.check = findings->check};
	return finding;
}

void finding_name(struct finding *finding, const char *bridge, const char *dev)
{
	snprintf(finding->bridge, sizeof(finding->bridge), "%s", bridge ? bridge : "");
	snprintf(finding->dev, sizeof(finding->dev), "%s", dev ? dev : "");
}

void finding_evidence(struct finding *finding, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(finding->evidence, sizeof(finding->evidence), format, args);
	va_end(args);
}

void finding_value(struct finding *finding, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(finding->value, sizeof(finding->value), format, args);
	va_end(args);
}

void finding_path(struct finding *finding, const char *path)
{
	snprintf(finding->path, sizeof(finding->path), "%s", path);
}

void finding_guest(struct finding *finding, const char *guest)
{
	snprintf(finding->guest, sizeof(finding->guest), "%s", guest ? guest : "");
}

/* --- the row's words */

/* The field that the text begins with, "{dev}"; NULL: none. */
static const char *find_field(const struct finding *finding, const char *text,
			      size_t *ret_length)
{
	const struct {
		const char *word, *value;
	} fields[] = {
		{"{bridge}", finding->bridge}, {"{dev}", finding->dev},
		{"{guest}", finding->guest},   {"{path}", finding->path},
		{"{value}", finding->value},
	};

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		*ret_length = strlen(fields[i].word);
		if (!strncmp(text, fields[i].word, *ret_length))
			return fields[i].value;
	}
	return NULL;
}

static void fill_in(const struct finding *finding, const char *words, bool for_shell,
		    char ret[FINDING_TEXT])
{
	size_t used = 0;

	while (*words && used + 1 < FINDING_TEXT) {
		struct shell_word word;
		size_t length;
		const char *field = find_field(finding, words, &length);

		if (!field) {
			ret[used++] = *words++;
			continue;
		}
		if (for_shell && field != finding->value) {
			word = text_for_shell(field);
			field = word.text;
		}
		used += (size_t)snprintf(ret + used, FINDING_TEXT - used, "%s", field);
		words += length;
	}
	ret[used < FINDING_TEXT ? used : FINDING_TEXT - 1] = '\0';
}

void finding_what(const struct finding *finding, char ret[FINDING_TEXT])
{
	fill_in(finding, finding->check->what, false, ret);
}

void finding_remedy(const struct finding *finding, char ret[FINDING_TEXT])
{
	fill_in(finding, finding->check->remedy, true, ret);
}
