# A device, its port, hub 3, a port, a netdev
qemu-system-x86_64 -netdev hubport,id=h1,hubid=3 -netdev tap,id=n0,ifname=tap0
  -netdev hubport,id=h2,hubid=3,netdev=n0 -device e1000,netdev=h1,id=dev0,mac=52:54:00:00:00:01
