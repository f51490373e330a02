# None of them says anything
qemu-system-x86_64 -name , -netdev ,tap -netdev tap, -netdev tap,=,==,a=,=b,ifname=tap0, -netdev ,,,
