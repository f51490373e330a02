# Whatever takes an argument takes that
qemu-system-x86_64 -append -netdev tap,id=n0 -serial -nic -name -name -monitor -nic -nic -net -device -device
