"""Which engine judges: ``fast`` where it is installed and there is no doubt, else the reference.

An engine is a function from a graph and a profile to results. Both engines find the same: in all that a result holds.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from importlib.util import find_spec

from pyoxigraph import Triple

from img2fair.errors import UsageFault
from img2fair.shacl.data import Data
from img2fair.shacl.doubts import Doubt
from img2fair.shacl.profile import Profile
from img2fair.shacl.results import Result

log = logging.getLogger(__name__)

ENGINES = ("auto", "pyshacl", "fast")

Engine = Callable[[Data, Profile], list[Result]]


def engine_named(engine: str) -> Engine:
    """Return an engine by its name.

    :param engine: ``pyshacl``; ``fast``, which falls back to pyshacl on any doubt and logs why; ``auto``: fast where it
        is installed.
    :raises UsageFault: there is no such engine, or it is not installed.
    """
    if engine not in ENGINES:
        raise UsageFault(f"no engine '{engine}'", where="engine", cure=f"give one of: {', '.join(ENGINES)}")
    if engine == "fast" and not installed():
        raise UsageFault("the fast engine is not installed", where="engine", cure="pip install 'img2fair[fast]'")
    return _guarded if engine != "pyshacl" and installed() else _reference()


@lru_cache(maxsize=1)
def installed() -> bool:
    """Tell whether the extra ``fast`` is installed."""
    return find_spec("shacl") is not None


def doubted(triples: Sequence[Triple], profiles: Iterable[Profile], engine: str = "auto") -> bool:
    """Tell whether a graph would be left to the reference, and others judged with it."""
    if engine == "pyshacl" or not installed():
        return False
    from img2fair.shacl import fast

    return any(fast.doubted(triples, profile) for profile in profiles)


def _guarded(data: Data, profile: Profile) -> list[Result]:
    from img2fair.shacl import fast

    try:
        return fast.results(data, profile)
    except Doubt as doubt:
        log.info("profile %s is judged by pyshacl: %s", profile.name, doubt)
        return _reference()(data, profile)


def _reference() -> Engine:
    """Return pyshacl's judge; its import takes a fifth of a second, which a run of the fast engine does without."""
    from img2fair.shacl import reference

    return reference.results
