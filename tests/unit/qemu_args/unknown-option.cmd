# Such that are to come take an argument, most likely
qemu-system-x86_64 -fancy yes -nic tap,ifname=tap0 -fancy -nic tap,ifname=tap1
