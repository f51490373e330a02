# Two helpers' TAPs, and one that came by the monitor (seen in QEMU 7.2)
held 3=tap0 8=brtap0 9=brtap1
qemu-system-x86_64 -netdev bridge,id=b0 -netdev bridge,id=b1,br=br1
