"""One question to a host: what is asked, on whose behalf, and what it takes to be allowed."""

from collections.abc import Mapping

import msgspec
from yarl import URL


class Question(msgspec.Struct, frozen=True):
    """A request, told in the words of a reading's reason."""

    url: str
    action: str
    """The RBAC action that a refusal would be about, unless it names another."""
    source: str
    """The signal or discovery step that asks, for the account."""
    lane: str
    """The bucket that it is counted against."""
    method: str = "GET"
    body: Mapping[str, object] | None = None
    subject: str = ""
    """What is asked for, as reasons name it; the address's path where not given."""

    @property
    def what(self) -> str:
        """What is asked for: never the query, which may hold a continuation token."""
        return self.subject or URL(self.url, encoded=True).raw_path
