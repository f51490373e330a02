# Names for the kernel to fill in, and such as it would not take
held 8=tap0 9=vm3 10=tap1 11=tap2 12=tap3 13=tap4 14=averyveryverylo
qemu-system-x86_64 -nic tap,ifname=tap%d -nic tap,ifname=vm%d -nic tap,ifname= -nic tap,ifname=a/b
  -nic tap,ifname=. -nic tap,ifname=a\x20b -nic tap,ifname=averyveryverylongname
