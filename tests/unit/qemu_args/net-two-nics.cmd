# Behind that TAP are two MACs
qemu-system-x86_64 -net nic,macaddr=52:54:00:00:00:01 -net nic,macaddr=52:54:00:00:00:02,model=e1000
  -net tap,ifname=tap0
