# The first key may be said, and stand anywhere
qemu-system-x86_64 -netdev type=tap,id=n0,ifname=tap0 -netdev id=n1,ifname=tap1,type=tap
  -device driver=e1000,netdev=n0 -device id=x,netdev=n1,driver=rtl8139 -name guest=a
