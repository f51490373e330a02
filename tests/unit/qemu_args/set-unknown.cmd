# A device that becomes a NIC only then, and a netdev that is not there.
qemu -netdev tap,id=n0,ifname=tap0 -device e1000,id=nic0,netdev=n0,mac=52:54:00:00:00:01 -device e1000,id=nic1 -set device.nic1.netdev=n0
