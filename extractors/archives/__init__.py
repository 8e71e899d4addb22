"""ZIP and RAR archives: the documents inside, bounded in number, size and depth."""

from __future__ import annotations

from extractors.archives.member import MAX_MEMBERS, Member
from extractors.archives.members import is_archive, members

__all__ = ["MAX_MEMBERS", "Member", "is_archive", "members"]
