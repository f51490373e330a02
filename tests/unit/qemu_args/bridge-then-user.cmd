# A user network takes none before it listens (seen in QEMU 7.2)
held 3=tap0 8=brtap0
qemu-system-x86_64 -netdev bridge,id=b0 -netdev user,id=u0 -netdev tap,id=t0
