qemu-system-x86_64
  -netdev {"type":"tap","id":"n0","ifname":"tap0","script":"no","queues":4,"vhost":true}
  -device virtio-net-pci,netdev=n0,mac=52:54:00:00:00:01,mq=on
