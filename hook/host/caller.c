/* caller.c - who runs onebridge-ifup, and for which NIC of which guest */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/host/caller.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "hook/host/process.h"
#include "hook/qemu/qemu_args.h"
#include "hook/host/tap_fds.h"

enum { ANCESTORS_MAX = 64 /* processes up the tree */ };

void caller_clear(struct caller *caller)
{
	guest_clear(&caller->guest);
	*caller = (struct caller){};
}

int caller_within(const struct caller *caller, const struct guest *guest,
		  struct error *err)
{
	const char *name = guest->name;

	if (caller->qemu && name)
		return error_within(err, "guest '%s' (QEMU %d)", name, (int)caller->qemu);
	if (caller->qemu)
		return error_within(err, "QEMU %d", (int)caller->qemu);
	if (name)
		return error_within(err, "guest '%s'", name);
	return -err->number;
}

/* libvirt's monolithic daemon, or the modular one. Any process can take that name
 * (QEMU's -name process=), but only root's can make a guest be taken for root's. */
static bool is_libvirt(pid_t pid)
{
	_cleanup_(cleanup_file) FILE *in = process_open(pid, "comm");
	struct process process;
	struct error ended;
	char name[32] = "";

	if (!in || !fgets(name, sizeof(name), in) ||
	    (strcmp(name, "libvirtd\n") != 0 && strcmp(name, "virtqemud\n") != 0))
		return false;
	return process_read(pid, &process, &ended) == 0 && process.user == 0;
}

/* Whoever it belongs to, it has this one NIC as far as we are concerned. */
static int add_nic(struct guest *guest, const char *target, struct error *err)
{
	struct nic nic = {.type = strdup("ethernet"),
			  .actual = strdup("ethernet"),
			  .target = strdup(target),
			  .queues = 1,
			  .managed = true};
	struct nic *nics = reallocarray(guest->nics, guest->nic_count + 1, sizeof(*nics));

	if (nics)
		guest->nics = nics;
	if (!nics || !nic.type || !nic.actual || !nic.target) {
		free(nic.type);
		free(nic.actual);
		free(nic.target);
		return error_set(err, ENOMEM, "no memory");
	}
	guest->nics[guest->nic_count] = nic;
	guest_keep_nic(guest, guest->nic_count++);
	return 0;
}

/* --- libvirt */

static const struct state_nic *find_left_word(const struct state *state,
					      const uint8_t *mac)
{
	for (size_t i = 0; i < state->nic_count; i++)
		if (!memcmp(&state->nics[i].mac[1], &mac[1], MAC_BYTES - 1))
			return &state->nics[i];
	return NULL;
}

static int take_word(struct caller *caller, struct state *state,
		     const struct state_nic *word, const struct state_id *id,
		     struct error *err)
{
	struct nic *nic = caller->guest.nics;

	memcpy(nic->mac, word->mac, MAC_BYTES);
	nic->alias = word->alias ? strdup(word->alias) : NULL;
	nic->model = word->model ? strdup(word->model) : NULL;
	caller->guest.uuid = strdup(id->name);
	caller->guest.name = state->guest;
	state->guest = NULL;
	if (!caller->guest.uuid || !nic->alias != !word->alias ||
	    !nic->model != !word->model)
		return error_set(err, ENOMEM, "no memory");
	caller->guest.stage = GUEST_DEFINED;
	nic->mac_tail = false;
	caller->state = *id;
	return 0;
}

/* Whether word was left there of that NIC. What cannot be read says nothing. */
static bool read_left_word(const struct state_id *id, const uint8_t *mac,
			   struct state *ret, const struct state_nic **ret_word)
{
	struct error unreadable;

	if (state_peek(id, ret, &unreadable) != 0)
		return false;
	*ret_word = find_left_word(ret, mac);
	return *ret_word;
}

/* Two guests that start at once with such a MAC cannot be told apart: it is neither's. */
static int ask_states(struct caller *caller, struct error *err)
{
	_cleanup_(cleanup_free) struct state_id *ids = NULL;
	_cleanup_(state_clear) struct state found = {};
	const struct state_nic *word = NULL;
	struct error unreadable;
	size_t count = 0, which = 0, hits = 0;

	state_list(STATE_GUEST, &ids, &count, &unreadable);
	for (size_t i = 0; i < count; i++) {
		_cleanup_(state_clear) struct state state = {};

		if (!read_left_word(&ids[i], caller->guest.nics->mac, &state, &word))
			continue;
		state_clear(&found);
		found = state;
		state = (struct state){};
		which = i;
		hits++;
	}
	if (hits != 1)
		return 0;
	word = find_left_word(&found, caller->guest.nics->mac);
	return take_word(caller, &found, word, &ids[which], err);
}

/* libvirt gave the TAP the guest's MAC, with fe: as its first byte; but not if it was
 * there before (<target managed='no'/>). */
static int find_by_libvirt(const struct link *tap, struct caller *caller,
			   struct error *err)
{
	int r = add_nic(&caller->guest, tap->ref.name, err);

	if (r < 0)
		return r;
	caller->guest.stage = GUEST_HOT_PLUG;
	if (tap->mac[0] != 0xfe)
		return 0;
	caller->guest.nics->has_mac = true;
	caller->guest.nics->mac_tail = true;
	memcpy(caller->guest.nics->mac, tap->mac, MAC_BYTES);
	return ask_states(caller, err);
}

/* --- QEMU */

static bool holds(const struct tap_fd *taps, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(taps[i].name, name))
			return true;
	return false;
}

/* By its program: a script that QEMU's own script has left behind holds the TAP, too. */
static bool runs_qemu(pid_t pid)
{
	char path[32], program[PATH_MAX] = "";
	const char *name;

	snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
	if (readlink(path, program, sizeof(program) - 1) < 0)
		return false;
	name = strrchr(program, '/');
	return name && (strstr(name, "qemu") || !strncmp(name, "/kvm", 4));
}

/* A NIC that the command line does not know came by QEMU's monitor. */
static int read_qemu(const char *tap, pid_t pid, const struct tap_fd *taps, size_t count,
		     struct caller *caller, struct error *err)
{
	size_t size = 0;
	_cleanup_(cleanup_free) char *args = process_args(pid, QEMU_ARGS_MAX, &size);
	struct guest *guest = &caller->guest;
	struct process process;
	const struct nic *nic;
	int r = process_read(pid, &process, err);

	if (r < 0)
		return r;
	if (!args)
		return error_set(err, ENOMEM, "no memory for the command line");
	r = qemu_args_read(args, size, taps, count, guest, err);
	if (r < 0)
		return r;
	caller->user = process.user;
	caller->group = process.group;
	caller->qemu = pid;
	guest->origin = ORIGIN_QEMU_IFUP;
	nic = qemu_args_nic(guest, tap);
	if (!nic && !runs_qemu(pid))
		guest->stage = GUEST_HIDDEN;
	else if (!nic && guest->stage == GUEST_BY_HAND)
		guest->stage = GUEST_MONITOR;
	if (!nic) {
		guest->elsewhere = false;
		return add_nic(guest, tap, err);
	}
	guest_keep_nic(guest, (size_t)(nic - guest->nics));
	return 0;
}

/* A process that holds the TAP. */
struct tap_holder {
	pid_t pid; /* 0: none was found */
	struct tap_fd *taps;
	size_t count;
};

static void tap_holder_clear(struct tap_holder *holder)
{
	free(holder->taps);
}

static void take_holder(const char *tap, pid_t pid, struct tap_holder *ret)
{
	struct tap_holder holder = {.pid = pid};
	struct error hidden;

	if (tap_fds_read(pid, &holder.taps, &holder.count, &hidden) == 0 &&
	    holds(holder.taps, holder.count, tap)) {
		tap_holder_clear(ret);
		*ret = holder;
	} else {
		tap_holder_clear(&holder);
	}
}

/* A script that QEMU runs has the TAP from it, and may run others: so the one highest up
 * is the QEMU. Of others' files, what cannot be looked at tells nothing. */
static void find_holder(const char *tap, pid_t parent, struct tap_holder *ret)
{
	struct process process;
	struct error hidden;

	for (int depth = 0; parent > 0 && depth < ANCESTORS_MAX; depth++) {
		take_holder(tap, parent, ret);
		if (process_read(parent, &process, &hidden) < 0)
			return;
		parent = process.parent;
	}
}

/* The QEMU for which this was run before, if it still holds the TAP. */
static void find_former(const char *tap, const struct state_id *id,
			struct tap_holder *ret)
{
	_cleanup_(state_clear) struct state state = {};
	struct error unreadable;

	if (state_peek(id, &state, &unreadable) == 0 && state.owner &&
	    process_is(state.owner, state.owner_start))
		take_holder(tap, state.owner, ret);
}

/* A TAP that somebody holds, though none of these processes, is that of a guest. */
static int find_by_parent(const struct link *tap, pid_t parent, struct caller *caller,
			  struct error *err)
{
	_cleanup_(tap_holder_clear) struct tap_holder holder = {};
	const char *name = tap->ref.name;

	find_holder(name, parent, &holder);
	if (!holder.pid)
		find_former(name, &caller->state, &holder);
	if (holder.pid)
		return read_qemu(name, holder.pid, holder.taps, holder.count, caller,
				 err);
	caller->user = getuid();
	caller->group = getgid();
	caller->guest.origin = ORIGIN_QEMU_IFUP;
	caller->guest.stage = tap->carrier ? GUEST_HIDDEN : GUEST_SETTLED;
	return add_nic(&caller->guest, name, err);
}

int caller_find(const struct link *tap, pid_t parent, struct caller *ret,
		struct error *err)
{
	_cleanup_(caller_clear) struct caller caller = {.libvirt = is_libvirt(parent)};
	int r;

	caller.state = state_id(STATE_TAP, tap->ref.name);
	if (caller.libvirt)
		r = find_by_libvirt(tap, &caller, err);
	else
		r = find_by_parent(tap, parent, &caller, err);
	if (r < 0)
		return r;
	*ret = caller;
	caller = (struct caller){};
	return 0;
}
