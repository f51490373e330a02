# It chooses one where there is none, and in place of zeros
qemu-system-x86_64 -nic tap -nic tap,mac=00:00:00:00:00:00 -nic tap,mac=0
