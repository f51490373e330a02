held 5=a 9=b 20=c
qemu-system-x86_64 -netdev tap,id=n0,fd=20 -netdev tap,id=n1,fd=5,vhost=on,vhostfd=6 -netdev {"type":"tap","id":"n2","fd":"9"}
