# All of -net is on one hub
qemu-system-x86_64 -net nic,macaddr=52:54:00:00:00:01,model=virtio,id=a -net tap,ifname=tap0
