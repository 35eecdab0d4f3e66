"""E-mail addresses, also as people write them to hide them from machines, and numbers in the query of an address."""

import re
from collections.abc import Iterator

from img2fair.privacy.formats.folding import Folded
from img2fair.privacy.hits import EMAIL, RECORD, Hit

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_TOP = r"(?:xn--[\w-]{1,59}|[^\W\d_]{2,63})"
_SPELT_DOT = r"(?: ?[\[({<] ?(?:dot|punt|\.) ?[\])}>] ?| {1,3}(?:dot|punt) {1,3})"

_AT = re.compile(r" {0,2}@ {0,2}| ?[\[({<] ?(?:at|a|@|ad|apenstaartje) ?[\])}>] ?| {1,3}(?:at|apenstaartje) {1,3}")
_NAME = re.compile(r"[\w.!#$%&'*+=?^`{|}~-]{1,64}|\"[^\"]{1,64}\"")
"""The part before the @ (RFC 5321, 4.1.2; RFC 6531), without the oblique that also ends a path."""
_HOST = re.compile(rf"(?:{_LABEL}(?:\.| \. ?|{_SPELT_DOT})){{1,8}}{_TOP}|\[[\da-f.:]{{3,45}}\]")
_SPELT_HOST = re.compile(rf"(?:{_LABEL}{_SPELT_DOT}){{1,8}}{_TOP}")
_PLAIN_HOST = re.compile(rf"(?:{_LABEL}\.){{1,8}}{_TOP}(?![\w/])")
_NAMELIKE = re.compile(r"[^\W\d_]+[._][^\W\d_]{2,}")

_QUERY = re.compile(
    r"(?:mrn|pid|(?:patient|pat|subject|person|case|dossier|accession|medicalrecord|hospital|zis|bsn|nhs)"
    r"[_-]?(?:id|no|nr|number|nummer|identifier)?)=[\"']?(?P<value>[a-z]{0,6}[-_.]?\d[\w.-]{2,40})"
)


def e_mails(folded: Folded) -> Iterator[Hit]:
    """Yield the e-mail addresses of a text."""
    backwards = ""
    done = 0
    for at in _AT.finditer(folded.lower):
        backwards = backwards or folded.text[::-1]
        name = _NAME.match(backwards, len(backwards) - at.start())
        if name is not None and at.start() >= done and _is_name(name[0][::-1]):
            start = at.start() - len(name[0])
            host = _host(folded, start, at)
            if host is not None:
                done = host.end()
                yield Hit(EMAIL, start, done)


def _host(folded: Folded, start: int, at: re.Match[str]) -> re.Match[str] | None:
    """Return the host of an address; after the mere word "at" only one that "seen at host.nl" does not explain.

    That is where the dot is a word too, where AT is in capitals and the name is not, or where the name has a dot.
    """
    word = folded.text[at.start() : at.end()].strip()
    if not word.isalpha():
        return _HOST.match(folded.lower, at.end())
    name = folded.text[start : at.start()]
    shouted = word.isupper() and not name.isupper()
    plain = _PLAIN_HOST.match(folded.lower, at.end()) if shouted or _NAMELIKE.fullmatch(name) else None
    return plain or _SPELT_HOST.match(folded.lower, at.end())


def _is_name(name: str) -> bool:
    """Tell whether what stands before an @ can be somebody; ``git@`` is how Git logs in to any host."""
    return name != "git" and not name.endswith(".")


def queries(text: str) -> Iterator[Hit]:
    """Yield the numbers of people in the queries of addresses, such as ``?mrn=1234567``; the text is in lower case."""
    if "=" in text:
        for found in _QUERY.finditer(text):
            yield Hit(RECORD, *found.span("value"))
