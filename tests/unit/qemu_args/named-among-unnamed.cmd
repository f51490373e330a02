# Its TAP is nobody else's, wherever it stands
held 8=tap0 9=web 10=tap1 11=tap2
qemu-system-x86_64 -nic tap,mac=52:54:00:00:00:01 -nic tap,ifname=tap1,mac=52:54:00:00:00:02
  -nic tap,ifname=web,mac=52:54:00:00:00:03 -nic tap,mac=52:54:00:00:00:04
