# vhost_user.py - the far end of a vhost-user NIC, as a software switch has it, without a packet
#
#	vhost_user.py SOCKET
#
# Answers what QEMU asks before a guest's CPUs run, one QEMU after the other. Source:
# docs/interop/vhost-user.rst in QEMU.
# SPDX-License-Identifier: LGPL-2.1-or-later
import array
import os
import socket
import struct
import sys

GET_FEATURES, GET_VRING_BASE = 1, 11
VERSION, REPLY = 1, 4
VIRTIO_F_VERSION_1 = 1 << 32

server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
os.chmod(sys.argv[1], 0o777)
server.listen()


def receive(peer, size):
    """Its file descriptors are closed: there is nothing to do with them."""
    fds = array.array("i")
    data, messages, _, _ = peer.recvmsg(size, socket.CMSG_SPACE(8 * fds.itemsize))
    for _, _, given in messages:
        fds.frombytes(given[: len(given) - len(given) % fds.itemsize])
    for fd in fds:
        os.close(fd)
    return data


def serve(peer):
    while len(header := receive(peer, 12)) == 12:
        request, _, size = struct.unpack("=III", header)
        payload = receive(peer, size) if size else b""
        if request == GET_FEATURES:
            answer = struct.pack("=Q", VIRTIO_F_VERSION_1)
        elif request == GET_VRING_BASE:
            answer = payload[:8]
        else:
            continue
        peer.sendall(struct.pack("=III", request, VERSION | REPLY, len(answer)) + answer)


while True:
    with server.accept()[0] as connection:
        serve(connection)
