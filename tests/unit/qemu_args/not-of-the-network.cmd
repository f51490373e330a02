# Options that look like it
qemu-system-x86_64 -object filter-mirror,id=f,netdev=n0 -chardev socket,id=c -set device.net0.mac=52:54:00:00:00:09
  -global virtio-net-pci.mac=52:54:00:00:00:08 -readconfig /etc/x -netdevs tap -Netdev tap -netde tap -netdev=tap
