# -net nic with netdev= is not on the hub
qemu-system-x86_64 -net nic,netdev=n0,macaddr=52:54:00:00:00:01,model=virtio
  -net nic,macaddr=52:54:00:00:00:02 -net tap,ifname=tap1
  -netdev tap,id=n0,ifname=tap0
