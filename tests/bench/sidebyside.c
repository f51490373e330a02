/* sidebyside.c - measures commands in turn, many rounds: A B C, B A C, …
 *
 *	sidebyside ROUNDS < CASES
 *
 * A case is a line of fields with tabs between: its name, the file of a network
 * namespace, a file for stdin, a shell command that is run before it and not measured,
 * the command itself, its words split at spaces, and maybe the number of a user by whom
 * it is run, setuid root. Prints a line for each: name, median
 * and least wall time in µs, peak memory in KiB.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <err.h>
#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CASES_MAX = 24, WORDS_MAX = 16, WARM_UP = 3 };

struct bench {
	char *name, *input, *reset, *words[WORDS_MAX + 1];
	int netns;
	uid_t user;    /* the real one; the effective one is root */
	double *times; /* µs */
	long peak;     /* KiB */
};

extern char **environ;

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int netns_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		err(1, "%s", path);
	return fd;
}

static struct bench bench_read(char *line, int rounds)
{
	struct bench bench = {};
	char *netns, *command, *user, *word;

	line[strcspn(line, "\n")] = '\0';
	bench.name = strsep(&line, "\t");
	netns = strsep(&line, "\t");
	bench.input = strsep(&line, "\t");
	bench.reset = strsep(&line, "\t");
	command = strsep(&line, "\t");
	user = strsep(&line, "\t");
	if (!command)
		errx(2, "%s: five fields at least, please", bench.name);
	bench.user = user ? (uid_t)atoi(user) : 0;
	bench.netns = netns_open(netns);
	for (size_t i = 0; i < WORDS_MAX && (word = strsep(&command, " ")); i++)
		bench.words[i] = word;
	bench.times = calloc((size_t)rounds, sizeof(*bench.times));
	if (!bench.times)
		err(1, "calloc");
	return bench;
}

static void bench_run(struct bench *bench, double *ret_time)
{
	posix_spawn_file_actions_t files;
	struct rusage usage;
	int status, r;
	double begin;
	pid_t pid;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 0, bench->input, O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
	begin = now();
	r = posix_spawn(&pid, bench->words[0], &files, NULL, bench->words, environ);
	if (r != 0)
		errx(1, "%s: %s", bench->words[0], strerror(r));
	if (wait4(pid, &status, 0, &usage) < 0)
		err(1, "wait4");
	*ret_time = now() - begin;
	posix_spawn_file_actions_destroy(&files);
	if (status != 0)
		errx(1, "%s: it failed", bench->name);
	if (usage.ru_maxrss > bench->peak)
		bench->peak = usage.ru_maxrss;
}

static void become(uid_t user)
{
	if (setresuid(user, 0, 0) < 0)
		err(1, "setresuid");
}

static void bench_measure(struct bench *bench, double *ret_time)
{
	if (setns(bench->netns, CLONE_NEWNET) < 0)
		err(1, "setns");
	if (system(bench->reset) != 0)
		errx(1, "%s: cannot be begun: %s", bench->name, bench->reset);
	become(bench->user);
	bench_run(bench, ret_time);
	become(0);
}

/* In a new order each time, for what ran before has an effect on what comes next. */
static void round_run(struct bench *benches, size_t count, int round)
{
	struct bench *order[CASES_MAX];

	for (size_t i = 0; i < count; i++) {
		size_t other = (size_t)rand() % (i + 1);

		order[i] = order[other];
		order[other] = &benches[i];
	}
	for (size_t i = 0; i < count; i++)
		bench_measure(order[i], &order[i]->times[round]);
}

static int compare(const void *a, const void *b)
{
	const double *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

int main(int argc, char **argv)
{
	int rounds = argc == 2 ? atoi(argv[1]) : 0;
	struct bench benches[CASES_MAX];
	size_t count = 0, room = 0;
	char *line = NULL;

	if (rounds < 1)
		errx(2, "usage: sidebyside ROUNDS < CASES");
	while (count < CASES_MAX && getline(&line, &room, stdin) > 0) {
		benches[count++] = bench_read(line, rounds);
		line = NULL;
	}
	for (int round = -WARM_UP; round < rounds; round++)
		round_run(benches, count, round < 0 ? 0 : round);
	for (size_t i = 0; i < count; i++) {
		qsort(benches[i].times, (size_t)rounds, sizeof(double), compare);
		printf("%s\t%.0f\t%.0f\t%ld\n", benches[i].name,
		       benches[i].times[rounds / 2], benches[i].times[0],
		       benches[i].peak);
	}
	return 0;
}
