# Of all other words that are said twice the last
qemu-system-x86_64 -netdev user,type=tap,id=n0,ifname=tap0,ifname=tap1
  -device e1000,netdev=n9,netdev=n0,mac=52:54:00:00:00:01,mac=52:54:00:00:00:02
