"""Records of other tools in our catalogue: which become ours, and which are further copies (design.md D4, D5).

An older tool made a record of the same project under an IRI that harvesters know, or several of them because it forgot.
The oldest is taken over where it stands, so that no portal sees a new dataset; the others are withdrawn.

A record is known by its dct:identifier. The address of the project in the archive is certain: whoever writes it means
that project. A DOI or another identifier may also have been written by a person into a record of their own: such a
record is taken over where it is the only one, or where all that share it say the same, so that no word is lost; but it
is never withdrawn.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode

from img2fair.farewell import Evidence
from img2fair.model import Observed, Record, State, Stranger
from img2fair.rdf import digest, iri, with_node

ADOPTED = "another tool made it: it is taken over where it stands and keeps its address"
DUPLICATE = "another tool's further copy of the same project"

_PROJECTS = "/data/projects/"
_SPELLINGS = ("/data/archive/projects/", "/REST/projects/", "/data/projects/")
"""How XNAT's own addresses, and so older tools, write the address of a project."""
_COPY, _OTHERS = "duplicate", "of-another-tool"
"""What the name of a record that goes says it is: a further copy, or what another tool shows of a project."""
_ANY = NamedNode("urn:any")
"""In place of a record's own IRI, where two are compared."""


@dataclass(frozen=True, slots=True)
class Adoptions:
    """What is taken over, by the key of the record that it becomes; and what is withdrawn, with that key and a reason.

    The names of what is withdrawn are ``key#duplicate-1`` and so on, as for copies that carry our own key; of what is
    no copy, because nothing of ours stands there, ``key#of-another-tool-1``.
    """

    taken: Mapping[str, Stranger]
    copies: Mapping[str, Stranger]


def adoptions(observed: Observed, records: Sequence[Record], evidence: Evidence) -> Adoptions:
    """Return which records of other tools become ours.

    :param records: the desired records; one that the target shows already takes over nothing.
    """
    by_identifier = _by_identifier(observed.strangers, evidence)
    claims = {record.key: _claimed(record, by_identifier, evidence) for record in records}
    sure = {stranger.at for certain, _ in claims.values() for stranger in certain}
    contested = _contested(claims)
    taken: dict[str, Stranger] = {}
    copies: dict[str, Stranger] = {}
    for key, (certain, likely) in claims.items():
        free = [one for one in likely if one.at not in sure | contested]
        if key not in observed.records and (certain or _say_the_same(free)):
            taken[key], *certain = certain or free[:1]
        copies |= _named(key, certain, observed)
    return Adoptions(taken, copies)


def shown_though_private(observed: Observed, evidence: Evidence) -> dict[str, Stranger]:
    """Return records of other tools that show a project of which the archive says that it is private."""
    private = {f"{evidence.archive.rstrip('/')}{_PROJECTS}{project}" for project in evidence.private}
    found: dict[str, Stranger] = {}
    for key, listed in _by_identifier(observed.strangers, evidence).items():
        if key in private:
            found |= _named(key, (one for one in listed if one.kind == "dataset"), observed, _OTHERS)
    return found


def left_below(observed: Observed, evidence: Evidence, standing: Collection[str]) -> dict[str, Stranger]:
    """Return records of other tools below one of ours that was withdrawn: what could not be withdrawn with it.

    :param standing: the keys of records that are shown, or about to be.
    """
    found: dict[str, Stranger] = {}
    for key, held in observed.records.items():
        if held.state is State.WITHDRAWN and key not in standing and evidence.covers(key):
            found |= _named(key, (one for one in observed.strangers if one.parent == key), observed, _OTHERS)
    return found


Claim = tuple[list[Stranger], list[Stranger]]
"""The records that are certainly of a project, and those that share another identifier with it; the oldest first."""


def _claimed(record: Record, known: Mapping[str, Sequence[Stranger]], evidence: Evidence) -> Claim:
    certain = [one for one in known.get(_plain(record.key, evidence), ()) if one.kind == record.kind]
    likely = [one for name in sorted(_identifiers(record, evidence)) for one in known.get(name, ())
              if one.kind == record.kind and one not in certain]  # fmt: skip
    return sorted(certain, key=age), sorted(dict.fromkeys(likely), key=age)


def _contested(claims: Mapping[str, Claim]) -> set[str]:
    """Return the IRIs of records that more than one record of ours shares an identifier with: nobody takes them."""
    found = [one.at for _, likely in claims.values() for one in likely]
    return {at for at in found if found.count(at) > 1}


def _say_the_same(strangers: Iterable[Stranger]) -> bool:
    """Tell whether there are records, and all have the same place and the same content: copies of one, or that one."""
    said = {(one.parent, digest(with_node(triple, one.at, _ANY) for triple in one.triples)) for one in strangers}
    return len(said) == 1


def _named(key: str, strangers: Iterable[Stranger], observed: Observed, what: str = _COPY) -> dict[str, Stranger]:
    names = (name for number in count(1) if (name := f"{key}#{what}-{number}") not in observed.records)
    return dict(zip(names, strangers, strict=False))


def _by_identifier(strangers: Iterable[Stranger], evidence: Evidence) -> dict[str, list[Stranger]]:
    found: dict[str, list[Stranger]] = {}
    for stranger in strangers:
        for name in {_plain(text, evidence) for text in stranger.identifiers}:
            found.setdefault(name, []).append(stranger)
    return found


def _identifiers(record: Record, evidence: Evidence) -> set[str]:
    said = (t.object for t in record.triples if t.subject == record.iri and t.predicate == iri("dct:identifier"))
    return {_plain(term.value, evidence) for term in said if isinstance(term, Literal | NamedNode)}


def project_named(identifier: str, archive: str, addresses: Iterable[str] = ()) -> str:
    """Return the id of the project that an identifier is the address of; empty where it is that of none.

    :param archive: the base of the archive's keys; ``addresses``: others of the same archive. http:// and https:// are
        the same place, as are Example.org and example.org: an older tool was given the one or the other.
    """
    text = _place(identifier)
    heads = (f"{_place(base)}{spelling}" for base in (archive, *addresses) for spelling in _SPELLINGS)
    found = next((text.removeprefix(head) for head in heads if text.startswith(head)), "")
    return "" if "/" in found else found


def _place(address: str) -> str:
    """Return a web address without what does not tell places apart: scheme, case of the host, its usual port, question,
    doubled and closing slashes (RFC 3986, 6.2). Any other text comes back as it is.
    """
    text = address.strip()
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return text
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return text.rstrip("/")
    host = parts.hostname if port in (None, 80, 443) else f"{parts.hostname}:{port}"
    return host + re.sub("/+", "/", parts.path).rstrip("/")


def one_spelling(identifier: str, archive: str, addresses: Iterable[str] = ()) -> str:
    """Return one spelling of an identifier: of a DOI, and of a project's address under any address of the archive."""
    text = identifier.strip().rstrip("/")
    bare = text.removeprefix("doi:").removeprefix("https://doi.org/").removeprefix("http://doi.org/").strip()
    if bare.startswith("10.") and "/" in bare:
        return f"doi:{bare.casefold()}"
    project = project_named(text, archive, addresses)
    return f"{archive.rstrip('/')}{_PROJECTS}{project}" if project else text


def _plain(text: str, evidence: Evidence) -> str:
    return one_spelling(text, evidence.archive, evidence.addresses)


def age(stranger: Stranger) -> tuple[str, str]:
    """Return what sorts the oldest first."""
    return stranger.issued.removesuffix("Z"), stranger.at
