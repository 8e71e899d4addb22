"""The entries of a RAR archive. Stored ones are read here, compressed ones by a program of the machine."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterable

import rarfile

from extractors.document import UnreadableError
from extractors.packages import Budget, decode_name

Entries = Iterable[tuple[str, Callable[[], bytes]]]

_NO_PROGRAM = "RAR files need a program that is not installed: unar, unrar, 7z or bsdtar (libarchive-tools)"
_BROKEN = (rarfile.Error, struct.error, ValueError, IndexError, TypeError, AttributeError, OSError, EOFError)
# Name stored as UTF-16 or UTF-8 (RAR 3 technote, file header flag 0x200); RAR 5 has only UTF-8.
_UNICODE_NAME = 0x200
_SPLIT = rarfile.RAR_FILE_SPLIT_BEFORE | rarfile.RAR_FILE_SPLIT_AFTER
_MAX_ENTRIES = 20_000


def entries(data: bytes, budget: Budget) -> Entries:
    """Name and reader of every file; raises UnreadableError, the readers as well."""
    archive = _open(data)
    if archive.needs_password() and not archive.infolist():
        raise UnreadableError("the RAR archive is protected by a password")
    found = [info for info in archive.infolist() if not info.is_dir()]
    if len(found) > _MAX_ENTRIES:
        raise UnreadableError(f"the RAR archive has more than {_MAX_ENTRIES} entries")
    return [(_name(info), _reader(archive, info, budget)) for info in found]


def _open(data: bytes) -> rarfile.RarFile:
    try:
        return rarfile.RarFile(io.BytesIO(data), charset="gb18030", errors="strict", part_only=True)
    except rarfile.NeedFirstVolume as error:
        raise UnreadableError("one part of a RAR archive cut into several, and not the first") from error
    except _BROKEN as error:
        raise UnreadableError(f"a damaged RAR archive: {error}") from error


def _name(info: rarfile.RarInfo) -> str:
    """The name; RAR 3 without the flag has it in the maker's own coding, mostly GBK."""
    raw = info.orig_filename
    if isinstance(info, rarfile.Rar3Info) and not info.flags & _UNICODE_NAME and isinstance(raw, bytes):
        return decode_name(raw)
    return str(info.filename)


def _reader(archive: rarfile.RarFile, info: rarfile.RarInfo, budget: Budget) -> Callable[[], bytes]:
    def read() -> bytes:
        _refuse(info)
        if info.file_size > budget.limit():
            budget.spend(info.file_size, "it")
        try:
            with archive.open(info) as part:
                body = bytes(part.read(budget.limit() + 1))
        except rarfile.RarCannotExec as error:
            raise UnreadableError(_NO_PROGRAM) from error
        except _BROKEN as error:
            raise UnreadableError(
                f"it is damaged, or the installed program cannot unpack it: {error}"
            ) from error
        budget.spend(len(body), "it")
        return body

    return read


def _refuse(info: rarfile.RarInfo) -> None:
    if info.needs_password():
        raise UnreadableError("it is protected by a password")
    if info.is_symlink() or info.file_redir:
        raise UnreadableError("a link to another file, not a document")
    if info.flags & _SPLIT:
        raise UnreadableError("it is cut over several RAR files, of which this is one")
