"""An S3 server on this machine (moto), which can be down, fail and ask to slow down, as real ones do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

import boto3
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

BUCKET = "lakes"
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
_ERROR = '<?xml version="1.0"?><Error><Code>{code}</Code><Message>{code}</Message></Error>'
Answer = Iterable[bytes]


class _Silent(WSGIRequestHandler):
    def log(self, *_: object, **__: object) -> None:
        pass


class S3Server:
    """Objects survive `down` and `up`. `requests` are those answered: method and path."""

    def __init__(self) -> None:
        self._app = DomainDispatcherApplication(create_backend_app)
        self._server: BaseWSGIServer | None = None
        self._port = 0
        self.requests: list[tuple[str, str]] = []
        self.failures: list[tuple[int, str]] = []
        self.fails: Callable[[str, str], bool] = lambda _method, _path: True
        self.up()
        self.client().create_bucket(Bucket=BUCKET)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def settings(self) -> dict[str, str]:
        return {**KEYS, "GONGKAI_S3_ENDPOINT": self.endpoint, "NO_PROXY": "*"}

    def client(self) -> Any:
        keys = {name.lower(): value for name, value in KEYS.items() if "KEY" in name}
        return boto3.client("s3", endpoint_url=self.endpoint, region_name="us-east-1", **keys)

    def up(self) -> None:
        self._server = make_server(
            "127.0.0.1", self._port, self._answer, threaded=True, request_handler=_Silent
        )
        self._port = self._server.port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def reset(self) -> None:
        """Forget every object."""
        asked = Request(f"{self.endpoint}/moto-api/reset", method="POST")  # noqa: S310 - this machine
        with build_opener(ProxyHandler({})).open(asked):
            pass

    def down(self) -> None:
        assert self._server
        self._server.shutdown()
        self._server.server_close()

    def objects(self, below: str = "") -> dict[str, bytes]:
        """Every object below a prefix."""
        client = self.client()
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=below)
        keys = [one["Key"] for page in pages for one in page.get("Contents", ())]
        return {key: client.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys}

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Answer:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if self.failures and self.fails(method, path):
            status, code = self.failures.pop(0)
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            start_response(f"{status} {code}", [("Content-Type", "application/xml")])
            return [_ERROR.format(code=code).encode()]
        self.requests.append((method, path))
        answer: Answer = self._app(environ, start_response)
        return answer
