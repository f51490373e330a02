# QEMU makes those of JSON, and of stream and dgram, before all others
held 8=tap0 9=tap1 10=tap2
qemu-system-x86_64
  -netdev tap,id=n0 -netdev stream,id=s,addr.type=inet,addr.host=::1,addr.port=1
  -netdev {"type":"tap","id":"j"} -netdev tap,id=n1
  -device e1000,netdev=n0,id=a -device e1000,netdev=n1,id=b -device e1000,netdev=j,id=c
