"""Values of the example configs that img2catalog comes with: it runs with one of them where it finds no config."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

_EXAMPLES = frozenset({
    "Example Data Management office", "Example publisher list", "Second publisher example",
    "Example publishing institution", "Example XNAT catalog", "This is an example XNAT catalog description",
    "Health-RI servicedesk",
})  # fmt: skip
"""Their texts; their addresses are all under example.com."""


def is_example(value: Any) -> bool:
    """Tell whether a value is one of an example: its words, or an address under example.com (RFC 2606)."""
    return any(one in _EXAMPLES or _example_host(one) for one in _all_texts(value))


def _example_host(text: str) -> bool:
    host = urlsplit(text).hostname if "://" in text else text.rpartition("@")[2]
    return host is not None and (host == "example.com" or host.endswith(".example.com"))


def _all_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _all_texts(one)
