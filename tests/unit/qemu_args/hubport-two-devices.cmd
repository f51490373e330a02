qemu-system-x86_64 -netdev tap,id=n0,ifname=tap0 -netdev hubport,id=h0,hubid=1,netdev=n0
  -netdev hubport,id=h1,hubid=1 -netdev hubport,id=h2,hubid=1
  -device e1000,netdev=h1,mac=52:54:00:00:00:01 -device e1000,netdev=h2,mac=52:54:00:00:00:02
