"""What is right and wrong with an XNAT, our account there and the config, without changing anything.

Two sessions are begun and ended: one as a guest, who finds out whether this is an XNAT and what it shows to everybody,
and one of the account. Private projects are counted and nothing more; of one other project each list is asked for.

    checks.py           the address, the log-in, projects, version, forms
    account_checks.py   what the account may do, its sessions, the life of its alias token
    list_checks.py      which lists work, and how many requests a harvest takes
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

from img2fair.archives import ArchiveSettings
from img2fair.archives.failing import failed
from img2fair.archives.xnat.access import WHO, Access
from img2fair.archives.xnat.account_checks import account_checks
from img2fair.archives.xnat.answers import Refused, json_array, json_object, server_time
from img2fair.archives.xnat.form_definitions import defined
from img2fair.archives.xnat.guest import Guest
from img2fair.archives.xnat.harvest import ASKABLE
from img2fair.archives.xnat.list_checks import lists_check
from img2fair.archives.xnat.site import Seen, list_access
from img2fair.errors import Exit, Fault, RemoteFault, UsageFault
from img2fair.http import CUT_SHORT, Passing, TooLarge, in_words
from img2fair.http.clock import clock_check
from img2fair.http.hurried import Hurried
from img2fair.mapping.titles import form_titles
from img2fair.model import Check, Standing, Visibility

PATIENCE, THREADS = 3.0, 4
"""Seconds for one question; how many are under way at once."""
OLDEST, NEWEST = (1, 7), (1, 10)
"""Versions that img2fair was made for: from the list of projects with their access on, to those that were read."""

_TRIES = 2
_OURS = re.compile(r"User '.+' is logged in")
_LATER = frozenset({429, 500, 502, 503, 504})
_PASSWORD = re.compile(r"type=[\"']?password", re.IGNORECASE)
_VERSION = re.compile(r"(\d{1,3})\.(\d{1,3})[\w.+-]{0,40}")


@dataclass(frozen=True, slots=True)
class _Met:
    """What a guest met at the address: whether it is an XNAT, and whether it lets guests in."""

    address: Check
    at: datetime | None = None
    open: bool = False


def checks(settings: ArchiveSettings, form_keys: Collection[str], within: float) -> tuple[Check, ...]:
    """Return all checks of an XNAT; those that make no sense after a failed one are left out. See ``archives.checks``.

    The order is that of the questions, so that the first failed check is the one to mend.
    """
    try:
        client = Hurried(settings.url, within=within, patience=PATIENCE, threads=THREADS)
    except UsageFault as fault:  # an address that holds a log-in, certificates that cannot be read
        return (failed("address", fault),)
    with ExitStack() as closing:
        closing.callback(client.session.close)
        return tuple(_checks(settings, client, form_keys))


def _checks(settings: ArchiveSettings, client: Hurried, form_keys: Collection[str]) -> Iterator[Check]:
    with Guest(client) as guest:
        met = _meet(client, guest)
    yield met.address
    if met.address.standing is Standing.FAIL:
        return
    yield clock_check(met.at, datetime.now(UTC))
    yield _guests(met.open)
    with ExitStack() as session:
        try:
            if settings.login is None:
                session.enter_context(Guest(client))
                seen = list_access(client)
            else:
                seen = session.enter_context(Access(client, settings.login)).enter(lambda: list_access(client))
        except Fault as fault:
            yield failed("log-in", fault)
            return
        except Refused as refusal:
            yield Check(
                "log-in", Standing.FAIL, f"{refusal} to a guest who asks for its projects", _AS_WHOM, Exit.LOGIN
            )
            return
        yield _logged_in(settings, seen)
        yield from _inside(settings, client, seen, form_keys)


def _inside(settings: ArchiveSettings, client: Hurried, seen: Seen, form_keys: Collection[str]) -> Iterator[Check]:
    """Yield what is asked within a session."""
    chosen = _chosen(settings, seen)
    yield _projects(seen)
    yield _choice(seen, chosen)
    yield _asked("version", lambda: _version(client))
    if settings.login is not None:
        yield from account_checks(client, settings.login)
    yield _asked("forms", lambda: _forms(client, chosen, form_keys))
    yield lists_check(client, chosen, seen)


_AS_WHOM = "set XNAT_USER and XNAT_PASS (or XNAT_PASS_FILE), or a .netrc entry"


def _meet(client: Hurried, guest: Guest) -> _Met:
    for left in reversed(range(_TRIES)):
        try:
            with client.sent("GET", WHO, auth=guest.sign) as answer:
                guest.again(answer)
                client.refuse_redirect(answer, WHO)
                if answer.status_code in _LATER and left:
                    continue
                open_ = _OURS.fullmatch(answer.text.strip()) is not None
                return _Met(_address(client.base, answer.status_code, answer.text, open_), server_time(answer), open_)
        except (RemoteFault, UsageFault) as fault:
            return _Met(failed("address", fault))
        except (Passing, TooLarge, *CUT_SHORT) as fault:
            if not left:
                cure = "check the archive's url and that it is up, then run again"
                found = f"cannot read from {client.base}: {in_words(fault)}"
                return _Met(Check("address", Standing.FAIL, found, cure, Exit.UNAVAILABLE))
    raise AssertionError("unreachable")  # pragma: no cover


def _address(base: str, status: int, text: str, open_: bool) -> Check:
    """Return whether an XNAT answers, by what it says to a guest who asks who he is (XNAT's UserAuth)."""
    name = "address"
    if status == 401 or (status == 200 and open_):
        return Check(name, Standing.PASS, f"an XNAT answers at {base}")
    if status in _LATER:
        cure = "see that the archive is up, then run again"
        return Check(name, Standing.FAIL, f"{base} answers {status}", cure, Exit.UNAVAILABLE)
    if status == 200 and _PASSWORD.search(text):
        cure = "name the archive's own address; where single sign-on stands before it, have its API let past"
        return Check(
            name, Standing.FAIL, f"{base} answers with a log-in page where XNAT tells who asks", cure, Exit.LOGIN
        )
    cure = "check the archive's url: it ends where XNAT's own pages begin, such as https://host/xnat"
    return Check(name, Standing.FAIL, f"what answers at {base} does not look like an XNAT (status {status})", cure)


def _guests(open_: bool) -> Check:
    said = "lets guests in: it shows public projects to everybody" if open_ else "is closed to guests (require login)"
    return Check("guests", Standing.PASS, f"the archive {said}")


def _logged_in(settings: ArchiveSettings, seen: Seen) -> Check:
    name = "log-in"
    if settings.login is not None:
        return Check(name, Standing.PASS, "the archive takes the log-in")
    found = "no log-in is set, so the archive is read as a guest, who sees public projects alone"
    if any(access is Visibility.PROTECTED for access in seen.access.values()):
        found = "no log-in is set, so the archive is read as a guest"
    return Check(name, Standing.WARN, found, _AS_WHOM)


def _projects(seen: Seen) -> Check:
    """Return how many projects the account sees; those that are private are counted, never named."""
    name, counted = "projects", Counter(seen.access.values())
    if not seen.access:
        cure = "check the account: a collaborator of the projects sees them, everybody public and protected ones"
        return Check(name, Standing.WARN, "the archive shows this account no project", cure)
    told = ", ".join(f"{counted[one]} {one.value}" for one in Visibility if counted[one])
    unread = counted[Visibility.PRIVATE] + counted[Visibility.UNKNOWN]
    found = f"sees {len(seen.access)} projects: {told}" + ("; private ones stay unread" if unread else "")
    if unread == len(seen.access):
        cure = "an owner makes a project public or protected in XNAT: project page > Access tab > accessibility"
        return Check(name, Standing.WARN, found, cure)
    return Check(name, Standing.PASS, found)


def _chosen(settings: ArchiveSettings, seen: Seen) -> list[str]:
    """Return the ids that a harvest would read, as far as id and access tell."""
    publishable = (id_ for id_, access in sorted(seen.access.items()) if access.publishable)
    return [
        id_ for id_ in publishable if ASKABLE.fullmatch(id_) and not settings.choice.against_id(id_, seen.access[id_])
    ]


def _choice(seen: Seen, chosen: Sequence[str]) -> Check:
    name = "choice"
    there = sum(access.publishable for access in seen.access.values())
    found = f"{len(chosen)} of {there} public and protected projects are chosen by id and access"
    if there and not chosen:
        return Check(name, Standing.WARN, found, "look at include and exclude of the archive in the config")
    return Check(name, Standing.PASS if there else Standing.SKIP, found)


def _asked(name: str, look: Callable[[], Check]) -> Check:
    """Return a check whose question may fail; nothing of a run depends on the answer."""
    try:
        return look()
    except Refused as refusal:
        return Check(name, Standing.SKIP, f"{refusal} to this account")
    except Fault as fault:
        return failed(name, fault, Standing.WARN)


def _version(client: Hurried) -> Check:
    name = "version"
    told = str(client.get("/xapi/siteConfig/buildInfo", read=json_object, tries=_TRIES).get("version", ""))
    match = _VERSION.match(told)
    if match is None:
        return Check(
            name, Standing.WARN, "the archive tells no version", "see XNAT's About page: 1.7 or later is needed"
        )
    found, number = f"XNAT {match[0]}", (int(match[1]), int(match[2]))
    if number < OLDEST:
        return Check(name, Standing.FAIL, f"{found} is too old", "have it brought to 1.7 or later")
    if number > NEWEST:
        cure = "look for a newer img2fair, and compare a harvest with what the archive shows"
        return Check(name, Standing.WARN, f"{found} is newer than those img2fair was made for", cure)
    return Check(name, Standing.PASS, found)


def _forms(client: Hurried, chosen: Sequence[str], wanted: Collection[str]) -> Check:
    """Return which custom forms the chosen projects have, and how many answers of theirs the mapping asks for."""
    name = "forms"
    cure = "img2fair form writes one that asks for what XNAT does not know, and says how it is put in"
    try:
        found = defined(client.get("/xapi/customforms", read=json_array, tries=_TRIES), chosen)
    except Refused as refusal:
        if refusal.status == 404:
            return Check(name, Standing.WARN, "this XNAT has no custom forms", "they come with XNAT 1.8.3 and later")
        raise
    if not found.forms:
        return Check(name, Standing.WARN, "no custom form is there for the chosen projects", cure)
    titles = form_titles(found.forms)
    told = ", ".join(f'"{title}"' for title in sorted({*titles.values()} - {""}))
    said = f"{len(found.forms)} custom forms" + (f", of projects {told}" if told else "")
    if found.unread:
        cure = "have the form saved again in XNAT: Tools > Custom Forms > Manage Custom Forms"
        return Check(name, Standing.WARN, f"{said}; {found.unread[0]}", cure)
    asked = [key for key in wanted if key in titles]
    if wanted and not asked:
        return Check(name, Standing.WARN, f"{said}; the mapping asks for none of their answers", cure)
    return Check(name, Standing.PASS, f"{said}; the mapping asks for {len(asked)} of {len(titles)} answers")
