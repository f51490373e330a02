qemu -netdev tap,id=n0,ifname=tap0 -device e1000,id=nic0,netdev=n0,mac=52:54:00:00:00:01 -set netdev.n0.ifname=tap7 -set netdev.n0.queues=4
