# As -nic and -net take them: with fewer digits, and the last three bytes as a number
qemu-system-x86_64 -nic tap,mac=52:54:00:AB:cd:0F -nic tap,mac=52-54-0-1-2-3 -nic tap,mac=5:4:3-2:1-0
  -nic tap,mac=0x123456 -nic tap,mac=5 -nic tap,mac=010 -nic tap,mac=16777215
