# window.py - whether a guest on its way up or down sees, or is seen in, a foreign VLAN
#
#	window.py FAR ROUNDS KIND TAP BEFORE PLUG UNPLUG AFTER
#
# Floods FAR, the other end of the bridge's uplink, with broadcast and unknown unicast:
# without a tag (the default VLAN), in VLAN 7, and in VLAN 42, which is the guest's. In each
# round the TAP is there after BEFORE, and its fd is the guest's, which sends all the time
# and reads what has come once PLUG is done; UNPLUG ends it, and AFTER what it left. KIND:
#
#	waits	the guest's CPUs run only when PLUG is done, and no longer when UNPLUG begins
#	runs	they run all the time
#	asks	PLUG is a bridge helper, from which the TAP comes
#
# The four are for sh. Prints how many frames came to the guest, and how many of its own came
# out, by VLAN: "in:42 57".
# SPDX-License-Identifier: LGPL-2.1-or-later
import array
import fcntl
import os
import socket
import struct
import subprocess
import sys
import threading
import time
from collections import Counter

TUNSETIFF, TAP_FLAGS = 0x400454CA, 0x0002 | 0x1000 | 0x4000  # IFF_TAP, _NO_PI, _VNET_HDR
VNET_HEADER = bytes(10)
SOL_PACKET, PACKET_AUXDATA, VLAN_VALID = 263, 8, 1 << 4
MARK = b"onebridge:"
PEER, GUEST = bytes.fromhex("525400aa0001"), bytes.fromhex("525400000002")
NOBODY, BROADCAST = bytes.fromhex("525400ffee01"), b"\xff" * 6
PAUSE = 0.0005  # between frames
READS_FOR = 0.02


def frame(target, source, vlan, word):
    tag = b"\x81\x00" + struct.pack("!H", vlan) if vlan else b""
    return target + source + tag + b"\x88\xb5" + MARK + word + b"\n" + bytes(40)


def word_of(data):
    return data.split(MARK)[1].split(b"\n")[0].decode() if MARK in data else None


def flood(far):
    frames = [
        frame(target, PEER, vlan, f"in:{vlan or 'default'}".encode())
        for vlan in (None, 7, 42)
        for target in (BROADCAST, NOBODY)
    ]
    while not over.is_set():
        for data in frames:
            far.send(data)
        time.sleep(PAUSE)


# The tag of a frame has been taken off it by then, and lies beside it.
def vlan_of(control):
    for level, kind, value in control:
        if (level, kind) == (SOL_PACKET, PACKET_AUXDATA):
            status, _, _, _, _, vlan, _ = struct.unpack("IIIHHHH", value)
            return vlan if status & VLAN_VALID else "default"
    return "default"


def listen(far):
    while not over.is_set():
        try:
            data, control, _, _ = far.recvmsg(2048, 64)
        except TimeoutError:
            continue
        if word_of(data) == "out":
            seen[f"out:{vlan_of(control)}"] += 1


class Guest:
    """Whoever has the TAP's fd; sends all the time until it is stopped."""

    def __init__(self, tap):
        self.tap, self.stopped = tap, threading.Event()
        self.thread = threading.Thread(target=self.send, daemon=True)
        self.thread.start()

    def send(self):
        while not self.stopped.is_set():
            try:
                os.write(self.tap, VNET_HEADER + frame(BROADCAST, GUEST, None, b"out"))
            except OSError:
                pass  # it is down
            time.sleep(PAUSE)

    def read(self):
        until = time.monotonic() + READS_FOR
        while time.monotonic() < until:
            try:
                word = word_of(os.read(self.tap, 65536))
            except OSError:  # nothing more, or it is down
                time.sleep(PAUSE)
                continue
            if word:
                seen[word] += 1

    def stop(self):
        self.stopped.set()
        self.thread.join()


def open_tap(name):
    tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", name.encode(), TAP_FLAGS))
    return tap


def shell(command, **more):
    subprocess.run(["sh", "-ec", command], check=True, stdin=subprocess.DEVNULL, **more)


def ask(command):
    """The TAP that a bridge helper sends."""
    ours, theirs = socket.socketpair()
    shell(f"{command} --fd={theirs.fileno()}", pass_fds=[theirs.fileno()])
    _, control, _, _ = ours.recvmsg(64, 256)
    tap = array.array("i", control[0][2])[0]
    os.set_blocking(tap, False)
    return tap


def round_of_waiting(name, before, plug, unplug, after):
    tap = open_tap(name)
    shell(before)
    shell(plug)
    guest = Guest(tap)
    guest.read()
    guest.stop()
    os.close(tap)
    shell(unplug)
    shell(after)


def round_of_running(name, before, plug, unplug, after):
    shell(before)
    tap = open_tap(name)
    guest = Guest(tap)
    shell(plug)
    guest.read()
    shell(unplug)
    guest.read()
    guest.stop()
    os.close(tap)
    shell(after)


def round_of_asking(_, before, plug, unplug, after):
    shell(before)
    guest = Guest(ask(plug))
    guest.read()
    shell(unplug)
    guest.stop()
    os.close(guest.tap)
    shell(after)


rounds = {"waits": round_of_waiting, "runs": round_of_running, "asks": round_of_asking}
device, count, kind, *words = sys.argv[1:]
over, seen = threading.Event(), Counter()
far = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
far.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
far.bind((device, 0))
far.settimeout(0.05)
threads = [threading.Thread(target=work, args=[far], daemon=True) for work in (flood, listen)]
for thread in threads:
    thread.start()
try:
    for _ in range(int(count)):
        rounds[kind](*words)
finally:
    over.set()
for thread in threads:
    thread.join()
for word, times in sorted(seen.items()):
    print(word, times)
