# What was handed over may have any number; a TAP that is given is given with all its queues
held 3=web 8=tap0 9=db 10=tap1 11=db 30=mail
qemu-system-x86_64 -nic tap,mac=52:54:00:00:00:01 -nic tap,fd=30,mac=52:54:00:00:00:02 -nic tap,fd=3,mac=52:54:00:00:00:03
  -nic tap,mac=52:54:00:00:00:04 -nic tap,fds=9,mac=52:54:00:00:00:05
