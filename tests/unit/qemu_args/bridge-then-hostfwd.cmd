# Now it listens (seen in QEMU 7.2)
held 8=brtap0 9=tap0
qemu-system-x86_64 -netdev bridge,id=b0 -netdev user,id=u0,hostfwd=tcp:127.0.0.1:5556-:22 -netdev tap,id=t0
