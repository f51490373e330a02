# No type is that of user; none is none
qemu-system-x86_64 -nic model=e1000,mac=52:54:00:00:00:01 -nic none -nic '' -nic none,mac=52:54:00:00:00:02
