# QEMU's own choice is br0
held 8=tap0 9=tap1
qemu-system-x86_64 -nic bridge,mac=52:54:00:00:00:01 -nic bridge,br=br-lan,model=virtio
