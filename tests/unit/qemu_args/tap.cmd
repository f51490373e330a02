# The simplest there is
qemu-system-x86_64 -name web -uuid 2b3c1f6e-8d0a-4c57-9e21-6f0d5a7b9c01
  -netdev tap,id=n0,ifname=tap0,script=no,downscript=no
  -device virtio-net-pci,netdev=n0,mac=52:54:00:00:00:01,id=net0
