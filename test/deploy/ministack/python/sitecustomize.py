"""Makes names that end in .localhost mean the loopback address, as RFC 6761 asks; not every system knows them.

Python loads it where its folder is on PYTHONPATH: loopback-names.mjs does the same for Node.
"""

import socket

_getaddrinfo = socket.getaddrinfo


def _with_localhost(host, *args, **options):
    is_here = isinstance(host, str) and host.lower().endswith(".localhost")
    return _getaddrinfo("127.0.0.1" if is_here else host, *args, **options)


socket.getaddrinfo = _with_localhost
