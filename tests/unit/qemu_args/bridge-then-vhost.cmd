# vhost's own descriptor comes behind the TAP's, and fills what the helper left
held 8=tap0 9=brtap0 12=brtap1 20=tap1
qemu-system-x86_64 -netdev bridge,id=b0 -netdev tap,id=t0,vhost=on -netdev bridge,id=b1 -netdev tap,id=t1,fd=20,vhostforce=on
