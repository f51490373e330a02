# Made first, it stands in nobody's way (seen in QEMU 7.2)
held 8=tap0 9=brtap0
qemu-system-x86_64 -netdev bridge,id=b0 -netdev dgram,id=s0,local.type=inet,local.host=::1,local.port=1 -netdev tap,id=t0
