# packages.sh - installs the Debian packages that building and testing need; to be sourced
# shellcheck shell=bash disable=SC2034 # the lists are for those who source this

build_packages=(meson ninja-build gcc libc6-dev pkg-config libnl-3-dev libxml2-dev
	libvirt-dev libjson-c-dev libsmartcols-dev libcmocka-dev)
host_packages=(libvirt-daemon-system libvirt-daemon-driver-qemu libvirt-clients
	qemu-system-x86 iproute2 util-linux procps)
test_packages=(clang-format shellcheck libxml2-utils mandoc jq strace tcpdump
	bridge-utils python3)

# install_packages NAME…: those of them that are missing.
install_packages() {
	local have missing
	command -v dpkg-query >/dev/null || {
		echo "not a Debian system, so these must be there already: $*" >&2
		return
	}
	have=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
	missing=$(comm -23 <(printf '%s\n' "$@" | sort) \
		<(awk '$2 == "installed" { print $1 }' <<<"$have" | sort -u))
	[ -n "$missing" ] || return 0
	if [ "$(id -u)" != 0 ]; then
		echo "run this as root, for it has to install" "${missing//$'\n'/ }" >&2
		return 1
	fi
	apt-get update
	# shellcheck disable=SC2086 # one argument a name
	DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
}
