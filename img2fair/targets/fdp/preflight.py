"""What is right and wrong with a FAIR Data Point, our account there and the config, before the first write.

Nothing is changed: nine requests, tried again while a fault may pass, within ten seconds. What cannot be asked is a
warning; only what would surely end the run is a failed check.

    version   which server this is          account   log-in, role, rights, the life of a token
    served    identifiers, types, schemas, clock, texts      index     the FDP Index of the config
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from pyoxigraph import Triple

from img2fair.errors import Exit, RemoteFault, UsageFault
from img2fair.http.clock import clock_check
from img2fair.model import Check, Standing
from img2fair.rdf import from_text
from img2fair.targets.asking import JSON, NO_ANSWER, PASSING, Answer, Asking, decoded, said_by
from img2fair.targets.fdp.account import account_check, log_in, rights_check, token_check, withdrawal_check
from img2fair.targets.fdp.index import index_check
from img2fair.targets.fdp.offer import Offer, offer_to_guests
from img2fair.targets.fdp.served import (
    identifiers_check,
    own_record_check,
    schemas_check,
    server_time,
    text_check,
    types_check,
)
from img2fair.targets.fdp.settings import FdpSettings
from img2fair.targets.fdp.version import KNOWN, other_make, version_check, version_said

WITHIN = 10.0
"""Seconds for all of it."""
_PATIENCE = 4.0


def checks(settings: FdpSettings) -> tuple[Check, ...]:
    """Return all checks of a FAIR Data Point; those that make no sense after a failed one are left out."""
    try:
        with Asking(settings.root, within=WITHIN, patience=_PATIENCE) as asking:
            return tuple(_checks(settings, asking))
    except UsageFault as fault:  # an address that holds a log-in, certificates that cannot be read
        return (Check("address", Standing.FAIL, fault.what, fault.cure, fault.code),)


def _checks(settings: FdpSettings, asking: Asking) -> Iterator[Check]:
    try:
        offer = offer_to_guests(settings, asking)
    except RemoteFault:
        own = asking.ask("", tries=1)
        if own.status == NO_ANSWER and asking.left <= 0:
            found = (
                f"{settings.root} was not heard of within {WITHIN:.0f} seconds; what is wrong is found out on the way"
            )
            yield Check("address", Standing.WARN, found, code=Exit.UNAVAILABLE)
            return
        yield _address(settings, own)
        return
    info, own = asking.ask("/actuator/info", accept=JSON), asking.ask("")
    root = _triples(own)
    yield Check("address", Standing.PASS, f"a FAIR Data Point answers at {settings.root}")
    known = version_check(version_said(decoded(info), root))
    yield known
    if known.standing is Standing.FAIL:
        return
    theirs, ours = server_time(info.headers.get("Date")), datetime.now(UTC)
    yield identifiers_check(settings, offer.base)
    yield own_record_check(root, offer.base, said_by(own))
    yield clock_check(theirs, ours)
    yield types_check(offer)
    yield _schemas(settings, asking, offer)
    place = _place(settings, offer)
    shown = asking.ask(offer.path(place)) if place else None
    yield text_check([*root, *(_triples(shown) if shown else ())])
    token, wrong = log_in(settings, asking)
    if wrong:
        yield wrong
    else:
        yield from _account(settings, asking, token, theirs or ours, (offer, place, shown))
    if settings.index:
        yield index_check(settings, offer.base)


def _account(
    settings: FdpSettings, asking: Asking, token: str, now: datetime, named: tuple[Offer, str, Answer | None]
) -> Iterator[Check]:
    """Yield what the account is and may do.

    :param named: the offer, the catalogue of the config (its IRI; empty where there is none), what a guest sees of it.
    """
    offer, place, shown = named
    role, accepted = account_check(settings, asking, token)
    yield accepted
    if accepted.standing is Standing.FAIL:
        return
    yield token_check(settings, token, now)
    yield withdrawal_check(settings, role)
    if not settings.catalog:
        yield Check("catalogue", Standing.PASS, "one of our own: every account may make one, and may create in it")
    elif not place:
        cure = f"name a catalogue whose identifier begins with {offer.base}, or leave 'catalog' out"
        yield Check("catalogue", Standing.FAIL, f"{settings.catalog} is no catalogue of this FAIR Data Point", cure)
    else:
        meta = asking.ask(f"{offer.path(place)}/meta", accept=JSON, token=token)
        yield _catalogue(place, shown, meta)
        told = decoded(meta)
        if isinstance(told, dict):
            yield rights_check(role, told.get("member"), place)


def _address(settings: FdpSettings, own: Answer) -> Check:
    """Return what is at the address in place of a FAIR Data Point that we can write to, by its own page."""
    name, where = "address", settings.root
    make = other_make(own.text, _triples(own))
    if make:
        return Check(name, Standing.FAIL, make, f"name a server of the reference implementation, {KNOWN}")
    if own.status in PASSING:
        cure = "check the target's url and that the server is up, then run again"
        return Check(name, Standing.FAIL, f"{where} {said_by(own)}", cure, Exit.UNAVAILABLE)
    if 300 <= own.status < 400:
        cure = "give the address it leads to as the target's url: a log-in is not sent on"
        return Check(name, Standing.FAIL, f"{where} {said_by(own)}", cure)
    cure = "check the target's url; it is the address of the server's own pages"
    return Check(name, Standing.FAIL, f"what answers at {where} does not look like a FAIR Data Point", cure)


def _schemas(settings: FdpSettings, asking: Asking, offer: Offer) -> Check:
    kind = next((kind for kind in offer.types.values() if kind.kind == "dataset"), None)
    if kind is None:
        return Check("schemas", Standing.SKIP, "there is no type dataset whose schema could be read")
    answer = asking.ask(f"/{kind.prefix}/spec")
    return schemas_check(settings, _triples(answer), said_by(answer))


def _place(settings: FdpSettings, offer: Offer) -> str:
    """Return the IRI of the catalogue that the config names by its identifier or address; empty where it is none."""
    wanted = settings.catalog.rstrip("/")
    if wanted.startswith(f"{settings.root}/"):
        wanted = offer.base + wanted.removeprefix(settings.root)
    kind = offer.of(wanted) if wanted else None
    return wanted if kind is not None and kind.kind == "catalog" else ""


def _catalogue(place: str, shown: Answer | None, meta: Answer) -> Check:
    """Return whether the catalogue is there and guests can read it: in a draft no harvester finds a dataset.

    :param shown: what a guest is answered for it; ``meta``, what the account is answered for its state.
    """
    name = "catalogue"
    told = decoded(meta)
    state = told.get("state") if isinstance(told, dict) else None
    current = state.get("current") if isinstance(state, dict) else None
    if any(one is not None and one.status == 404 and "Metadata info" in one.text for one in (shown, meta)):
        cure = "have an administrator delete the record that is named, or run img2fair as one"
        return Check(name, Standing.WARN, f"{place} cannot be read: a record in it is half made", cure)
    if meta.status == 404:
        cure = "name one that is there, or leave 'catalog' out: one is made"
        return Check(name, Standing.FAIL, f"the FAIR Data Point has no catalogue {place}", cure)
    if current == "DRAFT" or (shown is not None and shown.status == 403):
        cure = "publish it in the FAIR Data Point: no harvester finds what is published in a draft"
        return Check(name, Standing.WARN, f"{place} is a draft", cure)
    if shown is None or shown.status != 200:
        what = said_by(shown) if shown else "is not shown"
        return Check(name, Standing.WARN, f"guests cannot read {place}: it {what}", "see the server's log")
    return Check(name, Standing.PASS, f"{place} is published, and guests can read it")


def _triples(answer: Answer) -> list[Triple]:
    """Return the triples of an answer; none where it is an error or no Turtle."""
    if answer.status != 200:
        return []
    try:
        return from_text(answer.text)
    except UsageFault:
        return []
