qemu-system-x86_64 -name a -name '' -name guest=
