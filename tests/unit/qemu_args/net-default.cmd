qemu-system-x86_64 -net tap,ifname=tap0 -net nic
