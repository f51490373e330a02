/* file_checks.c - files that keep a guest from starting, or from being set up */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>
#include <sys/sysmacros.h>

#include "hook/doctor/check.h"
#include "hook/doctor/denial.h"

#define IFUP_SCRIPT "printf '#!/bin/sh\\nexec /usr/sbin/onebridge-ifup \"$@\"\\n' >"

static const struct host_file *file_of(const struct facts *facts, enum host_file_id id)
{
	return &facts->files.all[id];
}

static struct finding *add_file(const struct host_file *file, struct findings *findings)
{
	struct finding *finding = findings_add(findings);

	finding_path(finding, file->path);
	return finding;
}

/* --- /dev/net/tun */

void find_tun_module(const struct facts *facts, struct findings *findings)
{
	const struct host_file *tun = file_of(facts, FILE_TUN);

	if (facts->files.tun_is_there || (tun->exists && facts->files.tun_can_load))
		return;
	finding_evidence(add_file(tun, findings), "no line 'tun' in /proc/misc, and %s",
			 tun->exists ? "no tun in /lib/modules"
				     : "no such file (ls -l /dev/net/tun)");
}

void find_tun_node(const struct facts *facts, struct findings *findings)
{
	const struct host_file *tun = file_of(facts, FILE_TUN);

	if (!facts->files.tun_is_there ||
	    (tun->exists && S_ISCHR(tun->mode) && tun->device == makedev(10, 200)))
		return;
	finding_evidence(add_file(tun, findings), "%s (ls -l /dev/net/tun)",
			 tun->exists ? "it is not the character device 10:200"
				     : "no such file");
}

/* udev makes it everybody's: without CAP_NET_ADMIN it opens only what one owns. */
void find_tun_mode(const struct facts *facts, struct findings *findings)
{
	const struct host_file *tun = file_of(facts, FILE_TUN);
	const mode_t usable = S_IRGRP | S_IWGRP;

	if (!tun->exists || !S_ISCHR(tun->mode) || (tun->mode & usable) == usable ||
	    (tun->mode & (usable >> 3)) == usable >> 3)
		return;
	finding_evidence(add_file(tun, findings), "mode %04o (ls -l /dev/net/tun)",
			 tun->mode & 07777U);
}

/* --- scripts */

static struct finding *add_about_script(const struct script_file *script,
					struct findings *findings)
{
	struct finding *finding = findings_add(findings);

	finding_path(finding, script->path);
	finding_guest(finding, *script->guest ? script->guest : "a guest with -nic tap");
	return finding;
}

void find_no_script(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->files.script_count; i++) {
		const struct script_file *script = &facts->files.scripts[i];
		struct finding *finding;

		if (script->exists)
			continue;
		finding = add_about_script(script, findings);
		finding_value(finding, IFUP_SCRIPT "%s && chmod 755 %s",
			      text_for_shell(script->path).text,
			      text_for_shell(script->path).text);
		finding_evidence(finding, "no such file (ls -l %s)", script->path);
	}
}

void find_script_mode(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->files.script_count; i++) {
		const struct script_file *script = &facts->files.scripts[i];

		if (script->exists && !script->can_run)
			finding_evidence(add_about_script(script, findings),
					 "it cannot be executed (ls -l %s)",
					 script->path);
	}
}

/* Whether a rule is for guests that QEMU's script sets up, and no others. */
static const struct rule *find_ifup_rule(const struct policy *policy)
{
	for (size_t i = 0; i < policy->rule_count; i++)
		for (size_t j = 0; j < policy->rules[i].match_count; j++) {
			const char *type =
				policy->rules[i].matches[j].want[MATCH_ORIGIN_TYPE];

			if (type && !strcmp(type, "qemu-ifup"))
				return &policy->rules[i];
		}
	return NULL;
}

void find_other_ifup(const struct facts *facts, struct findings *findings)
{
	const struct host_file *file = file_of(facts, FILE_QEMU_IFUP);
	const struct rule *rule = find_ifup_rule(facts->policy);
	struct finding *finding;

	if (!rule || !file->exists || file->is_ours)
		return;
	finding = add_file(file, findings);
	finding_value(finding, "cp -a %s %s.before && " IFUP_SCRIPT "%s", file->path,
		      file->path, file->path);
	finding_evidence(finding,
			 "%s does not run onebridge-ifup, and a rule asks for it "
			 "(%s:%u)",
			 file->path, rule->file, rule->line);
}

/* --- the bridge helper */

static const struct host_file *find_able_helper(const struct facts *facts)
{
	for (enum host_file_id i = FILE_HELPER; i <= FILE_QEMU_HELPER; i++)
		if (file_of(facts, i)->has_rights)
			return file_of(facts, i);
	return NULL;
}

static const struct host_file *find_helper(const struct facts *facts)
{
	const struct host_file *ours = file_of(facts, FILE_HELPER);

	return ours->exists ? ours : file_of(facts, FILE_QEMU_HELPER);
}

/* Where bridge.conf lets somebody use it. */
void find_helper_rights(const struct facts *facts, struct findings *findings)
{
	const struct host_file *helper = find_helper(facts);

	if (!facts->files.conf_allows || find_able_helper(facts) || !helper->exists)
		return;
	finding_evidence(add_file(helper, findings),
			 "mode %04o, no capability (getcap %s), while %s allows a bridge",
			 helper->mode & 07777U, helper->path,
			 file_of(facts, FILE_BRIDGE_CONF)->path);
}

/* The first bridge that has an uplink, or the one of the default route. */
static const char *first_bridge(const struct facts *facts)
{
	const struct host_view *view = &facts->view;

	for (size_t i = 0; i < view->bridge_count; i++)
		if (view->bridges[i].link->ref.ifindex == facts->default_bridge)
			return view->bridges[i].link->ref.name;
	for (size_t i = 0; i < view->bridge_count; i++)
		if (facts_uplink(&view->bridges[i]))
			return view->bridges[i].link->ref.name;
	return view->bridge_count ? view->bridges[0].link->ref.name : "br0";
}

void find_closed_conf(const struct facts *facts, struct findings *findings)
{
	const struct host_file *conf = file_of(facts, FILE_BRIDGE_CONF);
	const struct host_file *helper = find_able_helper(facts);
	struct finding *finding;

	if (!helper || facts->files.conf_allows)
		return;
	finding = add_file(conf, findings);
	finding_name(finding, first_bridge(facts), NULL);
	finding_evidence(finding, "%s; %s has the rights to make ports (ls -l, getcap)",
			 conf->exists ? "no line 'allow BRIDGE' in it" : "no such file",
			 helper->path);
}

void find_writable_conf(const struct facts *facts, struct findings *findings)
{
	const struct host_file *conf = file_of(facts, FILE_BRIDGE_CONF);

	if (conf->exists && find_able_helper(facts) == file_of(facts, FILE_HELPER) &&
	    conf->mode & (S_IWGRP | S_IWOTH))
		finding_evidence(
			add_file(conf, findings),
			"mode %04o: others than root may write it, so the helper "
			"does not believe it",
			conf->mode & 07777U);
}

/* The profile of libvirtd on Debian and Ubuntu has QEMU's helper only. */
void find_helper_denied(const struct facts *facts, struct findings *findings)
{
	const struct denial *denial = &facts->files.helper_denial;
	struct finding *finding;

	if (!strstr(denial->text, "apparmor") || facts->files.libvirt_may_run_helper)
		return;
	finding = add_file(file_of(facts, FILE_HELPER), findings);
	finding_value(finding, "%s", denial_daemon(denial));
	finding_evidence(finding, "%s (/var/log/audit/audit.log)", denial->text);
}

/* --- libvirt's hook */

static const struct host_file *find_hook(const struct facts *facts)
{
	const struct host_file *hook = file_of(facts, FILE_HOOK_D);

	if (hook->exists || hook->is_link)
		return hook;
	hook = file_of(facts, FILE_HOOK);
	return hook->is_ours || (hook->is_link && strstr(hook->target, "onebridge"))
		       ? hook
		       : NULL;
}

void find_hook_mode(const struct facts *facts, struct findings *findings)
{
	static const enum host_file_id hooks[] = {FILE_HOOK, FILE_HOOK_D,
						  FILE_NETWORK_HOOK_D};

	for (size_t i = 0; i < ARRAY_SIZE(hooks); i++) {
		const struct host_file *hook = file_of(facts, hooks[i]);

		if (hook->exists && hook->is_ours && !(hook->mode & 0111))
			finding_evidence(add_file(hook, findings), "mode %04o (ls -l %s)",
					 hook->mode & 07777U, hook->path);
	}
}

/* Debian's AppArmor profile of libvirtd has /etc/libvirt/hooks/ only. */
void find_hook_link(const struct facts *facts, struct findings *findings)
{
	const struct host_file *hook = find_hook(facts);
	struct finding *finding;

	if (!hook || !hook->is_link || !strncmp(hook->target, "/etc/libvirt/hooks/", 19))
		return;
	finding = add_file(hook, findings);
	finding_value(finding, "%s", text_for_shell(hook->target).text);
	finding_evidence(finding, "a link to %s (ls -l %s)", hook->target, hook->path);
}

void find_hook_unseen(const struct facts *facts, struct findings *findings)
{
	const struct host_files *files = &facts->files;
	const struct host_file *hook = find_hook(facts);
	struct finding *finding;

	if (!hook || !hook->exists || !files->daemon[0] ||
	    hook->changed <= files->daemon_started ||
	    files->hook_ran > files->daemon_started)
		return;
	finding = add_file(hook, findings);
	finding_value(finding, "%s", files->daemon);
	finding_evidence(finding,
			 "%s was started or reloaded %ld s before the file was changed "
			 "(stat %s), and has not run it since",
			 files->daemon, (long)(hook->changed - files->daemon_started),
			 hook->path);
}

void find_hook_denied(const struct facts *facts, struct findings *findings)
{
	const struct denial *denial = &facts->files.hook_denial;
	const struct host_file *hook = find_hook(facts);
	struct finding *finding;

	if (!denial->text[0])
		return;
	finding = add_file(hook ? hook : file_of(facts, FILE_HOOK), findings);
	if (strstr(denial->text, "apparmor"))
		finding_value(finding, "apparmor_parser -r /etc/apparmor.d/usr.sbin.%s",
			      denial_daemon(denial));
	else
		finding_value(finding, "restorecon -v %s",
			      text_for_shell(finding->path).text);
	finding_evidence(finding, "%s (/var/log/audit/audit.log)", denial->text);
}

/* Another's hook that puts devices on bridges runs beside ours. */
void find_two_hooks(const struct facts *facts, struct findings *findings)
{
	const struct host_file *hook = file_of(facts, FILE_HOOK);

	if (!hook->exists || hook->is_ours || !hook->steers || !(hook->mode & 0111) ||
	    !file_of(facts, FILE_HOOK_D)->exists)
		return;
	finding_evidence(add_file(hook, findings),
			 "it puts devices on bridges, and %s runs as well (grep -n "
			 "'master\\|brctl' %s)",
			 file_of(facts, FILE_HOOK_D)->path, hook->path);
}

/* --- the state folder */

void find_full_states(const struct facts *facts, struct findings *findings)
{
	const struct host_files *files = &facts->files;
	const struct host_file *folder = file_of(facts, FILE_STATES);

	enum { LEAST = 64 << 10 };

	if (!folder->exists || files->states_read_only || files->states_free >= LEAST)
		return;
	finding_evidence(add_file(folder, findings), "%lu bytes are free (df %s)",
			 (unsigned long)files->states_free, folder->path);
}

void find_read_only_states(const struct facts *facts, struct findings *findings)
{
	const struct host_file *folder = file_of(facts, FILE_STATES);

	if (folder->exists && facts->files.states_read_only)
		finding_evidence(add_file(folder, findings),
				 "the file system is mounted read-only (findmnt -T %s)",
				 folder->path);
}

static struct finding *add_stale(const struct stale_state *stale,
				 struct findings *findings)
{
	struct finding *finding = findings_add(findings);

	finding_path(finding, stale->path);
	finding_guest(finding, *stale->guest ? stale->guest : stale->id.name);
	return finding;
}

void find_unreadable_state(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->files.stale_count; i++)
		if (facts->files.stale[i].unreadable)
			finding_evidence(add_stale(&facts->files.stale[i], findings),
					 "its text is not that of a state (head %s)",
					 facts->files.stale[i].path);
}

void find_gone_state(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->files.stale_count; i++) {
		const struct stale_state *stale = &facts->files.stale[i];

		if (!stale->unreadable)
			finding_evidence(add_stale(stale, findings),
					 "no such guest runs (onebridge show), and %s is "
					 "there",
					 stale->path);
	}
}
