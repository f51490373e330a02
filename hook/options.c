/* options.c - onebridge options: the port options, for people and for programs */
#include <getopt.h>
#include <json-c/json.h>
#include <libsmartcols/libsmartcols.h>
#include <stdio.h>

#include "hook/command.h"
#include "netcore/cleanup.h"
#include "netcore/option.h"

static void print_standard(const struct link_option *option, char *ret, size_t size)
{
	if (option->standard == OPTION_BY_KERNEL)
		snprintf(ret, size, "-");
	else
		option_print(option, option->standard, ret, size);
}

static void print_values(const struct link_option *option, char *ret, size_t size)
{
	if (option->type == OPTION_FLAG)
		snprintf(ret, size, "yes|no");
	else
		snprintf(ret, size, "%u-%u", option->min, option->max);
}

static int print_table(void)
{
	struct libscols_table *table = scols_new_table();
	static const char *const columns[] = {"OPTION", "VALUES", "DEFAULT", "WHAT"};
	int r = table ? 0 : -1;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(columns); i++)
		r = scols_table_new_column(table, columns[i], 0, 0) ? 0 : -1;
	for (size_t i = 0; r == 0 && i < port_options.count; i++) {
		const struct link_option *option = &port_options.rows[i];
		struct libscols_line *line = scols_table_new_line(table, NULL);
		char values[32], standard[16];

		print_values(option, values, sizeof(values));
		print_standard(option, standard, sizeof(standard));
		if (!line || scols_line_set_data(line, 0, option->name) < 0 ||
		    scols_line_set_data(line, 1, values) < 0 ||
		    scols_line_set_data(line, 2, standard) < 0 ||
		    scols_line_set_data(line, 3, option->help) < 0)
			r = -1;
	}
	if (r == 0)
		r = scols_print_table(table);
	scols_unref_table(table);
	return r;
}

static struct json_object *option_json(const struct link_option *option)
{
	struct json_object *row = json_object_new_object();
	bool flag = option->type == OPTION_FLAG;

	json_object_object_add(row, "name", json_object_new_string(option->name));
	json_object_object_add(row, "type",
			       json_object_new_string(flag ? "flag" : "number"));
	json_object_object_add(row, "min", json_object_new_int64(option->min));
	json_object_object_add(row, "max", json_object_new_int64(option->max));
	if (option->standard != OPTION_BY_KERNEL)
		json_object_object_add(row, "default",
				       json_object_new_int64((int64_t)option->standard));
	json_object_object_add(row, "help", json_object_new_string(option->help));
	return row;
}

static int print_json(void)
{
	struct json_object *rows = json_object_new_array();
	int written;

	for (size_t i = 0; i < port_options.count; i++)
		json_object_array_add(rows, option_json(&port_options.rows[i]));
	written = printf(
		"%s\n", json_object_to_json_string_ext(
				rows, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED));
	json_object_put(rows);
	return written < 0 ? -1 : 0;
}

int command_options(int argc, char **argv)
{
	static const struct option words[] = {{"json", no_argument, NULL, 'j'}, {}};
	bool json = false;
	int c;

	while ((c = getopt_long(argc, argv, "", words, NULL)) != -1) {
		if (c != 'j')
			return EXIT_USAGE;
		json = true;
	}
	if (optind < argc) {
		fprintf(stderr, "onebridge options: it takes no '%s'\n", argv[optind]);
		return EXIT_USAGE;
	}
	if ((json ? print_json() : print_table()) < 0 || fflush(stdout) != 0) {
		perror("onebridge options");
		return EXIT_FAILED;
	}
	return EXIT_DONE;
}
