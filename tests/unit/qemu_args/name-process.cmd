# That of the process is not the guest's
qemu-system-x86_64 -name process=p,debug-threads=on -uuid 2B3C1F6E-8D0A-4C57-9E21-6F0D5A7B9C01
