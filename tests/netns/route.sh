# route.sh - a host with an uplink, and guests behind TAPs in no bridge; to be sourced
#
#	            +--------- this host ---------+
#	guest1 ~~~ tap1 192.168.17.1      eth0 --- eth0 far
#	guest2 ~~~ tap2 192.168.18.1      |        192.0.2.2, 2001:db8::2
#	                                192.0.2.1, 2001:db8::1
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2034 # the tests use them
# shellcheck source=tests/netns/faults.sh
. "$(dirname "${BASH_SOURCE[0]}")/faults.sh"

guest_tap=$(dirname "$(realpath "${BASH_SOURCE[0]}")")/guest_tap.py

make_far_host() {
	ip link set lo up
	ip netns add far
	ip link add eth0 type veth peer name eth0 netns far
	sysctl -qw net.ipv6.conf.eth0.{accept_dad=0,keep_addr_on_down=1}
	ip netns exec far sysctl -qw net.ipv6.conf.eth0.accept_dad=0
	ip address add 192.0.2.1/24 dev eth0
	ip -6 address add 2001:db8::1/64 dev eth0 nodad
	ip link set eth0 up
	ip -netns far address add 192.0.2.2/24 dev eth0
	ip -netns far -6 address add 2001:db8::2/64 dev eth0 nodad
	ip -netns far link set eth0 up
	ip -netns far link set lo up
	eventually 10 is_link_local
}

is_link_local() {
	contains "$(ip -netns far -6 -oneline address show dev eth0 scope link)" fe80: &&
		contains "$(ip -6 -oneline address show dev eth0 scope link)" fe80:
}

# make_guest NUMBER ADDRESS/PREFIX GATEWAY…: its TAP, and a namespace that is the guest.
make_guest() {
	local number=$1 address=$2 gateway
	ip netns add "guest$number"
	ip tuntap add "tap$number" mode tap
	ip -netns "guest$number" link add lan0 type veth peer name lan0-far
	ip netns exec "guest$number" sysctl -qw net.ipv6.conf.lan0-far.disable_ipv6=1 \
		net.ipv6.conf.lan0.accept_dad=0
	ip -netns "guest$number" address add "$address" dev lan0
	ip -netns "guest$number" link set lan0 up
	ip -netns "guest$number" link set lan0-far up
	for gateway in "${@:3}"; do
		ip -netns "guest$number" route add default via "$gateway" dev lan0 onlink
	done
	begin_guest "$number"
}

begin_guest() { # NUMBER
	python3 "$guest_tap" "tap$1" "guest$1" >"$TMPDIR/ready$1" &
	guests[$1]=$!
	until [ -s "$TMPDIR/ready$1" ]; do sleep 0.05; done
}

end_guest() { # NUMBER
	kill "${guests[$1]}"
	wait "${guests[$1]}" || true
}

# All that a routed guest may change, but for its TAP. A TAP's own routes go with it.
host_now() {
	ip -oneline address show dev eth0 | sed 's/valid_lft.*//'
	ip -4 route show table all | grep -v ' tap'
	ip -6 route show table all | grep -v ' tap' | sed 's/expires.*//'
	ip neigh show proxy
	ip -6 neigh show proxy
	nft list ruleset
	grep -s . /proc/sys/net/ipv[46]/conf/{all,default,eth0,lo}/* /proc/sys/net/ipv4/ip_forward || true
	find /run -path '/run/onebridge/*' -type f
}

pings() { # NUMBER ADDRESS
	ip netns exec "guest$1" ping -q -i 0.1 -c 2 -W 2 "$2"
}

is_unreached() { # NUMBER ADDRESS
	not ip netns exec "guest$1" ping -q -i 0.1 -c 2 -W 1 "$2"
}

routed() { # NAME TAP CHILDREN: the rule
	echo "<rule name='$1'><match><target dev='$2'/></match><route>$3</route></rule>"
}
