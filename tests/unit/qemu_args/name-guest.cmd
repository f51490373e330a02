qemu-system-x86_64 -name guest=a,,b,debug-threads=on
