"""Which of XNAT's lists work on this archive, tried on one project, and how many requests a harvest takes for that."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence

from img2fair.archives.xnat import columns
from img2fair.archives.xnat.answers import Refused
from img2fair.archives.xnat.lists import Lists, chunks
from img2fair.archives.xnat.site import Seen
from img2fair.errors import Fault
from img2fair.http import Client, Unreachable
from img2fair.model import Check, Standing, Visibility

WITHIN = 3.0
"""Seconds for all lists; they are asked for side by side."""
_AT_ONCE = 4
_SLOW = 2.5
"""Seconds after which a list that did not come was not waited for long enough."""
_ONCE, _A_GROUP = 6, 10
"""Requests of a harvest whose lists all work: for the site, and for each group of projects."""
_EACH = {
    "people": ("words", 2),
    "forms": ("words", 1),
    "subjects": ("subjects", 2),
    "shared subjects": ("subjects", 2),
    "readable projects": ("subjects", 2),
    "field strengths": ("field strengths", 2),
    "assessors": ("assessors", 2),
    "sessions": ("sessions", 3),
    "shared sessions": ("sessions", 3),
}
"""What a list is for, and the requests more for each project where it does not work; some lead to further ones for each
session. What two lists are for is asked for once."""
_BY_SESSION = frozenset({"sessions", "shared sessions", "field strengths", "assessors"})

WORKS, LATE = "", "was not answered in time"


def lists_check(client: Client, chosen: Sequence[str], seen: Seen) -> Check:
    """Return which lists can be had, and what a harvest takes; the client gets nothing more after that.

    :param chosen: the ids of the projects that a harvest reads; the first one that is public is asked about.
    """
    name = "lists"
    if not chosen:
        return Check(name, Standing.SKIP, "there is no project to ask about")
    public = [id_ for id_ in chosen if seen.access[id_] is Visibility.PUBLIC]
    found = _tried(_reads(Lists(client), (public or list(chosen))[0]))
    client.end()  # what was not sent by now would be sent after the log-out, and begin another session
    late = [one for one, trouble in found.items() if trouble is LATE]
    missing = [one for one, trouble in found.items() if trouble not in (WORKS, LATE)]
    more_of = dict(sorted(_EACH[one] for one in missing if one in _EACH))
    requests = _ONCE + _A_GROUP * len(list(chunks(chosen))) + len(chosen) * sum(more_of.values())
    told = f"a harvest of {_count(chosen)} takes about {requests} requests"
    if missing:
        more = ", and some for each session" if _BY_SESSION.intersection(missing) else ""
        cure = "nothing has to be done: what a list does not bring is asked for project by project, which takes longer"
        return Check(name, Standing.WARN, f"{_named(missing)} cannot be had as lists; {told}{more}", cure)
    if late:
        cure = "a harvest waits longer than this look; 'rate' and 'threads' of the archive spare a slow one"
        return Check(name, Standing.WARN, f"the list of {_named(late)} {LATE}", cure)
    return Check(name, Standing.PASS, f"all {len(found)} lists can be had; {told}")


def _named(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _count(chosen: Sequence[str]) -> str:
    return f"{len(chosen)} project{'s' if len(chosen) != 1 else ''}"


def _reads(lists: Lists, id_: str) -> Mapping[str, Callable[[], object]]:
    """Return how each list is asked for; what it brings is dropped."""
    one = (id_,)
    return {
        "projects": lambda: lists.descriptions(one, (), ()),
        "people": lambda: lists.descriptions(one, columns.PEOPLE, ()),
        "forms": lambda: lists.descriptions(one, (columns.ANSWERS,), ()),
        "readable projects": lists.readable,
        "subjects": lambda: lists.own_subjects(one),
        "shared subjects": lambda: lists.shared_subjects(one),
        "sessions": lambda: lists.own_sessions(one, tries=2).close(),
        "shared sessions": lambda: lists.shared_sessions(one),
        "field strengths": lambda: lists.strengths({"project": id_}, id_),
        "assessors": lambda: lists.assessors({"project": id_}, id_),
    }


def _tried(reads: Mapping[str, Callable[[], object]]) -> dict[str, str]:
    """Return what came of each: nothing where it works, why it does not, or that there was no time.

    The threads are left behind where they do not end: a large list may come for minutes.
    """
    found = dict.fromkeys(reads, LATE)
    turn = threading.BoundedSemaphore(_AT_ONCE)

    def read(name: str) -> None:
        with turn:
            found[name] = _trouble(reads[name])

    ends = time.monotonic() + WITHIN
    threads = [threading.Thread(target=read, args=(name,), daemon=True) for name in reads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(ends - time.monotonic(), 0))
    return dict(found)


def _trouble(read: Callable[[], object]) -> str:
    begun = time.monotonic()
    try:
        read()
    except Unreachable:
        return LATE
    except Refused as refusal:
        return str(refusal)
    except Fault as fault:  # who is slow has the list, and gives it to who waits longer
        return LATE if time.monotonic() - begun > _SLOW else fault.what
    return WORKS
