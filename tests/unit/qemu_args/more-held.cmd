# What came by the monitor is nobody's here
held 8=tap0 9=tap1 10=tap2
qemu-system-x86_64 -nic tap,mac=52:54:00:00:00:01
