# QEMU refuses it
qemu-system-x86_64 -netdev tap,ifname=tap0 -device e1000,netdev=,mac=52:54:00:00:00:01
