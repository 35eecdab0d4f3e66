"""What a server is set up for: its identifiers, types, schemas, clock and the characters of its texts.

Everything is read by somebody who is not logged in, and told in words before the first write.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, Triple

from img2fair.model import Check, Standing
from img2fair.rdf import iri
from img2fair.targets.fdp.letters import CURE
from img2fair.targets.fdp.offer import Offer
from img2fair.targets.fdp.settings import STOCK, FdpSettings

HEALTH_RI = "health-ri-core"
_LOCAL = ("localhost", "127.0.0.1", "::1")
_STOCK_PATHS = frozenset(iri(name).value for name in (
    "dct:title dct:description dct:publisher dct:language dct:license dct:rights dct:issued dct:modified "
    "dct:conformsTo dct:isPartOf dct:hasVersion dcat:version dcat:theme dcat:keyword dcat:contactPoint "
    "dcat:landingPage foaf:name"
).split())  # fmt: skip
"""What the schemas of datasets of fresh installations 1.15 to 1.20 speak of."""
_HEALTH_PATHS = frozenset({iri("dcatap:applicableLegislation").value})
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]|\ufffd|\u00c3[\u0080-\u00bf]")
"""A letter that became a question mark between letters, or one that was decoded wrongly twice."""


def identifiers_check(settings: FdpSettings, base: str) -> Check:
    """Return how the beginning of identifiers (instance.persistentUrl) fits the address that requests go to."""
    name, root = "identifiers", settings.root
    found = f"identifiers begin with {base}"
    ours, theirs = urlsplit(root), urlsplit(base)
    cure = "have the server's administrator set instance.persistentUrl to the address that the world knows, for good"
    if theirs.hostname in _LOCAL and ours.hostname not in _LOCAL:
        return Check(name, Standing.WARN, f"{found}, which leads nowhere but on the server itself", cure)
    if base == root:
        return Check(name, Standing.PASS, found)
    if theirs.port == 8080 and theirs.hostname == ours.hostname:
        return Check(name, Standing.WARN, f"{found}: it looks like a default, not like {root}", cure)
    if theirs.scheme == "http" and ours.scheme == "https" and theirs.hostname == ours.hostname:
        return Check(name, Standing.PASS, f"{found}, requests go to {root}")
    return Check(name, Standing.PASS, f"{found}, requests go to {root}: see that the former leads to the latter")


def own_record_check(root: Iterable[Triple], base: str, said: str) -> Check:
    """Return whether a guest can read the server's own record, and all that an FDP Index shows of it is there.

    Source: MetadataRetrievalUtils of the reference: a type, and title, description, version, name of the publisher.

    :param said: in words what the server answered where it gave no triples.
    """
    name, listed, node = "own record", list(root), NamedNode(base)
    if not listed:
        cure = "see the server's log; harvesters begin here"
        return Check(name, Standing.WARN, f"guests cannot read the FAIR Data Point's own record: it {said}", cure)
    has = {t.predicate for t in listed if t.subject == node}
    agents = {t.object for t in listed if t.subject == node and t.predicate == iri("dct:publisher")}
    wanted = {"title": "dct:title", "description": "dct:description", "version": "dcat:version"}
    lacks = [word for word, curie in wanted.items() if iri(curie) not in has]
    if not any(t.subject in agents and t.predicate == iri("foaf:name") for t in listed):
        lacks.append("publisher's name")
    if not lacks:
        return Check(name, Standing.PASS, "guests can read the FAIR Data Point's own record")
    found = f"the FAIR Data Point's own record has no {', no '.join(lacks)}"
    return Check(name, Standing.WARN, found, "have its administrator fill it in: an FDP Index shows it")


def types_check(offer: Offer) -> Check:
    """Return which of our kinds of records the server takes."""
    name, lacks = "types", offer.lacks
    cure = "have an administrator add the type (in the FAIR Data Point: Resource definitions)"
    needed = [kind for kind in ("catalog", "dataset") if kind in lacks]
    if needed:
        return Check(name, Standing.FAIL, f"the server has no type {' and no type '.join(needed)} in its place", cure)
    if lacks:
        found = f"the server has no type {', '.join(sorted(lacks))}: such records are left out, and said"
        return Check(name, Standing.WARN, found, f"{cure}, if they are wanted there")
    return Check(name, Standing.PASS, "the server takes catalogues, datasets, distributions and data services")


def schemas_check(settings: FdpSettings, shapes: Iterable[Triple], said: str) -> Check:
    """Return whose schemas datasets are judged by, and whether the target's profile fits them.

    :param shapes: the merged schema of datasets, and ``said``, what the server answered where there is none.
    """
    name, profile = "schemas", settings.profile
    paths = {t.object.value for t in shapes if t.predicate == iri("sh:path") and isinstance(t.object, NamedNode)}
    if not paths:
        cure = "see the server's log; what its schemas refuse is known only when it refuses it"
        return Check(name, Standing.WARN, f"the server's schema of datasets cannot be read: it {said}", cure)
    advised = f"write 'profile: {STOCK}' at target '{settings.name}' in the config"
    if paths <= _STOCK_PATHS:
        found = "the server has the schemas of a fresh installation"
        return Check(name, Standing.PASS, found) if profile == STOCK else Check(name, Standing.WARN, found, advised)
    health = bool(paths & _HEALTH_PATHS)
    found = f"the server has schemas of {'Health-RI or GDI' if health else 'its own'}"
    if profile == STOCK:
        cure = f"write 'profile: {HEALTH_RI}'" if health else "leave the profile out"
        return Check(name, Standing.WARN, f"{found}, not those of a fresh installation", f"{cure} at the target")
    if health and profile != HEALTH_RI:
        return Check(name, Standing.PASS, f"{found}; the profile {HEALTH_RI} fits them")
    return Check(name, Standing.PASS, found)


def server_time(date: str | None) -> datetime | None:
    """Return the time in a ``Date`` header (RFC 9110 6.6.1); ``None`` where there is none, or it is no date."""
    try:
        found = parsedate_to_datetime(date or "")
    except (ValueError, TypeError, IndexError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def text_check(triples: Iterable[Triple]) -> Check:
    """Return whether the server keeps letters with accents, as far as its records tell.

    A server on Java 17 without a UTF-8 locale answers with its own charset: é becomes a question mark.
    """
    name = "text"
    texts = [t.object.value for t in triples if isinstance(t.object, Literal) and "://" not in t.object.value]
    if any(map(_LOST.search, texts)):
        found = "texts of the server have question marks or signs inside words: letters with accents may be lost"
        return Check(name, Standing.WARN, found, CURE)
    if all(text.isascii() for text in texts):
        return Check(name, Standing.SKIP, "the server's own texts have no letters with accents to tell it by")
    return Check(name, Standing.PASS, "letters with accents arrive whole")
