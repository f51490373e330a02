/* watch.c - the watcher: running guests compared with the policy as things happen
 *
 * What the kernel, libvirt and the policy's files tell says only whom something has
 * happened to. These guests are then compared and mended as sync does it, all at once: a
 * bridge that is deleted is thousands of messages. Nothing that counts is kept from one
 * comparison to the next, so that the watcher may end at any moment.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/watch/watch.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <syslog.h>
#include <time.h>

#include "hook/libvirt/libvirt_events.h"
#include "hook/watch/concern.h"
#include "hook/watch/notify.h"
#include "hook/watch/policy_watch.h"
#include "hook/watch/round.h"
#include "hook/watch/watch_log.h"
#include "netcore/kernel/listen.h"

enum {
	LISTEN_BYTES = 32 << 20, /* 1,000 ports of a deleted bridge are 4 MB */
	GATHER_DELAY_MS = 20,    /* for what else happens */
	POLICY_DELAY_MS = 100,   /* … while a file is being written */
	DELAY_MAX_MS = 500,
	RETRY_MIN_MS = 1000, /* after libvirt was late */
	RETRY_MAX_MS = 60000,
};

struct watch {
	struct round round;
	int listen, signals;
	int nftables; /* -1: no rule has filtered or routed so far */
	bool routes;  /* changes of addresses and routes are heard, too */
	struct policy_watch policy;
	struct libvirt_events *libvirt;
	struct loop_source on_kernel, on_nftables, on_policy, on_signal, timer, later,
		regular;
	const struct watch_task *task; /* NULL: none */
	struct concern concern;        /* since the last comparison */
	bool policy_changed;
	bool waits; /* the timer runs */
	bool ended;
	int lasted; /* ms, the last comparison */
	int retry;  /* ms, after libvirt was late */
};

static int64_t now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* --- what happens */

/* Half as long as a comparison takes, so that a storm leaves the host some of its time.
 */
static void compare_in(struct watch *watch, int ms)
{
	int delay = watch->lasted / 2 < DELAY_MAX_MS ? watch->lasted / 2 : DELAY_MAX_MS;

	if (watch->waits)
		return;
	watch->waits = true;
	loop_set_timer(&watch->timer, ms > delay ? ms : delay);
}

static void hear(const struct listen_change *change, void *data)
{
	struct watch *watch = data;

	if (change->kind == LISTEN_LOST || change->kind == LISTEN_NAT)
		watch->concern.everything = true;
	else if (change->kind == LISTEN_ENTRY && change->learnt &&
		 (change->gone || concern_is_empty(&watch->round.arriving)))
		return;
	else
		concern_add_device(&watch->concern, change->ifindex);
	if (change->made)
		port_notes_made(&watch->round.notes, change->ifindex);
	compare_in(watch, GATHER_DELAY_MS);
}

static void on_kernel(void *data)
{
	struct watch *watch = data;

	listen_read(watch->listen, hear, watch);
}

static void on_nftables(void *data)
{
	struct watch *watch = data;

	listen_read(watch->nftables, hear, watch);
}

static void on_libvirt(const char *uuid, void *data)
{
	struct watch *watch = data;

	if (uuid)
		concern_add_guest(&watch->concern, uuid);
	else
		watch->concern.everything = true;
	compare_in(watch, GATHER_DELAY_MS);
}

static void reread_policy(struct watch *watch)
{
	watch->policy_changed = true;
	watch->concern.everything = true;
	compare_in(watch, POLICY_DELAY_MS);
}

static void on_policy(void *data)
{
	struct watch *watch = data;

	if (policy_watch_read(&watch->policy))
		reread_policy(watch);
}

static void on_signal(void *data)
{
	struct watch *watch = data;
	struct signalfd_siginfo info;

	while (read(watch->signals, &info, sizeof(info)) == sizeof(info))
		if (info.ssi_signo == SIGHUP)
			reread_policy(watch);
		else
			watch->ended = true;
}

/* --- a comparison */

/* A host where no rule filters or routes is not to load nf_tables, nor to hear of routes.
 */
static int hear_more(struct watch *watch, struct error *err)
{
	const struct policy *policy = watch->round.mend.task.policy;
	bool routes = policy_has_route(policy);
	int r;

	if (routes && !watch->routes) {
		watch->routes = true;
		r = listen_to_routes(watch->listen, err);
		if (r < 0)
			return r;
	}
	if (watch->nftables >= 0 || !(routes || policy_filters(policy)))
		return 0;
	r = listen_open_nftables(LISTEN_BYTES, &watch->nftables, err);
	return r < 0 ? r : loop_add_fd(watch->nftables, &watch->on_nftables, err);
}

static void begin_hearing_more(struct watch *watch)
{
	struct error err;

	if (hear_more(watch, &err) == 0)
		return;
	error_within(&err, "not all that others change is heard");
	watch_log_error(&watch->round.notes, &(struct guest){}, &err);
}

static void compare_now(struct watch *watch)
{
	struct concern concern = watch->concern;
	bool reread = watch->policy_changed;
	int64_t began = now_ms();
	int answer;

	watch->concern = (struct concern){};
	watch->policy_changed = false;
	if (reread && !round_read_policy(&watch->round))
		return;
	begin_hearing_more(watch);
	answer = round_compare(&watch->round, &concern,
			       libvirt_events_may_ask(watch->libvirt));
	watch->lasted = (int)(now_ms() - began);
	if (answer == LIBVIRT_LATE)
		concern_add(&watch->round.later, &concern);
	else
		watch->retry = RETRY_MIN_MS;
	if (!concern_is_empty(&watch->round.later))
		loop_set_timer(&watch->later, answer == LIBVIRT_LATE
						      ? watch->retry
						      : FIGHT_SECONDS * 1000);
	if (answer == LIBVIRT_LATE)
		watch->retry =
			watch->retry * 2 < RETRY_MAX_MS ? watch->retry * 2 : RETRY_MAX_MS;
}

static void on_later(void *data)
{
	struct watch *watch = data;

	concern_add(&watch->concern, &watch->round.later);
	watch->round.later = (struct concern){};
	compare_in(watch, 0);
}

static void on_compare(void *data)
{
	struct watch *watch = data;

	watch->waits = false;
	compare_now(watch);
}

static void on_regular(void *data)
{
	struct watch *watch = data;

	watch->task->run(watch->task->data, &watch->round.counts);
	loop_set_timer(&watch->regular, watch->task->ms);
}

/* --- beginning and end */

static int open_signals(struct watch *watch, struct error *err)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	watch->signals = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	return watch->signals < 0 ? error_set(err, errno, "signalfd: %s", strerror(errno))
				  : 0;
}

static int add_sources(struct watch *watch, struct error *err)
{
	int r;

	watch->on_kernel = (struct loop_source){on_kernel, watch};
	watch->on_nftables = (struct loop_source){on_nftables, watch};
	watch->on_policy = (struct loop_source){on_policy, watch};
	watch->on_signal = (struct loop_source){on_signal, watch};
	watch->timer = (struct loop_source){on_compare, watch};
	watch->later = (struct loop_source){on_later, watch};
	r = loop_add_fd(watch->listen, &watch->on_kernel, err);
	if (r == 0)
		r = loop_add_fd(watch->policy.fd, &watch->on_policy, err);
	if (r == 0)
		r = loop_add_fd(watch->signals, &watch->on_signal, err);
	if (r == 0)
		r = loop_add_timer(&watch->timer, err);
	if (r == 0)
		r = loop_add_timer(&watch->later, err);
	if (r < 0 || !watch->task)
		return r;
	watch->regular = (struct loop_source){on_regular, watch};
	return loop_add_timer(&watch->regular, err);
}

/* What is told from here on is heard; what was before is found by the first comparison.
 */
static int begin(struct watch *watch, struct error *err)
{
	int r = round_open(&watch->round, err);

	if (r < 0)
		return r;
	r = open_signals(watch, err);
	if (r < 0)
		return r;
	r = policy_watch_open(&watch->policy, err);
	if (r < 0)
		return r;
	r = listen_open(LISTEN_BYTES, &watch->listen, err);
	if (r < 0)
		return r;
	r = loop_start(err);
	if (r < 0)
		return r;
	r = add_sources(watch, err);
	if (r < 0)
		return r;
	watch->libvirt = libvirt_events_start(GATHER_URI, on_libvirt, watch, err);
	return watch->libvirt ? 0 : -err->number;
}

static void watch_close(struct watch *watch)
{
	libvirt_events_end(watch->libvirt);
	cleanup_fd(&watch->listen);
	cleanup_fd(&watch->nftables);
	cleanup_fd(&watch->signals);
	policy_watch_close(&watch->policy);
	round_close(&watch->round);
}

int watch_run(bool keep, const struct watch_task *task, struct error *err)
{
	_cleanup_(watch_close) struct watch watch = {
		.listen = -1,
		.nftables = -1,
		.signals = -1,
		.policy = {.fd = -1},
		.concern = {.everything = true},
		.policy_changed = true,
		.retry = RETRY_MIN_MS,
		.round = {.mend = {.keep = keep}},
		.task = task,
	};
	int r = begin(&watch, err);

	if (r < 0)
		return r;
	compare_now(&watch);
	if (task)
		on_regular(&watch);
	notify_manager("READY=1");
	watch_log(LOG_INFO, "watching the guests' ports");
	while (!watch.ended && r == 0)
		r = loop_turn(err);
	notify_manager("STOPPING=1");
	return r;
}
