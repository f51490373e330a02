# Behind each of the TAPs is that MAC; to QEMU's default network, so are they
qemu-system-x86_64 -net nic,macaddr=52:54:00:00:00:01 -net tap,ifname=tap0 -net user -net tap,ifname=tap1
