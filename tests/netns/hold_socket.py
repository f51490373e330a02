# hold_socket.py - has sockets open until it is killed: hold_socket.py packet|udp|udp6 NUMBER WHERE…
#
# WHERE is a device, or an address. Says "open" when all are.
# SPDX-License-Identifier: LGPL-2.1-or-later
import socket
import sys
import time


def open_socket(kind, number, where):
    if kind == "packet":
        held = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(number))
        held.bind((where, number))
        return held
    family = socket.AF_INET6 if kind == "udp6" else socket.AF_INET
    held = socket.socket(family, socket.SOCK_DGRAM)
    if where in [name for _, name in socket.if_nameindex()]:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, where.encode())
        where = ""
    held.bind((where, number))
    return held


kind, number = sys.argv[1], int(sys.argv[2], 0)
sockets = [open_socket(kind, number, where) for where in sys.argv[3:]]
print("open", flush=True)
time.sleep(1000)
