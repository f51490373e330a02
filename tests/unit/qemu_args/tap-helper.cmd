# As -netdev bridge, but vhost may be had (seen in QEMU 7.2)
held 3=tap0 8=brtap0
qemu-system-x86_64 -netdev tap,id=b0,helper=/usr/lib/qemu/qemu-bridge-helper,br=br-lan -netdev tap,id=t0,ifname=tap%d
  -netdev tap,id=b1,helper=/usr/lib/qemu/qemu-bridge-helper
