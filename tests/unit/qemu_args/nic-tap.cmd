qemu-system-x86_64 -nic tap,ifname=tap0,mac=52:54:00:00:00:01,model=virtio-net-pci
  -nic tap,ifname=tap1,model=virtio,id=x -nic tap,ifname=tap2,model=e1000
