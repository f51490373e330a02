# As libvirt said it before it knew QEMU's JSON
held 27=vnet0 30=vnet1 31=vnet1
/usr/bin/qemu-system-x86_64 -name guest=db,debug-threads=on -S -nodefaults -no-user-config
  -netdev tap,fd=27,id=hostnet0,vhost=on,vhostfd=28
  -device virtio-net-pci,host_mtu=1500,netdev=hostnet0,id=net0,mac=52:54:00:00:00:01,bus=pci.1,addr=0x0
  -netdev tap,fds=30:31,id=hostnet1,vhost=on,vhostfds=32:33
  -device virtio-net-pci,mq=on,vectors=6,netdev=hostnet1,id=net1,mac=52:54:00:00:00:02,bus=pci.2,addr=0x0
