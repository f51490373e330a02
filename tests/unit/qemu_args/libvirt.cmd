# All that libvirt 9.0 says of a guest with three NICs, and what it gave to QEMU
held 30=vnet0 32=web1 33=web1 34=web1 35=web1
/usr/bin/qemu-system-x86_64 -name guest=web,,\x20a,debug-threads=on -S
  -object {"qom-type":"secret","id":"masterKey0","format":"raw","file":"/var/lib/libvirt/qemu/domain-1-web,\x20a/master-key.aes"}
  -machine pc-i440fx-7.2,usb=off,dump-guest-core=off,memory-backend=pc.ram -accel tcg -cpu qemu64 -m 16
  -object {"qom-type":"memory-backend-ram","id":"pc.ram","size":16777216} -overcommit mem-lock=off
  -smp 2,sockets=2,cores=1,threads=1 -uuid 2b3c1f6e-8d0a-4c57-9e21-6f0d5a7b9c01 -display none
  -no-user-config -nodefaults -chardev socket,id=charmonitor,fd=28,server=on,wait=off
  -mon chardev=charmonitor,id=monitor,mode=control -rtc base=utc -no-shutdown -no-acpi -boot strict=on
  -device {"driver":"piix3-usb-uhci","id":"usb","bus":"pci.0","addr":"0x1.0x2"}
  -netdev {"type":"tap","fd":"30","id":"hostua-lan"}
  -device {"driver":"virtio-net-pci","netdev":"hostua-lan","id":"ua-lan","mac":"52:54:00:00:00:01","bus":"pci.0","addr":"0x2"}
  -netdev {"type":"tap","fds":"32:33:34:35","id":"hostnet0"}
  -device {"driver":"virtio-net-pci","mq":true,"vectors":10,"netdev":"hostnet0","id":"net0","mac":"52:54:00:00:00:02","bus":"pci.0","addr":"0x3"}
  -netdev {"type":"user","id":"hostnet1"}
  -device {"driver":"e1000","netdev":"hostnet1","id":"net1","mac":"52:54:00:00:00:03","bus":"pci.0","addr":"0x4"}
  -audiodev {"id":"audio1","driver":"none"} -device {"driver":"virtio-balloon-pci","id":"balloon0","bus":"pci.0","addr":"0x5"}
  -sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny -msg timestamp=on
