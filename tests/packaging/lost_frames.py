# lost_frames.py - sends numbered frames by a device until SIGTERM, and counts what came to ports
#
#	lost_frames.py DEVICE PORT…
#
# Prints how many were sent, and of each port that has not got all of them how many are missing.
# SPDX-License-Identifier: LGPL-2.1-or-later
import select
import signal
import socket
import sys
import time

ALL_PROTOCOLS = 3  # a socket of one protocol does not get what goes out
HEADER = b"\xff" * 6 + bytes.fromhex("525400aa0001") + b"\x88\xb5"
PAUSE, LAST_PAUSE = 0.002, 0.5


def listen(port):
    listener = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ALL_PROTOCOLS))
    listener.setsockopt(socket.SOL_SOCKET, 33, 1 << 23)  # SO_RCVBUFFORCE
    listener.bind((port, 0))
    return listener


def receive(pause):
    while ready := select.select(list(came), [], [], pause)[0]:
        for listener in ready:
            data = listener.recv(64)
            if data.startswith(HEADER):
                came[listener].add(data[14:18])
        pause = 0


device, *ports = sys.argv[1:]
came = {listen(port): set() for port in ports}
ends = []
signal.signal(signal.SIGTERM, lambda *_: ends.append(True))
sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
sender.bind((device, 0))
sent = 0
while not ends:
    sender.send(HEADER + sent.to_bytes(4, "big") + bytes(42))
    sent += 1
    time.sleep(PAUSE)
    receive(0)
receive(LAST_PAUSE)
print("sent", sent)
for port, numbers in zip(ports, came.values()):
    if len(numbers) != sent:
        print(port, "misses", sent - len(numbers))
