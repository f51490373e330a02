# The last option lacks its argument
qemu-system-x86_64 -nic tap,ifname=tap0 -netdev
