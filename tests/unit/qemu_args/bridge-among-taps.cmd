# The helper's TAP gets a higher descriptor than what is made next (seen in QEMU 7.2)
held 3=tap0 8=brtap0 9=tap1
qemu-system-x86_64 -netdev bridge,id=b0 -netdev tap,id=t0 -netdev tap,id=t1
  -device e1000,netdev=b0,id=helper -device e1000,netdev=t0,id=first -device e1000,netdev=t1,id=second
