# Before QEMU 3.0: a hub for each vlan=, 0 where it is not said
qemu-system-x86_64
  -net nic,vlan=1,macaddr=52:54:00:00:00:01 -net nic,vlan=2,macaddr=52:54:00:00:00:02
  -net nic,macaddr=52:54:00:00:00:00
  -net tap,vlan=2,ifname=tap2 -net tap,vlan=1,ifname=tap1 -net tap,ifname=tap0,vlan=0
  -net tap,vlan=3,ifname=tap3
