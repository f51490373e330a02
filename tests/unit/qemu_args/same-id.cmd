# QEMU refuses it: the first counts; of two id= in one option, the first, too
qemu-system-x86_64
  -netdev tap,id=n0,ifname=tap0 -netdev tap,id=n0,ifname=tap1
  -netdev tap,id=n1,ifname=tap2,id=n2
  -device e1000,netdev=n0,mac=52:54:00:00:00:01 -device e1000,netdev=n0,mac=52:54:00:00:00:02
  -device e1000,netdev=n1,mac=52:54:00:00:00:03 -device e1000,netdev=n2,mac=52:54:00:00:00:04
