# What QEMU cannot read it does not start with
qemu-system-x86_64 -netdev { -netdev {"type":"tap" -netdev {"type":"tap"}x -netdev {} -netdev {"type":null}
  -netdev {"type":["tap"]} -netdev {"type":{"tap":1}} -netdev ["tap"] -netdev {"a":[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]],"type":"tap"}
  -netdev {"type":"tap","ifname":"tap0"}
