# Before QEMU 6.0: name=, which counts less than id=
qemu-system-x86_64 -net nic,macaddr=52:54:00:00:00:01,name=a,vlan=1 -net tap,ifname=tap0,vlan=1
  -net nic,vlan=2,name=b,id=c -net tap,vlan=2,ifname=tap1,name=d
