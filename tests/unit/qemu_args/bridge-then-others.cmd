# What takes the helper's free descriptor: a socket (seen in QEMU 7.2)
held 8=brtap0 9=tap0
qemu-system-x86_64 -netdev bridge,id=b0 -netdev socket,id=s0,listen=127.0.0.1:5555 -netdev tap,id=t0
