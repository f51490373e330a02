qemu-system-x86_64 -netdev tap,id=n0,ifname=tap0 -netdev tap,id=n1,ifname=tap1
  -device virtio-net-pci,netdev=n1,mac=52:54:00:00:00:02 -device virtio-net-pci,netdev=n0,mac=52:54:00:00:00:01
