/* options.c - onebridge options: every option of a port, its VLANs and a bridge */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libsmartcols/libsmartcols.h>
#include <stdio.h>
#include <string.h>

#include "hook/command/command.h"
#include "hook/show/output.h"
#include "netcore/cleanup.h"
#include "netcore/option.h"

static void print_standard(const struct link_option *option, char *ret, size_t size)
{
	if (option->initial == OPTION_BY_KERNEL)
		snprintf(ret, size, "-");
	else
		option_print(option, option->initial, ret, size);
}

static void print_words(const struct link_option *option, char *ret, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; option_word(option, i) && used < size; i++)
		used += (size_t)snprintf(ret + used, size - used, "%s%s", i ? "|" : "",
					 option_word(option, i));
}

static void print_values(const struct link_option *option, char *ret, size_t size)
{
	char min[OPTION_TEXT], max[OPTION_TEXT];

	option_print(option, option->min, min, sizeof(min));
	option_print(option, option->max, max, sizeof(max));
	if (option_is_flag(option))
		snprintf(ret, size, "yes|no");
	else if (option->type == OPTION_MAC)
		snprintf(ret, size, "a MAC");
	else if (option->type == OPTION_DEVICE)
		snprintf(ret, size, "a device");
	else if (option_word(option, 0))
		print_words(option, ret, size);
	else
		snprintf(ret, size, "%s-%s", min, max);
}

static const struct {
	const char *of;
	const struct option_table *table;
} tables[] = {
	{"port", &port_options}, {"vlan", &vlan_options}, {"bridge", &bridge_options}};

static int add_line(struct libscols_table *table, const char *of,
		    const struct link_option *option)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	char values[64], standard[OPTION_TEXT];

	print_values(option, values, sizeof(values));
	print_standard(option, standard, sizeof(standard));
	if (!line || scols_line_set_data(line, 0, of) < 0 ||
	    scols_line_set_data(line, 1, option->name) < 0 ||
	    scols_line_set_data(line, 2, values) < 0 ||
	    scols_line_set_data(line, 3, standard) < 0 ||
	    scols_line_set_data(line, 4, option->help) < 0)
		return -1;
	return 0;
}

static int print_options(void)
{
	static const char *const columns[] = {"OF", "OPTION", "VALUES", "DEFAULT",
					      "WHAT"};
	struct libscols_table *table = scols_new_table();
	int r = table ? 0 : -1;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(columns); i++)
		r = scols_table_new_column(table, columns[i], 0, 0) ? 0 : -1;
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++)
		for (size_t j = 0; r == 0 && j < tables[i].table->count; j++)
			r = add_line(table, tables[i].of, &tables[i].table->rows[j]);
	if (r == 0)
		r = scols_print_table(table);
	scols_unref_table(table);
	return r;
}

static const char *type_word(const struct link_option *option)
{
	if (option_is_flag(option))
		return "flag";
	if (option_is_time(option))
		return "time";
	if (option->type == OPTION_MAC)
		return "mac";
	if (option->type == OPTION_DEVICE)
		return "device";
	if (option->type == OPTION_STATE)
		return "state";
	return option->type == OPTION_PROTOCOL ? "protocol" : "number";
}

static void add_words(struct json_object *array, const struct link_option *option)
{
	for (size_t i = 0; option_word(option, i); i++)
		json_object_array_add(array, json_text(option_word(option, i)));
}

static struct json_object *option_json(const char *of, const struct link_option *option)
{
	struct json_object *row = json_object_new_object();

	json_add_text(row, "of", of);
	json_add_text(row, "name", option->name);
	json_add_text(row, "type", type_word(option));
	json_object_object_add(row, "min", json_option(option, option->min));
	json_object_object_add(row, "max", json_option(option, option->max));
	if (option->initial != OPTION_BY_KERNEL)
		json_object_object_add(row, "default",
				       json_option(option, option->initial));
	if (option_word(option, 0))
		add_words(json_add_array(row, "words"), option);
	json_add_text(row, "needs", option->needs);
	json_add_text(row, "needs_of", option->needs_of);
	json_add_text(row, "help", option->help);
	return row;
}

/* Its name without "onebridge ", and its options with their values. */
static struct json_object *command_json(const struct command *command)
{
	struct json_object *row = json_object_new_object();
	struct json_object *rows = json_add_array(row, "options");

	json_add_text(row, "name", strchr(command->name, ' ') + 1);
	json_add_text(row, "operands", command->operands);
	json_add_text(row, "help", command->help);
	for (size_t i = 0; i < command->option_count; i++) {
		const struct command_option *option = &command->options[i];
		struct json_object *item = json_object_new_object();

		json_add_text(item, "name", option->name);
		json_add_text(item, "value", option->value);
		json_add_text(item, "valid", option->words ? option->words() : NULL);
		json_add_text(item, "help", option->help);
		json_object_array_add(rows, item);
	}
	return row;
}

static void add_commands(struct json_object *rows, const struct command *const *commands)
{
	for (; commands && *commands; commands++) {
		json_object_array_add(rows, command_json(*commands));
		add_commands(rows, (*commands)->commands);
	}
}

static int print_json(const struct command *root)
{
	struct json_object *document = json_document();
	struct json_object *rows = json_add_array(document, "options");

	for (size_t i = 0; i < ARRAY_SIZE(tables); i++)
		for (size_t j = 0; j < tables[i].table->count; j++)
			json_object_array_add(
				rows,
				option_json(tables[i].of, &tables[i].table->rows[j]));
	add_commands(json_add_array(document, "commands"), root->commands);
	return json_document_print(document, stdout);
}

static const struct command_option options_options[] = {
	{"json", NULL, "print a JSON document, with the commands and their options, too"},
};

static int options_run(const struct command *command, struct arguments *arguments)
{
	int r = arguments->value[0] ? print_json(arguments->root) : print_options();

	if (r == 0 && fflush(stdout) == 0)
		return EXIT_DONE;
	perror(command->name);
	return EXIT_FAILED;
}

const struct command command_options = {
	.name = "onebridge options",
	.help = "List every option of a port, its VLANs or a bridge that a policy can set.",
	.options = options_options,
	.option_count = ARRAY_SIZE(options_options),
	.run = options_run,
};
