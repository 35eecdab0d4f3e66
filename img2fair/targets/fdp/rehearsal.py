"""Which datasets portals will see: a FAIR Data Point walked without a log-in, as three harvesters walk it.

Read only, bounded in time and number. A harvester forgets what it does not find, with all links to it, so that what is
wrong is worth knowing before it comes.
"""

from collections.abc import Iterator, Mapping

from img2fair.model import Sight
from img2fair.targets.asking import Asking
from img2fair.targets.fdp.offer import offer_to_guests
from img2fair.targets.fdp.settings import FdpSettings
from img2fair.targets.fdp.visits import AT_ONCE, MOST, NOT_ASKED, Visits
from img2fair.targets.fdp.walks import HARVESTERS, INDEX, Harvester, why_no_index, why_not_reached

WITHIN = 300.0
"""Seconds for all walks together."""


def rehearse(
    settings: FdpSettings, expected: Mapping[str, str], *, within: float = WITHIN, most: int = MOST
) -> tuple[Sight, ...]:
    """Return what each harvester finds of each dataset, in the order given; nothing is asked for no datasets.

    A dataset that is found can have a ``why`` too: what the harvester leaves out of it.

    :param expected: the key of each dataset that should be seen, by its IRI at the server.
    :param within: seconds after which nothing more is fetched, and ``most``, requests; what is left is said.
    :raises RemoteFault: the server does not answer, or is no FAIR Data Point.
    """
    if not expected:
        return ()
    with Asking(settings.root, within=within, threads=AT_ONCE) as asking:
        visits = Visits(asking, offer_to_guests(settings, asking), expected, most)
        reached = {harvester.name: harvester.reaches(visits) for harvester in HARVESTERS}
        return tuple(
            Sight(harvester.name, key, iri, seen, why)
            for harvester in HARVESTERS
            for iri, key in expected.items()
            for seen, why in _sight(harvester, iri, iri in reached[harvester.name], visits)
        )


def _sight(harvester: Harvester, iri: str, reached: bool, visits: Visits) -> Iterator[tuple[bool, str]]:
    """Yield whether a harvester takes a dataset, and what is wrong."""
    page = visits.one(iri)
    if page.status == NOT_ASKED or (not reached and _was_cut(visits)):
        yield False, "it was not looked at: the rehearsal was cut short"
        return
    wrong = _wrong(harvester, iri, reached, visits)
    yield not wrong, wrong or harvester.loses(page, visits)


def _wrong(harvester: Harvester, iri: str, reached: bool, visits: Visits) -> str:
    page = visits.one(iri)
    if page.trouble:
        return f"it {page.trouble}"
    if not reached:
        return why_not_reached(iri, visits)
    root = visits.one(visits.offer.base)
    return (why_no_index(root) if harvester is INDEX else "") or harvester.refuses(page)


def _was_cut(visits: Visits) -> bool:
    return any(page.status == NOT_ASKED for page in visits.all.values())
