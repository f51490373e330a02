qemu-system-x86_64 -net none
