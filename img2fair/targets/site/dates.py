"""Dates of records as other formats want them."""

import re
from datetime import UTC, datetime

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def instant(text: str) -> datetime | None:
    """Return the instant that a date and time with an offset names, ``None`` for any other text.

    Such a text is an xsd:dateTime, a date of RFC 3339 (which Atom asks for) and one of W3C's profile of ISO 8601 (which
    sitemaps ask for) alike.
    """
    if not _INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
