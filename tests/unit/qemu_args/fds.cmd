held 20=web 21=web 22=web 23=db
qemu-system-x86_64 -netdev tap,id=n0,fds=20:21:22,vhostfds=30:31:32 -device virtio-net-pci,netdev=n0,mq=on,mac=52:54:00:00:00:01
