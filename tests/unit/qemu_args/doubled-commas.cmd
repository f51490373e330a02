qemu-system-x86_64 -name a,,b=c,,,process=d,,e -netdev tap,id=n,,0,ifname=ta,,p0
  -device e1000,netdev=n,,0,id=,,,,,mac=52:54:00:00:00:01
