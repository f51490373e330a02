# libvirt has one word for all of virtio-net
qemu-system-x86_64 -netdev tap,id=a -netdev tap,id=b -netdev tap,id=c -netdev tap,id=d -netdev tap,id=e -netdev tap,id=f
  -netdev tap,id=g -netdev tap,id=h -netdev tap,id=i
  -device virtio-net-pci,netdev=a -device virtio-net-ccw,netdev=b -device virtio-net-device,netdev=c
  -device virtio-net-pci-transitional,netdev=d -device virtio-net-pci-non-transitional,netdev=e -device virtio-net,netdev=f
  -device rtl8139,netdev=g -device virtio-net-pci-x,netdev=h -device netdev=i
