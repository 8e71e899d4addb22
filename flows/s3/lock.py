"""The lock of a lake on S3: an object that tells who holds it and is written anew while they live.

Every change of it is on the condition that it still is what was read, so that of two who try one succeeds.
Ages are told by the server's clock. A holder who gives no sign of life is taken over, and finds out before it
changes anything more.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import structlog

from flows.errors import CallError, WorkError, reason
from flows.s3.bucket import Bucket, ChangedError, Held

log = structlog.get_logger()

KEY = "lake.lock"
RENEWED_EVERY = 60.0
TAKEN_OVER_AFTER = 600.0


@contextmanager
def held(bucket: Bucket, owner: str, copy: str) -> Iterator[Lock]:
    """Hold the lake's lock, or raise WorkError with the owner who does.

    `copy` names the copy on disk that this process alone holds: whoever left a lock with that name is dead.
    """
    lock = Lock(bucket, owner, copy)
    try:
        yield lock
    finally:
        lock.release()


class Lock:
    """A lock that is held; `check` raises WorkError once it is lost."""

    def __init__(self, bucket: Bucket, owner: str, copy: str) -> None:
        self._bucket = bucket
        self._sign = uuid.uuid4().hex
        self._text = json.dumps({"owner": owner, "copy": copy, "sign": self._sign}).encode()
        self._renewed = _moment()
        self._etag = self._take(copy)
        self._lost = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Raise WorkError where another has taken the lake over, or may have, for want of a sign of life."""
        if self._lost or _moment() - self._renewed >= TAKEN_OVER_AFTER:
            raise WorkError(
                f"lake {self._bucket.address} was taken over by another command, or may have been: this one "
                f"gave no sign of life for {TAKEN_OVER_AFTER:g} s; nothing more is changed"
            )

    def release(self) -> None:
        """Let others in."""
        self._ended.set()
        self._thread.join()
        with suppress(ChangedError, CallError, WorkError):
            self._bucket.put_data(KEY, b"{}", self._etag)

    def _take(self, copy: str) -> str:
        before = self._bucket.read(KEY)
        if before is not None:
            said = _said(before)
            alive = before.age < TAKEN_OVER_AFTER and said.get("copy") != copy
            if said.get("owner") and alive:
                raise WorkError(self._refusal(said, before.age))
            if said.get("owner"):
                log.warning("the lock of a command that has ended is taken over", owner=said["owner"])
        try:
            etag = self._put(before.etag if before else None)
        except ChangedError:
            now = self._bucket.read(KEY)
            raise WorkError(self._refusal(_said(now) if now else {}, 0.0)) from None
        self._refuse_careless()
        return etag

    def _put(self, instead_of: str | None) -> str:
        """Our text in place of what was read. Raises ChangedError where somebody was quicker."""
        try:
            return self._bucket.put_data(KEY, self._text, instead_of)
        except ChangedError:
            now = self._bucket.read(KEY)
            if now is not None and _said(now).get("sign") == self._sign:
                return now.etag  # the answer to our own was lost on the way
            raise

    def _refuse_careless(self) -> None:
        """A server that takes no notice of conditions keeps nobody out."""
        try:
            self._bucket.put_data(KEY, self._text, None)
        except ChangedError:
            return
        raise CallError(
            f"{self._bucket.address}: the S3 server puts objects whatever the condition (If-None-Match): two "
            "commands could change the lake at once; use a server that keeps conditions"
        )

    def _live(self) -> None:
        while not self._ended.wait(RENEWED_EVERY):
            now = _moment()
            try:
                self._etag = self._put(self._etag)
                self._renewed = now
            except ChangedError:
                self._lost = True
                return
            except Exception as error:  # noqa: BLE001 - keys may have run out; `check` sees how long it lasts
                log.warning("the lock of the lake could not be renewed", why=reason(error))

    def _refusal(self, said: dict[str, Any], age: float) -> str:
        owner, after = said.get("owner", "another command"), f"{TAKEN_OVER_AFTER:g} s"
        return (
            f"lake {self._bucket.address} is in use by {owner}, last sign of life {age:.0f} s ago; try again "
            f"when it is done (after {after} without a sign of life it is taken over)"
        )


def _moment() -> float:
    """Seconds, those in which the machine sleeps included, whatever becomes of its clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def _said(held: Held) -> dict[str, Any]:
    try:
        said = json.loads(held.data)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
