# export_hosts.sh - what the tests of bridge export share; to be sourced
#
# Hosts, what they have of br0, and the trip of one: made by us, exported, made by a manager:
#
#	round_trip netplan onlink both
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2317 # the kinds are called by name
# shellcheck source=tests/netns/hosts.sh
. "$(dirname "${BASH_SOURCE[0]}")/hosts.sh"

options="stp='no' priority='4096' forward_delay='4' hello_time='3' max_age='12' ageing_time='60'"

# /sys is as in a container: no udev.
make_host() { # KIND
	mount -t sysfs -o ro sysfs /sys
	rm -rf /etc/systemd/network /etc/netplan /etc/network/interfaces.d /etc/NetworkManager/system-connections
	make_router
	"$1"
	policy "<bridge name='br0' $options>${bridge_has-}${uplink-<uplink dev='eth0' addresses='move'/>}</bridge>"
}

# --- kinds of hosts beside those of hosts.sh

several() {
	plain
	address 192.0.2.3/24
	address 10.9.0.1/16
	address fd00::1/64 nodad
	address 2001:db8::3/64 nodad
}
jumbo() {
	plain
	ip -netns router link set far mtu 9000
	ip link set eth0 mtu 9000
}
mtu() {
	plain
	bridge_has="<mtu size='1400'/>"
}
route_words() {
	plain
	address 192.0.2.3/24
	route 198.51.100.0/24 via 192.0.2.1 src 192.0.2.3 mtu 1300
	route6 2001:db8:99::/64 via 2001:db8::1 metric 77 mtu 1350
}
more_words() {
	plain
	route 198.51.100.0/24 via 192.0.2.1 advmss 1000 initcwnd 20
}
labels() {
	plain
	address 192.0.2.3/24 label eth0:1
}
address_words() {
	plain
	address 192.0.2.3/24 brd 192.0.2.200
	address 192.0.2.4/24 brd 192.0.2.255
}
deprecated() {
	plain
	address 2001:db8::3/64 nodad preferred_lft 0
}
no_addresses() { :; }
no_uplink() { uplink=; }
stp() { options="stp='yes' forward_delay='2' mcast_snooping='no'"; }

# --- what there is, whoever has made it

bridge_now() {
	ip -details -json link show br0 | jq -c '.[0] | [.mtu, .address, (.linkinfo.info_data |
		[.priority, .forward_delay, .hello_time, .max_age, .ageing_time, .mcast_snooping, .stp_state])]'
	addresses_now
	routes_now
	ip neigh show dev br0 nud permanent | sort
	ip neigh show proxy dev br0 | sort
	ports br0
}

# A peer is reached by a route to it, for those who know no peers.
addresses_now() {
	ip -json address show dev br0 | jq -r '.[0].addr_info[] | select(.scope == "global") |
		"\(.local)/\(if .address then "host" elif .prefixlen == 32 or .prefixlen == 128 then "host"
			else .prefixlen end) \(.broadcast | select(. == "192.0.2.200") // "") \(.label // "" | ltrimstr("br0")) \(.deprecated // false)"' | sort
}

# Without those that follow from addresses, which differ in their metrics.
routes_now() {
	local family
	for family in -4 -6; do
		ip "$family" -json route show table all | jq -r '.[] |
			select(.dev == "br0" or ([.nexthops[]?.dev] | index("br0"))) |
			select(.protocol != "kernel" and (.type // "unicast") == "unicast") |
			select((.gateway // .nexthops) or ([.dst] | inside(["192.0.2.1", "2001:db8::1"]) | not)) |
			"\(.dst) \(.gateway // .via.host // "link") \(.metric) \(.table // "main") \(.prefsrc)
			\(.metrics) \((.flags // []) - ["linkdown"]) \([.nexthops[]? | .gateway, .weight])"' |
			paste - - | sort
	done
}

# --- the files

# Puts each file of what is printed into its place, below $1.
write_files() { # ROOT
	local root=$1 line file=/dev/null
	while IFS= read -r line; do
		case $line in
		'# /'*)
			file=$root${line#'# '}
			mkdir -p "$(dirname "$file")"
			: >"$file"
			chmod 600 "$file"
			;;
		*) echo "$line" >>"$file" ;;
		esac
	done
}

exports() { # MANAGER
	onebridge bridge export br0 --for "$1"
}

# The addresses are the bridge's while it is up, and what is printed is the same.
by_us() { # MANAGER
	exports "$1" >"$TMPDIR/down"
	onebridge bridge up br0
	bridge_now >"$TMPDIR/ours"
	exports "$1" >"$TMPDIR/up"
	onebridge bridge down br0
	diff "$TMPDIR/down" "$TMPDIR/up"
}

# As at the next boot: the addresses are the manager's to set. A flush by iproute2 6.15 takes
# the hops by other devices along.
clear_uplink() {
	ip -6 route delete 2001:db8:99::/64 via 2001:db8::1 dev eth0 2>/dev/null || true
	ip address flush dev eth0
	ip -4 route flush dev eth0
	ip -6 route flush dev eth0
	ip neigh flush dev eth0
	ip link set eth0 mtu 1500
	ip link set eth0 down
}

# --- the managers

takes_ifupdown() {
	rm -f /var/lib/dhcp/*
	write_files '' <"$TMPDIR/down"
	mkdir -p /run/network
	ifup --interfaces=/etc/network/interfaces.d/br0 br0
}

runs_networkd() {
	chmod 644 /etc/systemd/network/* /run/systemd/network/* 2>/dev/null || true
	mkdir -p /run/systemd
	/lib/systemd/systemd-networkd >"$TMPDIR/log" 2>&1 &
}

takes_networkd() {
	write_files '' <"$TMPDIR/down"
	runs_networkd
}

# Of late it has systemd and udev read their files again, which do not run here.
# shellcheck disable=SC2120
netplan_generate() { # [ARG…]
	mkdir -p "$TMPDIR/no-systemd"
	ln -sf "$(type -P true)" "$TMPDIR/no-systemd/systemctl"
	ln -sf "$(type -P true)" "$TMPDIR/no-systemd/udevadm"
	PATH=$TMPDIR/no-systemd:$PATH netplan generate "$@"
}

takes_netplan() {
	write_files '' <"$TMPDIR/down"
	# shellcheck disable=SC2119
	netplan_generate >"$TMPDIR/said" 2>&1 || { cat "$TMPDIR/said" "$TMPDIR/down"; return 1; }
	same 'what netplan says' '' "$(<"$TMPDIR/said")"
	runs_networkd
}

runs_networkmanager() {
	mkdir -p /run/dbus /etc/NetworkManager/conf.d
	printf '[main]\nplugins=keyfile\nno-auto-default=*\n[keyfile]\nunmanaged-devices=interface-name:far*;interface-name:eth1\n' \
		>/etc/NetworkManager/conf.d/test.conf
	dbus-daemon --system --nopidfile --fork
	NetworkManager --debug >"$TMPDIR/log" 2>&1 &
}

takes_networkmanager() {
	write_files '' <"$TMPDIR/down"
	runs_networkmanager
}

# What a manager says of a line that it does not know or want.
complains() {
	[ -e "$TMPDIR/log" ] && grep -Ei "unknown (key|section|lvalue)|ignoring (assignment|line|section)|failed to parse|invalid (key|value|setting)|keyfile.*(warn|invalid)" \
		"$TMPDIR/log" | grep -v 'ignoring.*/proc'
}

same_as_ours() {
	bridge_now 2>/dev/null | cmp -s "$TMPDIR/ours"
}

comes_about() {
	eventually 2 same_as_ours || {
		diff "$TMPDIR/ours" <(bridge_now)
		cat "$TMPDIR/down"
		grep -v '<debug>' "$TMPDIR/log" | tail -n 40
		return 1
	}
	not complains
}

reaches_as_before() { # none|ipv6|both
	case $1 in
	ipv6) reaches 2001:db8:9::9 ;;
	both) reaches 203.0.113.9 2001:db8:9::9 ;;
	esac
}

round_trip() { # MANAGER KIND REACHED
	make_host "$2"
	by_us "$1"
	not grep 'no word' "$TMPDIR/down"
	clear_uplink
	"takes_$1"
	comes_about
	reaches_as_before "$3"
}

# What is lost is said, and the rest is there.
lossy_trip() { # MANAGER KIND REACHED PATTERN
	make_host "$2"
	by_us "$1"
	contains "$(grep '^ *#' "$TMPDIR/down")" "$4"
	clear_uplink
	"takes_$1"
	eventually 5 reaches_as_before "$3"
	not complains
}

# --- what is asked for anew

# One that leases 192.0.2.50 to .60.
dhcp_server() {
	printf '%s\n' 'start 192.0.2.50' 'end 192.0.2.60' 'interface far' 'opt router 192.0.2.1' \
		'opt subnet 255.255.255.0' "opt lease ${lease_seconds-600}" "lease_file $TMPDIR/leases" \
		"pidfile $TMPDIR/udhcpd.pid" >"$TMPDIR/udhcpd.conf"
	: >"$TMPDIR/leases"
	ip netns exec router busybox udhcpd -f "$TMPDIR/udhcpd.conf" >"$TMPDIR/udhcpd.log" 2>&1 &
}

lease() {
	dhcp_server
	address 192.0.2.50/24 valid_lft 600 preferred_lft 600
	route default via 192.0.2.1 dev eth0 proto dhcp src 192.0.2.50 metric 100
}
lease_of_dhclient() {
	dhcp_server
	address 192.0.2.50/24 valid_lft 600 preferred_lft 600
	route default via 192.0.2.1 dev eth0
}
lease_and_static() {
	lease
	address 10.9.0.1/16
	route 198.51.100.0/24 via 10.9.0.2
	address 2001:db8::2/64 nodad
	route6 default via 2001:db8::1
}
keeps_advertising() { # FLAGS [VALID]: whenever there is a carrier
	while sleep 0.2; do
		ip netns exec router python3 "$advertise" far "$1" "${2-3600}" 1800 || true
	done
}
advertised() {
	router_advertises LA 3600 1800
	keeps_advertising LA 2>/dev/null &
}
advertised_gateway() {
	address 2001:db8::2/64 nodad
	router_advertises L 3600 1800
	keeps_advertising L 2>/dev/null &
}
both_asked_for() {
	lease
	advertised
}

has_dynamic() { # FAMILY PATTERN
	ip "-$1" -oneline address show dev br0 scope global dynamic -tentative | grep -E " $2" >/dev/null
}

# Afterwards the host has what it asks for, and all that is its own.
asks_anew() { # MANAGER KIND WHAT ADDRESS…
	make_host "$2"
	by_us "$1"
	clear_uplink
	"takes_$1"
	[[ $3 != *dhcp* ]] || eventually 5 has_dynamic 4 '192\.0\.2\.(5[0-9]|60)/24' || { cat "$TMPDIR/down" "$TMPDIR/log"; return 1; }
	[[ $3 != *router* ]] || eventually 5 has_dynamic 6 '2001:db8::5000:ff:fe00:2/64' || { cat "$TMPDIR/down" "$TMPDIR/log"; return 1; }
	[[ $3 != *static* ]] || contains "$(ip -4 address show dev br0)" 'inet 10\.9\.0\.1/16'
	reaches "${@:4}"
	not complains
}

# Each row is a kind of host: its function, what it reaches, and then, by manager, what is lost
# with it.
kinds() {
	cat <<-EOF
		plain              both
		several            both
		mtu                both netplan=MTU
		jumbo              both
		networkd           both netplan=metric.1024
		networkmanager     both netplan=metric.100
		dhcp_cloud         both
		onlink             both
		peers              both
		link_local_gateway both
		ipv4_by_ipv6       none networkmanager=inet6 netplan=inet6
		tables             both
		metrics            both
		multipath          ipv6 networkmanager=nexthop netplan=nexthop
		no_prefix_route    both networkmanager=noprefixroute netplan=noprefixroute
		route_words        both
		more_words         both networkd=advmss networkmanager=advmss netplan=advmss
		labels             both networkmanager=label
		address_words      both networkd=brd networkmanager=brd netplan=brd
		deprecated         both networkmanager=preferred_lft
		neighbours         both networkd=lladdr networkmanager=lladdr netplan=lladdr
		no_addresses       none
		no_uplink          none
		stp                none netplan=mcast_snooping
	EOF
}

try_with() { # PROGRAM NAME COMMAND…
	if [ -x "$1" ]; then
		try "${@:2}"
	else
		skip "$2" "no $1 here"
	fi
}

# Every kind of host by that manager.
trips() { # MANAGER PROGRAM
	local kind reached rest
	while read -r kind reached rest; do
		case " $rest " in
		*" $1="*)
			rest=${rest#*"$1="}
			try_with "$2" "$kind" lossy_trip "$1" "$kind" "$reached" "${rest%% *}"
			;;
		*) try_with "$2" "$kind" round_trip "$1" "$kind" "$reached" ;;
		esac
	done < <(kinds)
	try_with "$2" 'a lease' asks_anew "$1" lease dhcp 203.0.113.9
	try_with "$2" "dhclient's lease" asks_anew "$1" lease_of_dhclient dhcp 203.0.113.9
	try_with "$2" 'a lease, and addresses' asks_anew "$1" lease_and_static 'dhcp static' 203.0.113.9 2001:db8:9::9
	try_with "$2" 'advertised' asks_anew "$1" advertised router 2001:db8:9::9
	try_with "$2" 'an advertised gateway' asks_anew "$1" advertised_gateway '' 2001:db8:9::9
	try_with "$2" 'both' asks_anew "$1" both_asked_for 'dhcp router' 203.0.113.9 2001:db8:9::9
}
