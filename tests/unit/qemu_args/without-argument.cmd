# What takes no argument does not swallow the next option
qemu-system-x86_64 -enable-kvm -name a -S -uuid 2b3c1f6e-8d0a-4c57-9e21-6f0d5a7b9c01 --nodefaults
  -netdev tap,id=n0,ifname=tap0 -no-user-config -device e1000,netdev=n0 -snapshot -nic tap,ifname=tap1
  -nographic -net tap,ifname=tap2 -daemonize
