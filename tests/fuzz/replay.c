/* replay.c - runs a fuzzer's corpus through it: replay FOLDER… */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glob.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "netcore/cleanup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Memory of just the size, so that a read behind the end is seen. */
static int replay_file(const char *path)
{
	_cleanup_(cleanup_file) FILE *file = fopen(path, "re");
	_cleanup_(cleanup_free) uint8_t *data = NULL;
	long size;

	if (!file || fseek(file, 0, SEEK_END) < 0 || (size = ftell(file)) < 0)
		return -1;
	rewind(file);
	data = malloc((size_t)size);
	if (fread(data, 1, (size_t)size, file) != (size_t)size)
		return -1;
	return LLVMFuzzerTestOneInput(data, (size_t)size);
}

/* Returns how many files there were, or -1. */
static int replay_folder(const char *folder)
{
	_cleanup_(cleanup_free) char *pattern = NULL;
	glob_t found;
	int count;

	if (asprintf(&pattern, "%s/*", folder) < 0 || glob(pattern, 0, NULL, &found))
		return -1;
	count = (int)found.gl_pathc;
	for (int i = 0; i < (int)found.gl_pathc && count >= 0; i++)
		if (replay_file(found.gl_pathv[i]) < 0) {
			fprintf(stderr, "%s cannot be read\n", found.gl_pathv[i]);
			count = -1;
		}
	globfree(&found);
	return count;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		int count = replay_folder(argv[i]);

		if (count < 0)
			return EXIT_FAILURE;
		printf("%s: %d files\n", argv[i], count);
	}
	return EXIT_SUCCESS;
}
