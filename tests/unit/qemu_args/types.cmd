# Netdevs of other types, and such that are to come
qemu-system-x86_64 -netdev user,id=a,hostfwd=tcp::2222-:22 -netdev socket,id=b,listen=:1234
  -netdev vhost-user,id=c,chardev=c0,queues=8 -netdev vhost-vdpa,id=d,vhostdev=/dev/vhost-vdpa-0
  -netdev dgram,id=e,local.type=fd,local.str=5 -netdev passt,id=f -netdev vde,id=g -netdev l2tpv3,id=h
  -device e1000,netdev=c,mac=52:54:00:00:00:03 -net socket,ifname=tap0
