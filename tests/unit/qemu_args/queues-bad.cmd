qemu-system-x86_64 -nic tap,queues=0 -nic tap,queues=1025 -nic tap,queues=-1 -nic tap,queues= -nic tap,queues=2x
  -nic tap,queues=1024
