qemu -name web -readconfig vm.cfg -name db -netdev tap,id=n0,ifname=tap0 -device e1000,id=nic0,netdev=n0,mac=52:54:00:00:00:01
