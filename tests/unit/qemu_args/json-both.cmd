# JSON may be written out, and with \x27 in place of quotes
qemu-system-x86_64
  -device \x0a{\x0a"driver":"e1000",\x0a"netdev":"none"\x0a}
  -device {\x0a"driver":\x09"e1000",\x0a"netdev":\x20"n0",\x20"mac":"52:54:00:00:00:01"}\x0a
  -netdev {'type':'tap','id':'n0','ifname':'tap0'}
