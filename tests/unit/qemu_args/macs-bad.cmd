qemu-system-x86_64 -nic tap,mac= -nic tap,mac=52:54:00:00:00 -nic tap,mac=52:54:00:00:00:01:02 -nic tap,mac=52:54:00:00:00:1x
  -nic tap,mac=52:54:00:00:00:001 -nic tap,mac=52:54:00::00:01 -nic tap,mac=+2:54:00:00:00:01 -nic tap,mac=\x202:54:00:00:00:01
  -nic tap,mac=0x:54:00:00:00:01 -nic tap,mac=525400000001 -nic tap,mac=16777216 -nic tap,mac=-1 -nic tap,mac=52.54.00.00.00.01
