"""What keywords and ids of projects tell of what is for the catalogue: opt-in, opt-out, and tests.

Only these words are ever told or written, with how many projects have them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from img2fair.archives.choice import keyword_set

OPT_IN = ("fair", "findable", "catalogue", "catalog", "open", "public")
"""Keywords by which people offer a project, the surest first."""
OPT_OUT = ("nofair", "no-fair", "notfair", "not-public", "internal", "test")
"""Keywords by which people keep a project out."""
_TRIAL = re.compile(r"(?P<word>test|demo|sandbox|dummy|training)(?P<mark>[_-]|[0-9]|$)", re.IGNORECASE)
"""How the id of a project begins that somebody made to try something."""


def words_of(keywords: Iterable[str]) -> Mapping[str, int]:
    """Return how many projects have each keyword, in lower case.

    :param keywords: the keyword text of each project.
    """
    return Counter(word for text in keywords for word in keyword_set(text))


def marks_of(counted: Mapping[str, int]) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return how many projects have each keyword that opts in, and each that opts out, where there are some.

    :param counted: how many projects have each keyword.
    """
    return _those(OPT_IN, counted), _those(OPT_OUT, counted)


def trials_of(ids: Iterable[str]) -> Mapping[str, int]:
    """Return globs for ids that look like tests (``TEST_*``), with how many each is for, in their order.

    A glob is no wider than what was seen: ``TEST_*`` leaves ``TESTICULAR`` alone.
    """
    found: Counter[str] = Counter()
    for id_ in ids:
        match = _TRIAL.match(id_)
        if match:
            mark = match["mark"]
            found[match["word"] + ("[0-9]*" if mark.isdigit() else f"{mark}*" if mark else "")] += 1
    return {glob: found[glob] for glob in sorted(found)}


def _those(words: Iterable[str], counted: Mapping[str, int]) -> Mapping[str, int]:
    return {word: counted[word] for word in words if counted.get(word)}
