# Descriptors of no TAP; their TAPs are not known
held 5=a
qemu-system-x86_64 -nic tap,fd=6 -nic tap,fd=x -nic tap,fd= -nic tap,fd=-5 -nic tap,fd=99999999999999999999
  -nic tap,fd=5 -nic tap,fds=:: -nic tap,fds=4294967301
