"""Properties of a mapping that look like slips of the pen: no profile knows them, and one very like them is known.

Any CURIE is a property as far as the language goes, so ``dct:titel`` would be published and found by nobody.
"""

import difflib
import re
from collections.abc import Iterable

from img2fair.mapping import Mapping
from img2fair.rdf import expand, shorten
from img2fair.shacl import list_profiles, load_profile
from img2fair.shacl.profile import all_variants

LIKE = 0.8
"""How alike two names are, from 0 to 1 (difflib), for one to be taken for a slip of the other."""


def doubtful_properties(mapping: Mapping) -> tuple[str, ...]:
    """Return a warning, with file:line:column, for each property that is unknown and very like a known one."""
    known = _known()
    warnings = []
    for _, path, at in mapping.rules:
        curie = path.rpartition("/")[2]
        term = expand(curie, dict(mapping.prefixes))
        near = None if term in known else _nearest(term, known)
        if near:
            warnings.append(f"{at}: no profile knows the property '{curie}'; did you mean '{shorten(near)}'?")
    return tuple(dict.fromkeys(warnings))


def _known() -> frozenset[str]:
    """Return the properties that the shapes of any shipped profile speak of."""
    variants = all_variants(load_profile(name) for name, _, _ in list_profiles())
    return frozenset(path for variant in variants for path in variant.shapes().names)


def _nearest(term: str, known: Iterable[str]) -> str | None:
    """Return the known property of the same namespace that a name is very like."""
    space = _space(term)
    names = {one.removeprefix(space): one for one in known if _space(one) == space}
    close = difflib.get_close_matches(term.removeprefix(space), names, 1, LIKE)
    return names[close[0]] if close else None


def _space(term: str) -> str:
    return re.sub(r"[^/#]*$", "", term)
