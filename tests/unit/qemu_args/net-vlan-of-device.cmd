# Before QEMU 3.0, too
qemu-system-x86_64 -device e1000,vlan=5,mac=52:54:00:00:00:01,id=a -net tap,vlan=5,ifname=tap0
