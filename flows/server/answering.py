"""Prefect's server as a process of its own, answering at a socket handed in: `python answering.py FD`.

Prefect would choose a port and start listening seconds later; by then another program may have it.
"""

from __future__ import annotations

import gc
import socket
import sys

import uvicorn

# It loads a great deal that stays, and is gone before long: looking for garbage is a sixth of its cost.
gc.set_threshold(50_000, 20, 20)

if __name__ == "__main__":
    config = uvicorn.Config(
        "prefect.server.api.server:create_app", factory=True, lifespan="on", log_level="error"
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(sys.argv[1]))])
