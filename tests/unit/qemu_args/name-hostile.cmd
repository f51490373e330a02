# It may be any bytes
qemu-system-x86_64 -name ../../x/\x0a\x1b[31m%s%n\xff
