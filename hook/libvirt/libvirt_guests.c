/* libvirt_guests.c - guests' XML from a libvirt daemon, read-only; the one file that
 * knows libvirt
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/libvirt/libvirt_guests.h"

#include <errno.h>
#include <libvirt/virterror.h>

#include "hook/libvirt/libvirt_open.h"

static void cleanup_connection(virConnectPtr *connection)
{
	if (*connection)
		virConnectClose(*connection);
}

static int libvirt_error(struct error *err, const char *what)
{
	return error_set(err, EIO, "%s: %s", what, virGetLastErrorMessage());
}

static int cannot_connect(struct error *err)
{
	return libvirt_error(
		err,
		"cannot connect to libvirt; check that it runs and that you may use it");
}

static int hand_over(virDomainPtr domain, bool elsewhere, libvirt_guest guest, void *data,
		     struct error *err)
{
	const char *name = virDomainGetName(domain);
	_cleanup_(cleanup_free) char *xml = virDomainGetXMLDesc(domain, 0);

	if (!xml)
		return libvirt_error(err, name);
	guest(name, xml, elsewhere, data);
	return 0;
}

static int read_named(virConnectPtr connection, char **names, size_t count,
		      libvirt_guest guest, void *data, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		virDomainPtr domain = virDomainLookupByName(connection, names[i]);
		int r = domain ? hand_over(domain, false, guest, data, err)
			       : libvirt_error(err, names[i]);

		if (domain)
			virDomainFree(domain);
		if (r < 0)
			return r;
	}
	return 0;
}

static int read_all(virConnectPtr connection, libvirt_guest guest, void *data,
		    struct error *err)
{
	virDomainPtr *domains = NULL;
	int count = virConnectListAllDomains(connection, &domains, 0), r = 0;

	if (count < 0)
		return libvirt_error(err, "cannot list the guests");
	for (int i = 0; i < count; i++) {
		if (r == 0)
			r = hand_over(domains[i], false, guest, data, err);
		virDomainFree(domains[i]);
	}
	free(domains);
	return r;
}

int libvirt_guests_read(const char *uri, char **names, size_t count, libvirt_guest guest,
			void *data, struct error *err)
{
	_cleanup_(cleanup_connection) virConnectPtr connection =
		libvirt_open_silently(uri);

	if (!connection)
		return cannot_connect(err);
	return names ? read_named(connection, names, count, guest, data, err)
		     : read_all(connection, guest, data, err);
}

/* Its CPUs stand still here while they run on another host, or are about to. */
static bool is_migrating(virDomainPtr domain)
{
	int state, reason;

	return virDomainGetState(domain, &state, &reason, 0) == 0 &&
	       state == VIR_DOMAIN_PAUSED &&
	       (reason == VIR_DOMAIN_PAUSED_MIGRATION ||
		reason == VIR_DOMAIN_PAUSED_STARTING_UP);
}

static void hand_over_running(virDomainPtr domain,
			      const struct libvirt_question *question,
			      libvirt_guest guest, void *data)
{
	bool elsewhere = is_migrating(domain);
	struct error ended; /* while it was being asked for */

	if (question->migrating || !elsewhere)
		hand_over(domain, elsewhere, guest, data, &ended);
}

static void read_chosen(virConnectPtr connection, const struct libvirt_question *question,
			libvirt_guest guest, void *data)
{
	for (size_t i = 0; i < question->count; i++) {
		virDomainPtr domain =
			virDomainLookupByUUIDString(connection, question->uuids[i]);

		if (!domain)
			continue;
		if (virDomainIsActive(domain) == 1)
			hand_over_running(domain, question, guest, data);
		virDomainFree(domain);
	}
}

static int read_active(virConnectPtr connection, const struct libvirt_question *question,
		       libvirt_guest guest, void *data, struct error *err)
{
	virDomainPtr *domains = NULL;
	int count = virConnectListAllDomains(connection, &domains,
					     VIR_CONNECT_LIST_DOMAINS_ACTIVE);

	if (count < 0)
		return libvirt_error(err, "cannot list the guests");
	for (int i = 0; i < count; i++) {
		hand_over_running(domains[i], question, guest, data);
		virDomainFree(domains[i]);
	}
	free(domains);
	return 0;
}

int libvirt_guests_read_running(const struct libvirt_question *question,
				libvirt_guest guest, void *data, struct error *err)
{
	_cleanup_(cleanup_connection) virConnectPtr connection =
		libvirt_open_silently(question->uri);

	if (!connection)
		return cannot_connect(err);
	if (!question->chosen)
		return read_active(connection, question, guest, data, err);
	read_chosen(connection, question, guest, data);
	return 0;
}
