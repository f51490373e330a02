# A device without a netdev is no NIC of a TAP, nor is what names a netdev that is not there
qemu-system-x86_64 -device virtio-blk-pci,id=disk,mac=52:54:00:00:00:01 -device e1000
  -device e1000,netdev=n9,mac=52:54:00:00:00:02
  -netdev tap,id=n0,ifname=tap0
