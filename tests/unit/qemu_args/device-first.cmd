# Devices and netdevs in any order
qemu-system-x86_64
  -device e1000,netdev=n1,mac=52:54:00:00:00:02,id=b
  -device e1000,id=a,mac=52:54:00:00:00:01,netdev=n0
  -netdev tap,id=n0,ifname=tap0
  -netdev tap,id=n1,ifname=tap1
