# The first two of them are made, and the helper's is the second
held 3=tap0 8=brtap0
qemu-system-x86_64 -netdev tap,id=t0 -netdev bridge,id=b0 -netdev tap,id=t1 -netdev tap,id=t2
