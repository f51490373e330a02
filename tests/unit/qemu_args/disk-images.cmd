# What is no option is a disk image
qemu-system-x86_64 a.img netdev tap -name a nic tap,ifname=tap0 '' -nic tap,ifname=tap1 b.img
