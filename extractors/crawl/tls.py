"""TLS as government sites speak it: the library's defaults, old versions where nothing else is offered."""

from __future__ import annotations

import re
import ssl
from functools import cache

import aiohttp

# What a handshake fails with where a server knows only what today's defaults leave out.
_OLD = re.compile(
    r"UNSAFE_LEGACY_RENEGOTIATION_DISABLED|HANDSHAKE_FAILURE|DH_KEY_TOO_SMALL|BAD_ECPOINT|NO_SHARED_CIPHER"
    r"|UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|NO_PROTOCOLS_AVAILABLE|WRONG_SIGNATURE_TYPE|INSUFFICIENT_SECURITY"
    r"|LEGACY_SIGALG|NO_SUITABLE_SIGNATURE_ALGORITHM"
)
_LEGACY_SERVER_CONNECT = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT, named in the ssl module since Python 3.12


@cache
def strict() -> ssl.SSLContext:
    """The library's defaults."""
    return ssl.create_default_context()


@cache
def relaxed() -> ssl.SSLContext:
    """Old versions, ciphers and renegotiation allowed; certificates are checked as ever."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.options |= _LEGACY_SERVER_CONNECT
    return context


def is_old(error: BaseException) -> bool:
    """Whether a handshake failed because the server knows only old TLS, as far as the error tells."""
    return _OLD.search(str(error).upper().replace(" ", "_")) is not None


def certificate_fault(error: BaseException) -> str | None:
    """What is wrong with the server's certificate (expired, wrong host, incomplete chain), if that it is."""
    if isinstance(error, aiohttp.ServerFingerprintMismatch):
        return f"another than the sites file names, sha256 {error.got.hex()}"
    # The client's own error is of the same class, but holds the library's, which knows the reason.
    inner = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    return str(inner.verify_message) if isinstance(inner, ssl.SSLCertVerificationError) else None
