"""robots.txt of one origin: what it forbids and the gap it asks for (RFC 9309)."""

from __future__ import annotations

from protego import Protego

from extractors.crawl.exchange import Fetched
from extractors.text import decode

# A site without robots.txt, or that refuses to show it, sets no rules; one that fails forbids all for now.
_NO_RULES = {
    "not_found",
    "gone",
    "forbidden",
    "bad_request",
    "soft_404",
    "needs_browser",
    "too_large",
    "off_site",
}
# The refusals of a firewall are no rules either; they end the host's visit by themselves.
_REFUSALS = {"anti_bot_412", "challenge_521", "waf", "geo_blocked", "rate_limited", "login_wall"}

# A host that asks for a longer gap than this, in seconds, would hold up its prefecture for nights.
LONGEST_DELAY = 300.0


class Robots:
    """The rules of one origin for one user agent. `refusal` is the outcome of an address they forbid,
    `reached` whether the origin answered at all.
    """

    def __init__(self, fetched: Fetched, user_agent: str) -> None:
        self._agent = user_agent.split(maxsplit=1)[0].partition("/")[0]
        self._rules: Protego | None = None
        self.refusal = "robots_disallowed"
        self._open = True
        self.reached = fetched.body is not None or fetched.outcome in _NO_RULES | _REFUSALS
        if fetched.body is not None:
            self._rules = Protego.parse(decode(fetched.body, fetched.content_type))
        elif not self.reached:
            self._open = False
            self.refusal = "robots_unreachable"
        if self.delay > LONGEST_DELAY:
            self._open = False
            self.refusal = "crawl_delay_too_long"

    def allows(self, url: str) -> bool:
        """Whether the address may be fetched."""
        if not self._open:
            return False
        return self._rules is None or self._rules.can_fetch(url, self._agent)

    @property
    def delay(self) -> float:
        """The seconds between two requests that the host asks for; 0 when it asks for none."""
        return float(self._rules.crawl_delay(self._agent) or 0) if self._rules else 0.0
