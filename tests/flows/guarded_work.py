"""Pieces of work that go wrong in every way a reader can; what guarded processes do in the tests."""

from __future__ import annotations

import ctypes
import os
import subprocess
import time

from flows.documents.worker import MoreTime


def work(piece: str, more_time: MoreTime) -> str:
    match piece:
        case "hang":
            time.sleep(60)
        case "slow":
            more_time(30)
            time.sleep(1.5)
        case "crash":
            ctypes.string_at(0)
        case "leave":
            os._exit(3)
        case "swell":
            return str(len(bytes(10**9)))
        case "defect":
            raise ValueError("odd")
        case _ if piece.startswith("child "):
            child = subprocess.Popen(["sleep", "60"])
            with open(piece.removeprefix("child "), "w") as file:  # noqa: PTH123
                file.write(str(child.pid))
            time.sleep(60)
        case "pid":
            return str(os.getpid())
    return piece
