"""Old office formats (doc, wps, rtf, Word and Excel XML) to docx or xlsx, through LibreOffice."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

from extractors.document import UnreadableError

# A report converts in some seconds; what takes longer than this is damaged or hostile.
TIMEOUT_SECONDS = 120
_MOST_BYTES = 400_000_000
# LibreOffice takes gigabytes: one at a time in each process.
_ONE_AT_A_TIME = threading.Lock()
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
# No macro runs, no link is followed, nothing is fetched (the proxy is this machine's discard port).
_SETTINGS = (
    (_SECURITY, "DisableMacrosExecution", "true"),
    (_SECURITY, "MacroSecurityLevel", "3"),
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def find_soffice() -> str | None:
    """The LibreOffice program on this machine."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(data: bytes, ending: str, target: str, timeout: float = TIMEOUT_SECONDS) -> bytes:
    """The file, whose name would end in `ending`, as `target` (docx, xlsx). Raises UnreadableError."""
    program = find_soffice()
    if program is None:
        raise UnreadableError(f"{ending} files need LibreOffice (soffice), which is not installed here")
    with _ONE_AT_A_TIME, tempfile.TemporaryDirectory(prefix="gongkai-office-") as folder:
        return _convert(program, data, Path(folder), ending, target, timeout)


def _convert(program: str, data: bytes, folder: Path, ending: str, target: str, timeout: float) -> bytes:
    source, made = folder / f"source.{ending}", folder / "made" / f"source.{target}"
    source.write_bytes(data)
    profile = folder / "profile"
    _write_profile(profile)
    command = [
        program, "--headless", "--norestore", "--nodefault", "--nolockcheck", "--nofirststartwizard",
        f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to", target, "--outdir", str(made.parent), str(source),
    ]  # fmt: skip
    if not _run(command, folder, timeout):
        raise UnreadableError(f"LibreOffice did not read this {ending} file within {timeout:g} seconds")
    # LibreOffice ends with 0 even where it could read nothing.
    if not made.is_file():
        raise UnreadableError(
            f"LibreOffice cannot read this {ending} file: damaged or protected by a password"
        )
    if made.stat().st_size > _MOST_BYTES:
        raise UnreadableError(f"this {ending} file becomes larger than {_MOST_BYTES // 10**6} MB")
    return made.read_bytes()


def _run(command: list[str], folder: Path, timeout: float) -> bool:
    """Whether it ended in time; LibreOffice is a group of processes, and the whole group is ended."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8"}
    process = subprocess.Popen(  # noqa: S603
        command,
        cwd=folder,
        env=environment | {"SAL_USE_VCLPLUGIN": "svp"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        return False
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return True


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{text}</value></prop></item>'
        for path, name, text in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )
