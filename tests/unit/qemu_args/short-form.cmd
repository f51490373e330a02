# A word without a value is on, and no implied key but as the first
qemu-system-x86_64 -netdev tap,vhost,id=n0,nowait,ifname=tap0,bridge -netdev id=n1,tap
  -device e1000,netdev=n0,mac,id
