# hosts.sh - what a host may have on its uplink: each kind of address and route; to be sourced
#
# A host of one of these kinds, behind whose eth0 is a router:
#
#	make_router
#	onlink
#	reaches 203.0.113.9 2001:db8:9::9
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2317 # the kinds are called by name
advertise=$(realpath "$(dirname "${BASH_SOURCE[0]}")/advertise.py")
route() { ip route add "$@"; }
route6() { ip -6 route add "$@"; }
address() { ip address add "$@" dev eth0; }

# Behind eth0 is a router, and behind that 203.0.113.9 and 2001:db8:9::9. eth1 leads elsewhere.
make_router() {
	ip netns add router
	ip link add eth0 address 52:00:00:00:00:02 type veth peer name far netns router
	ip link add eth1 address 52:00:00:00:00:03 type veth peer name far1 netns router
	ip netns exec router sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
		net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.far.accept_dad=0
	for device in lo far far1; do ip -netns router link set "$device" up; done
	ip link set eth0 up
	ip link set eth1 up
	ip -netns router address add 192.0.2.1/24 dev far
	ip -netns router address add 2001:db8::1/64 dev far nodad
	ip -netns router address add 203.0.113.9/32 dev lo
	ip -netns router address add 2001:db8:9::9/128 dev lo
	ip -netns router route add 192.0.3.0/24 dev far # hosts whose gateway is "onlink"
	ip -netns router -6 route add 2000::/3 dev far
	ip address add 10.1.0.2/24 dev eth1
	ip address add 2001:db8:1::2/64 dev eth1 nodad
}

routers_link_local() { ip -netns router -6 -oneline address show dev far scope link | awk '{ sub("/.*", "", $4); print $4 }'; }

address_is_sure() { ! ip -6 -oneline address show dev eth0 scope global tentative | grep inet6 >/dev/null; }

has_link_local() { ip -6 -oneline address show dev "$1" scope link -tentative | grep inet6 >/dev/null; }

# router_advertises FLAGS VALID ROUTER-LIFETIME
router_advertises() {
	eventually 5 has_link_local eth0
	ip netns exec router python3 "$advertise" far "$@"
	sleep 0.3
	eventually 5 address_is_sure
}

# --- what is there, in the order of the cases below; each a set-up of the host

plain() {
	address 192.0.2.2/24
	address 2001:db8::2/64 nodad
	route default via 192.0.2.1
	route6 default via 2001:db8::1
}
no_default() {
	address 192.0.2.2/24
	address 2001:db8::2/64 nodad
}
networkmanager() { # its addresses bring no route; it makes that itself
	address 192.0.2.2/24 noprefixroute
	route 192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.2 metric 100
	route default via 192.0.2.1 dev eth0 proto static metric 100
	address 2001:db8::2/64 nodad noprefixroute
	route6 2001:db8::/64 dev eth0 proto kernel metric 100
	route6 default via 2001:db8::1 dev eth0 proto static metric 100
}
networkmanager_ra() { # it listens to routers itself
	sysctl -qw net.ipv6.conf.eth0.accept_ra=0
	address 2001:db8::5054:ff:fe00:2/64 nodad noprefixroute valid_lft 5000 preferred_lft 4000
	route6 2001:db8::/64 dev eth0 proto ra metric 100
	route6 default via "$(routers_link_local)" dev eth0 proto ra metric 100
}
networkmanager_link_local() { # it makes that itself, too
	ip link set eth0 addrgenmode none
	ip -6 address flush dev eth0
	address fe80::42/64 nodad noprefixroute
	route6 fe80::/64 dev eth0 proto kernel metric 1024
	address 2001:db8::2/64 nodad noprefixroute
	route6 2001:db8::/64 dev eth0 proto kernel metric 1024
	route6 default via "$(routers_link_local)" dev eth0 metric 1024
}
networkd() { # the address says the metric of its route
	address 192.0.2.2/24 metric 1024
	address 2001:db8::2/64 nodad metric 512
	route default via 192.0.2.1 dev eth0 proto static metric 1024
	route6 default via 2001:db8::1 dev eth0 proto static metric 512
}
dhcp_cloud() { # a /32, and a gateway beyond it
	address 192.0.3.7/32
	route 192.0.2.1 dev eth0 scope link
	route default via 192.0.2.1 dev eth0
	address 2001:db8::7/128 nodad
	route6 2001:db8::1 dev eth0
	route6 default via 2001:db8::1 dev eth0
}
onlink() {
	address 192.0.3.7/32
	route default via 192.0.2.1 dev eth0 onlink
	address 2001:db8::7/128 nodad
	route6 default via 2001:db8::1 dev eth0 onlink
}
peers() {
	address 192.0.3.7 peer 192.0.2.1/32
	route default via 192.0.2.1
	address 2001:db8::7 peer 2001:db8::1/128 nodad
	eventually 5 route6 default via 2001:db8::1 # the kernel's own to the peer comes a little later
}
link_local_gateway() {
	address 192.0.2.2/24
	address 2001:db8::2/64 nodad
	route default via 192.0.2.1
	route6 default via "$(routers_link_local)" dev eth0
}
ipv4_by_ipv6() {
	address 192.0.3.7/32
	eventually 5 has_link_local eth0
	ip -4 route add default via inet6 "$(routers_link_local)" dev eth0
}
tables() {
	plain
	route 198.51.100.0/24 via 192.0.2.1 dev eth0 table 77 metric 5
	route default via 192.0.2.1 dev eth0 table 78
	route6 default via 2001:db8::1 dev eth0 table 78
	ip rule add from 192.0.2.2 table 78
}
metrics() {
	plain
	route default via 10.1.0.1 dev eth1 metric 50 table 79
	route 198.51.100.0/24 via 192.0.2.1 metric 20
	route 198.51.100.0/24 via 10.1.0.1 metric 30
	route6 2001:db8:99::/64 via 2001:db8::1 metric 20 mtu 1400
	route6 2001:db8:99::/64 via 2001:db8:1::1 metric 30
}
multipath() { # each nexthop leads there: which one is taken depends on the kernel's seed
	ip -netns router address add 192.0.2.9/24 dev far
	address 192.0.2.2/24
	address 2001:db8::2/64 nodad
	route default nexthop via 192.0.2.1 dev eth0 weight 3 nexthop via 192.0.2.9 dev eth0 weight 1
	route 198.51.100.0/24 nexthop via 192.0.2.1 dev eth0 weight 2 nexthop via 10.1.0.1 dev eth1 weight 5
	route6 2001:db8:9::/64 via 2001:db8::1 dev eth0
	route6 2001:db8:99::/64 nexthop via 2001:db8::1 dev eth0 weight 2 nexthop via 2001:db8:1::1 dev eth1 weight 5
}
nexthops() {
	no_default
	ip nexthop add id 1 via 192.0.2.1 dev eth0
	ip nexthop add id 2 via 10.1.0.1 dev eth1
	ip nexthop add id 3 group 1
	ip nexthop add id 4 via 2001:db8::1 dev eth0
	ip nexthop add id 5 dev eth0
	route default nhid 1
	route 198.51.100.0/24 nhid 3
	route6 default nhid 4
}
no_prefix_route() { # the admin has deleted it
	plain
	ip route delete default
	ip route delete 192.0.2.0/24 dev eth0
	route 192.0.2.1 dev eth0 scope link
	route default via 192.0.2.1
}
changed_prefix_route() {
	plain
	ip route replace 192.0.2.0/24 dev eth0 proto static scope link src 192.0.2.2 mtu 1400
}
many_addresses() {
	plain
	address 192.0.2.3/24 label eth0:1
	address 192.0.2.4/24 valid_lft 5000 preferred_lft 4000
	address 192.0.2.5/32
	address 10.9.0.1/16 brd +
	address 2001:db8::3/64 nodad valid_lft 5000 preferred_lft 0
	address 2001:db8:2::1/48 nodad
	address fd00::1/64 nodad
}
scopes() {
	plain
	route 169.254.0.0/16 dev eth0 scope link metric 1000
	route 198.51.101.0/24 dev eth0 scope link src 192.0.2.2 mtu 1400 advmss 1000
	route local 198.51.102.0/24 dev eth0
	route 198.51.103.0/24 via 192.0.2.1 proto bird tos 0x10
	route6 2001:db8:98::/64 dev eth0 pref high
}
neighbours() {
	plain
	ip neigh replace 192.0.2.77 lladdr 52:00:00:00:00:77 dev eth0 nud permanent
	ip neigh replace 2001:db8::77 lladdr 52:00:00:00:00:77 dev eth0 nud permanent
	ip neigh add proxy 192.0.2.66 dev eth0
	ip neigh add proxy 2001:db8::66 dev eth0
}
slaac() { router_advertises LA 3600 0; }
prefix_only() { # on-link, but the address is from elsewhere
	address 2001:db8::2/128 nodad
	router_advertises L 3600 0
	route6 default via 2001:db8::1
}
slaac_off_link() { # an address, but all goes by the router
	router_advertises A 3600 0
	route6 default via "$(routers_link_local)" dev eth0
}

# All that a device has, but for what each device has, what stands in for an advertised route
# until it runs out, and the time that passes.
belongings() { # DEVICE
	{
		ip -oneline address show dev "$1" |
			sed -E '/scope link.*(kernel_ll|proto)|inet6 fe80::5000:/d; s/^[0-9]+: //
				s/[0-9]+sec/N/g; s/ +/ /g; s/ nodad//'
		ip -4 route show table all dev "$1" | sed '/table local proto kernel/d'
		ip -6 route show table all dev "$1" |
			sed -E '/^(multicast|anycast|local) |metric 1025 expires|^fe80::\/64 proto kernel metric 256 /d; s/expires [0-9]+sec/expires N/'
		ip nexthop show dev "$1"
		ip neigh show dev "$1" nud permanent
		ip neigh show proxy dev "$1"
	} | sed "s/\\b$1\\b/DEV/g" | sort
}

reaches() { # ADDRESS…
	local address
	for address in "$@"; do
		ip neigh flush all 2>/dev/null
		ip -6 neigh flush all 2>/dev/null
		eventually 3 ping -q -c 1 -W 1 "$address" >/dev/null || { echo "$address does not answer"; return 1; }
	done
}
