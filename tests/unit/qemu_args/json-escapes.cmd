# In names, too; a name with a NUL is none
qemu-system-x86_64
  -netdev {"type":"t\x5cu0061p","\x5cu0069d":"n\x5cu00e4","ifname":"t\x5cu00e4p0"}
  -device {"driver":"e1000","netdev":"nä","id":"a\x5cu0000b","mac":"52:54:00:00:00:01"}
