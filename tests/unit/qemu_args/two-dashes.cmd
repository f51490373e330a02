qemu-system-x86_64 --name a --uuid 2b3c1f6e-8d0a-4c57-9e21-6f0d5a7b9c01
  --netdev tap,id=n0,ifname=tap0 --device e1000,netdev=n0,mac=52:54:00:00:00:01 ---name b
