"""The catalogue in one file, for harvesters that do not walk: one graph of DCAT, without the navigation of an FDP.

It is put together record by record and kept outside of memory: three texts of a large catalogue at once would be most
of what a publication needs. Blank nodes of different records are kept apart by the record's place.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import IO

from pyoxigraph import NamedNode, Triple

from img2fair.rdf import PREFIXES, SUFFIXES, line, to_text
from img2fair.targets.site.documents import marked

FORMS = ("turtle", "json-ld", "nquads")
NAME = "catalogue"
_IN_MEMORY, _BLOCK = 4_000_000, 1_000_000


class Whole:
    """Takes records one by one (``add``) and gives the files (``files``); a context that frees what they take."""

    def __init__(self) -> None:
        self._room = ExitStack()
        self._texts: dict[str, IO[bytes]] = {form: self._room.enter_context(_spool()) for form in FORMS}
        self._prefixes: set[str] = set()
        self._elsewhere: set[bytes] = set()

    def __enter__(self) -> "Whole":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._room.close()

    def add(self, place: str, address: str, triples: Iterable[Triple]) -> None:
        """Add a record.

        :param place: what tells it from all others, ``<kind>/<slug>``; ``address``: its IRI.
        """
        listed = [triple for triple in triples if self._is_new(triple, address)]
        listed = marked(listed, f"{place.replace('/', '-')}-")
        head, body = _cut(to_text(listed, "turtle"))
        self._prefixes |= head
        self._texts["turtle"].write(body.encode())
        json = to_text(listed, "json-ld").strip()[1:-1].encode()
        self._texts["json-ld"].write(b",\n" + json if self._texts["json-ld"].tell() else json)
        self._texts["nquads"].write(to_text(listed, "nquads").encode())

    def files(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        """Yield the name of each file and its content in pieces."""
        heads = [f"@prefix {prefix}: <{base}> .\n" for prefix, base in PREFIXES.items()]
        head = "".join(text for text in heads if text in self._prefixes).encode()
        ends = {"turtle": (head, b""), "json-ld": (b"[", b"]\n"), "nquads": (b"", b"")}
        for form, text in self._texts.items():
            yield f"{NAME}{SUFFIXES[form]}", _pieces(ends[form][0], text, ends[form][1])

    def _is_new(self, triple: Triple, address: str) -> bool:
        """Tell whether a triple was not said before; only what is said of other things can be said in two records."""
        subject = triple.subject
        if not isinstance(subject, NamedNode) or subject.value == address or subject.value.startswith(f"{address}#"):
            return True
        mark = hashlib.blake2b(line(triple).encode(), digest_size=16).digest()
        new = mark not in self._elsewhere
        self._elsewhere.add(mark)
        return new


def _spool() -> SpooledTemporaryFile[bytes]:
    return SpooledTemporaryFile(max_size=_IN_MEMORY)


def _cut(turtle: str) -> tuple[set[str], str]:
    """Return the lines of prefixes at the head of a Turtle text, and the rest."""
    lines = turtle.splitlines(keepends=True)
    length = next((at for at, text in enumerate(lines) if not text.startswith("@prefix ")), len(lines))
    return set(lines[:length]), "".join(lines[length:])


def _pieces(head: bytes, text: IO[bytes], tail: bytes) -> Iterator[bytes]:
    yield head
    text.seek(0)
    while block := text.read(_BLOCK):
        yield block
    yield tail
