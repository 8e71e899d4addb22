"""Objects below one prefix of an S3 bucket, read and written whole, each change on a condition.

boto3 and not pyarrow.fs, which tells no ETag and puts nothing on a condition: without either, two writers who
meet would go unseen.
"""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, TypeVar
from urllib.parse import urlsplit

import boto3
import structlog
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, NoCredentialsError
from botocore.exceptions import ConnectionError as NoConnectionError

from flows.errors import CallError, WorkError

log = structlog.get_logger()
T = TypeVar("T")

# One part of an object; up to a part, an object is put in one request.
PART = 64 * 1024 * 1024
# NoSuchUpload: it was completed, and the answer to that was lost.
_PASSING = frozenset(
    {"SlowDown", "RequestTimeout", "Throttling", "ThrottlingException", "ServiceUnavailable", "NoSuchUpload"}
)
_LONGEST_PAUSE = 30.0


class ChangedError(Exception):
    """The object is not what it was expected to be: somebody else has changed it, or made it."""


@dataclass(frozen=True, slots=True)
class Held:
    """An object read whole; `age` is in seconds, by the server's own clock."""

    data: bytes
    etag: str
    age: float


class Bucket:
    """The objects of a lake. Keys are paths below the lake's own prefix.

    A server that is down, answers 5xx or asks to slow down is asked again for `patience` seconds. All methods
    may be called from any thread. Raises WorkError where the server stays away, CallError where it refuses.
    """

    def __init__(self, address: str, endpoint: str | None, patience: float) -> None:
        parts = urlsplit(address)
        if not parts.netloc:
            raise CallError(f"lake {address!r} names no bucket: a lake on S3 is s3://bucket/prefix")
        self.address, self._name = address, parts.netloc
        self._prefix = f"{parts.path.strip('/')}/" if parts.path.strip("/") else ""
        self._patience = patience
        self._client: Any = boto3.client("s3", endpoint_url=endpoint, config=_config(endpoint))

    def listed(self, below: str) -> dict[str, str]:
        """The ETag of every object whose key begins with `below`."""
        return dict(self._tried(lambda: list(self._pages(below))))

    def holds_any(self, below: str) -> bool:
        """Whether there is any object whose key begins with `below`."""
        place = {"Bucket": self._name, "Prefix": self._prefix + below}
        page = self._tried(lambda: self._client.list_objects_v2(**place, MaxKeys=1))
        return bool(page.get("KeyCount"))

    def read(self, key: str) -> Held | None:
        """A small object; None where there is none."""

        def get() -> Held:
            answer = self._client.get_object(Bucket=self._name, Key=self._prefix + key)
            now: datetime = _moment(answer)
            age = (now - answer["LastModified"]).total_seconds()
            return Held(answer["Body"].read(), answer["ETag"], age)

        try:
            return self._tried(get)
        except FileNotFoundError:
            return None

    def get(self, key: str, path: Path) -> str:
        """Put an object into a new file; its ETag. Raises FileNotFoundError where there is none."""

        def get() -> str:
            answer = self._client.get_object(Bucket=self._name, Key=self._prefix + key)
            with path.open("wb") as file:
                for chunk in answer["Body"].iter_chunks(1024 * 1024):
                    file.write(chunk)
            etag: str = answer["ETag"]
            return etag

        return self._tried(get)

    def put(self, key: str, path: Path, instead_of: str | None) -> str:
        """Put a file in place of the object with an ETag, or where there is none; the new ETag.

        Readers see the former object or the new one, never a part. Raises ChangedError where the condition
        does not hold (any more).
        """
        condition = {"IfMatch": instead_of} if instead_of else {"IfNoneMatch": "*"}
        whole = path.stat().st_size <= PART
        return self._tried(lambda: (self._put if whole else self._put_parts)(key, path, condition))

    def put_data(self, key: str, data: bytes, instead_of: str | None) -> str:
        """As `put`, for a few bytes."""
        condition = {"IfMatch": instead_of} if instead_of else {"IfNoneMatch": "*"}
        return self._tried(lambda: self._put_body(key, data, condition))

    def delete(self, key: str) -> None:
        """Remove an object, where it is there."""
        self._tried(lambda: self._client.delete_object(Bucket=self._name, Key=self._prefix + key))

    def _pages(self, below: str) -> Iterator[tuple[str, str]]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._name, Prefix=self._prefix + below
        )
        for page in pages:
            for one in page.get("Contents", ()):
                key = one["Key"].removeprefix(self._prefix)
                # Nothing of ours: as paths they would lead out of a copy, or be folders.
                if ".." not in key.split("/") and not key.endswith("/"):
                    yield key, one["ETag"]

    def _put(self, key: str, path: Path, condition: dict[str, str]) -> str:
        return self._put_body(key, path.read_bytes(), condition)

    def _put_body(self, key: str, body: bytes, condition: dict[str, str]) -> str:
        digest = base64.b64encode(hashlib.md5(body).digest()).decode()  # noqa: S324 - what S3 checks by
        answer = self._client.put_object(
            Bucket=self._name, Key=self._prefix + key, Body=body, ContentMD5=digest, **condition
        )
        etag: str = answer["ETag"]
        return etag

    def _put_parts(self, key: str, path: Path, condition: dict[str, str]) -> str:
        """A large file in parts, which become an object all at once at the end."""
        place = {"Bucket": self._name, "Key": self._prefix + key}
        upload = {**place, "UploadId": self._client.create_multipart_upload(**place)["UploadId"]}
        try:
            with path.open("rb") as file:
                parts = [
                    self._part(upload, number, body) for number, body in enumerate(_parts(file), start=1)
                ]
            answer = self._client.complete_multipart_upload(
                **upload, MultipartUpload={"Parts": parts}, **condition
            )
        except BaseException:
            with suppress(ClientError, BotoCoreError):
                self._client.abort_multipart_upload(**upload)
            raise
        etag: str = answer["ETag"]
        return etag

    def _part(self, upload: dict[str, str], number: int, body: bytes) -> dict[str, Any]:
        digest = base64.b64encode(hashlib.md5(body).digest()).decode()  # noqa: S324
        answer = self._client.upload_part(**upload, PartNumber=number, Body=body, ContentMD5=digest)
        return {"PartNumber": number, "ETag": answer["ETag"]}

    def _tried(self, call: Callable[[], T]) -> T:
        deadline, pause = time.monotonic() + self._patience, 1.0
        while True:
            try:
                return call()
            except (ClientError, BotoCoreError) as error:
                why = self._passing(error)
                if time.monotonic() + pause > deadline:
                    raise WorkError(f"{self.address}: the S3 server gives no answer: {why}") from None
            log.warning("the S3 server gives no answer, it is asked again", lake=self.address, why=why)
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _passing(self, error: ClientError | BotoCoreError) -> str:
        """Why it may be otherwise in a moment. Raises what will not pass."""
        if isinstance(error, NoConnectionError | HTTPClientError):
            return " ".join(str(error).split())
        if not isinstance(error, ClientError):
            hint = ": set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY" if _no_keys(error) else ""
            raise CallError(f"{self.address}: {error}{hint}") from None
        code = str(error.response.get("Error", {}).get("Code", ""))
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        if status == 412 or code in ("PreconditionFailed", "ConditionalRequestConflict"):
            raise ChangedError(str(error)) from None
        if code == "NoSuchKey":
            raise FileNotFoundError(str(error)) from None
        if status < 500 and code not in _PASSING:
            raise CallError(f"{self.address}: the S3 server refuses: {error}") from None
        return f"{status} {code}"


def _config(endpoint: str | None) -> Config:
    return Config(
        connect_timeout=10,
        read_timeout=60,
        retries={"mode": "standard", "total_max_attempts": 4},
        max_pool_connections=32,
        # Servers other than Amazon's often know neither host names for buckets nor the newer checksums.
        s3={"addressing_style": "path"} if endpoint else {},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


def _no_keys(error: BotoCoreError) -> bool:
    return isinstance(error, NoCredentialsError)


def _parts(file: BinaryIO) -> Iterator[bytes]:
    while data := file.read(PART):
        yield data


def _moment(answer: dict[str, Any]) -> datetime:
    """When the server gave this answer, by its own clock."""
    date = answer["ResponseMetadata"]["HTTPHeaders"]["date"]
    return datetime.strptime(date, "%a, %d %b %Y %H:%M:%S %Z").replace(tzinfo=answer["LastModified"].tzinfo)
