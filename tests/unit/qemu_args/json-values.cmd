# Nothing but plain values are read
qemu-system-x86_64
  -netdev {"type":"tap","id":7,"ifname":["tap0"],"queues":"2"}
  -netdev {"type":"tap","id":true,"ifname":{"a":"tap0"},"queues":1e1}
  -device {"driver":"e1000","netdev":7,"mac":1,"id":null}
  -device {"driver":1.50,"netdev":"on","id":-1}
