# Each queue is a descriptor, all of one TAP
held 8=tap0 9=tap0 10=tap1 11=tap2 12=tap2
qemu-system-x86_64 -nic tap,queues=2,mac=52:54:00:00:00:01 -nic tap,mac=52:54:00:00:00:02
  -nic tap,queues=2,mac=52:54:00:00:00:03
