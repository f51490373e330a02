qemu-system-x86_64 -net nic,vlan=x,macaddr=52:54:00:00:00:01 -net tap,vlan=x,ifname=tap0
  -net nic,vlan=-1,macaddr=52:54:00:00:00:02 -net tap,vlan=99999999999,ifname=tap1
