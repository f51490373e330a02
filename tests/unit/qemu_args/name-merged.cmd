# What a later -name does not say stays
qemu-system-x86_64 -name debug-threads=on -name a -name b,process=c -name debug-threads=off,process=d
