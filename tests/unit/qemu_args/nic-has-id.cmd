# What -nic makes is its own device, and none can take it away
qemu-system-x86_64 -nic tap,id=n0,ifname=tap0,mac=52:54:00:00:00:01
  -device e1000,netdev=n0,mac=52:54:00:00:00:02
