# QEMU has yet to make the last ones: the script of the second asks
held 8=tap0 9=tap1
qemu-system-x86_64 -nic tap,mac=52:54:00:00:00:01 -nic tap,mac=52:54:00:00:00:02 -nic tap,mac=52:54:00:00:00:03
