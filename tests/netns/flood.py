# flood.py - sends broadcast frames from these MACs by a device, until it is killed
#
#	flood.py DEVICE MAC…
#
# SPDX-License-Identifier: LGPL-2.1-or-later
import socket
import sys
import time

device, *macs = sys.argv[1:]
frames = [b"\xff" * 6 + bytes.fromhex(mac.replace(":", "")) + b"\x88\xb5" + bytes(46) for mac in macs]
with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as raw:
    raw.bind((device, 0))
    while True:
        for frame in frames:
            raw.send(frame)
        time.sleep(0.0002)
