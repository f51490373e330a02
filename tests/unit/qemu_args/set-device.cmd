qemu -netdev tap,id=n0,ifname=tap0 -device e1000,id=nic0,netdev=n0,mac=52:54:00:00:00:01 -set device.nic0.mac=52:54:00:00:00:02
