"""Commands forked from a process that has imported them all: that takes longer than most of them.

`python -P forked.py FD`: at the socket FD come words, folder and environment of a command, as JSON, with
three files: for its output, its errors, and its exit status once it has ended. Prefect, which reads its
environment when it is imported, is left to the commands.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import socket
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

from flows.cli import COMMANDS


def serve(orders: socket.socket) -> None:
    """A fork a command, until no more come; the fork itself ends as its command does."""
    while True:
        text, files, _, _ = socket.recv_fds(orders, 1 << 20, 3)
        if not text:
            return
        if os.fork() == 0:
            orders.close()
            watch(json.loads(text), *files)
            return
        for file in files:
            os.close(file)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def watch(order: dict[str, Any], out: int, errors: int, told: int) -> None:
    """Another fork is the command, and this process tells how it ended."""
    if command := os.fork():
        status = os.waitstatus_to_exitcode(os.waitpid(command, 0)[1])
        os.write(told, str(status).encode())
        os._exit(0)
    os.close(told)
    os.dup2(out, 1)
    os.dup2(errors, 2)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["environment"])
    # As `python -m flows` has them.
    sys.path.insert(0, order["cwd"])
    sys.argv = ["flows", *order["words"]]
    runpy.run_module("flows", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    for name in COMMANDS:
        import_module(f"flows.commands.{name}")
    assert "prefect" not in sys.modules
    # What is there now stays as it is, and is shared by all.
    gc.freeze()
    serve(socket.socket(fileno=int(sys.argv[1])))
