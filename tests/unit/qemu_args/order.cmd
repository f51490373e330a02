# -netdev, then -nic, then -net, wherever they stand
held 8=tap0 9=tap1 10=tap2 11=tap3 12=tap4
qemu-system-x86_64
  -net tap -net nic,macaddr=52:54:00:00:00:05 -nic tap,mac=52:54:00:00:00:03 -netdev tap,id=a
  -nic tap,mac=52:54:00:00:00:04 -netdev tap,id=b
  -device e1000,netdev=b,mac=52:54:00:00:00:02 -device e1000,netdev=a,mac=52:54:00:00:00:01
