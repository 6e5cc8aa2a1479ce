"""Ports that stay free until a program of a test listens on them."""

from __future__ import annotations

import errno
import random
import socket
from pathlib import Path


def free_port() -> int:
    """A port of loopback that nobody listens on, from outside of the range that connections get theirs from.

    One that the system chooses is free for as long as no connection of any program gets it.
    """
    first, last = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split())
    outside = [*range(10_000, first), *range(last + 1, 65_536)]
    # Where connections get all of them, one that the system chooses is the best there is.
    for port in [*random.SystemRandom().sample(outside, min(100, len(outside))), 0]:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                continue
            return int(probe.getsockname()[1])
    raise AssertionError("no port is free")
