# packages.sh - installs the Debian packages that building and testing need; to be sourced
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2034 # the lists are for those who source this

# As README.md names them, which lint checks.
build_packages=(meson ninja-build gcc pkg-config libnl-3-dev libnftables-dev libxml2-dev
	libvirt-dev libjson-c-dev libsmartcols-dev libcap-ng-dev libseccomp-dev libcmocka-dev)
unit_packages=(jq)
host_packages=(libvirt-daemon-system libvirt-daemon-driver-qemu libvirt-clients
	qemu-system-x86 iproute2 util-linux procps)
package_packages=(build-essential debhelper lintian)
lint_packages=(clang-format clang-tidy codespell shellcheck zsh fish rpm)
test_packages=(git libxml2-utils mandoc strace tcpdump nftables
	bridge-utils iptables graphviz python3 iputils-ping busybox-static cpio kmod
	udhcpc isc-dhcp-client dhcpcd-base systemd)
# They would take a real host's network into their hands, or run a server on it: a machine that
# only tests has them.
manager_packages=(ifupdown network-manager netplan.io dbus prometheus)
browser_packages=(chromium) # a large one, for a single test
# A release may no longer have them; then what needs them is skipped. dhclient: Debian 14.
optional_packages=(isc-dhcp-client)

# install_packages NAME…: those of them that are missing. Without apt they are taken to be
# there.
install_packages() {
	local missing log
	command -v dpkg-query >/dev/null || return 0
	mapfile -t missing < <(missing_packages "$@")
	[ ${#missing[@]} != 0 ] || return 0
	[ "$(id -u)" = 0 ] || { echo "run this as root, to install: ${missing[*]}" >&2; return 1; }
	log=$(apt-get update 2>&1 </dev/null) || { echo "$log" >&2; return 1; }
	mapfile -t missing < <(printf '%s\n' "${missing[@]}" | without_gone)
	[ ${#missing[@]} != 0 ] || return 0
	echo "installing ${missing[*]}" | fold -s -w 90
	log=$(apt_install "${missing[@]}" 2>&1 </dev/null) || { echo "$log" >&2; return 1; }
}

missing_packages() {
	local have
	have=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
	comm -23 <(printf '%s\n' "$@" | sort) <(sed -n 's/^installed //p' <<<"$have" | sort -u)
}

# Leaves out the optional ones that apt cannot install: unknown, or only a virtual name.
without_gone() {
	local name
	while read -r name; do
		[[ " ${optional_packages[*]} " != *" $name "* ]] ||
			apt-cache policy "$name" | grep 'Candidate: [^(]' >/dev/null || continue
		echo "$name"
	done
}

apt_install() {
	DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}
