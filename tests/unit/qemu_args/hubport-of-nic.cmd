# -nic on the hub of -net
qemu-system-x86_64 -nic hubport,hubid=0,mac=52:54:00:00:00:01,model=e1000 -net tap,ifname=tap0
