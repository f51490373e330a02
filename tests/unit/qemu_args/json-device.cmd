qemu-system-x86_64 -netdev tap,id=n0,ifname=tap0
  -device {"driver":"virtio-net-pci","netdev":"n0","mac":"52:54:00:00:00:01","id":"net0","bus":"pci.1"}
