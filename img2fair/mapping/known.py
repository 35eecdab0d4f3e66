"""The names that expressions may use, and whether a mapping that names something else is mistaken.

Names of archive data come from the allow-list (privacy/policy.py); the keys of Health-RI's form for XNAT were read from
img2catalog, ``ext/xnat_custom_forms`` (v2.0.2).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from img2fair.mapping.expression import Chain
from img2fair.mapping.problems import nearest
from img2fair.privacy import BY_PATH, NEVER

HEALTH_RI_FORM = frozenset(
    """
    access_rights analytics applicable_legislation code_values coding_system conforms_to contact_point
    contact_point.contact_page contact_point.email contact_point.formatted_name creator_grid creator_grid.homepage
    creator_grid.identifier creator_grid.mbox creator_grid.name dataGrid dataGrid.homepage dataGrid.identifier
    dataGrid.mbox dataGrid.name distribution documentation frequency geographical_coverage has_version
    health_theme identifier in_series is_referenced_by language legal_basis maximum_typical_age
    minimum_typical_age modification_date number_of_records number_of_unique_individuals other_identifier
    other_identifier.notation other_identifier.schema_agency personal_data population_coverage publisher
    publisher.homepage publisher.identifier publisher.mbox publisher.name publisher.publisher_note
    publisher.publisher_type purpose qualified_attribution qualified_relation quality_annotation release_date
    retentionPeriod.end_date retentionPeriod.start_date retention_period sample source status temporal.end_date
    temporal.start_date temporal_coverage temporal_resolution theme type version version_notes
    """.split()
)
"""Keys of the form that Health-RI ships for XNAT."""

OUR_FORM = frozenset("title description keyword license rights access_url creator".split())
"""Keys that a site may add to its form; the shipped mappings read them."""

PLAIN = {
    "site": frozenset("url type name description language version public_requires_login".split()),
    "project": frozenset({"id", "slug", "accessibility"}),
    "resource": frozenset({"slug", "defaults"}),
    "policy": frozenset({"min_count"}),
    "loop": frozenset({"index"}),
    "dataset": frozenset({"iri"}),
    "catalog": frozenset({"iri"}),
}
"""Names that do not pass the privacy gate."""

_ALWAYS = frozenset("site defaults policy iri".split())
_PROJECT = _ALWAYS | frozenset("project form subjects sessions scans resources variables counts catalog".split())
NAMES_IN = {
    "catalog": _ALWAYS,
    "data-service": _ALWAYS | {"catalog"},
    "dataset": _PROJECT,
    "distribution": _PROJECT | {"resource", "dataset"},
}
"""The names that exist in each kind of record."""

IN_IRI = {
    "catalog": frozenset({"site.url"}),
    "data-service": frozenset({"site.url"}),
    "dataset": frozenset({"site.url", "project.id"}),
    "distribution": frozenset({"site.url", "project.id", "dataset.iri", "resource.slug"}),
}
"""What a record's own IRI may be made of: it is the record's key and never changes (design.md D4)."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of names in one place of a mapping.

    :param kind: the record kind.
    :param forms: form keys, dotted.
    :param local: whether ``it`` and ``loop`` exist.
    :param it: the paths that ``it`` can stand for; empty where that cannot be told.
    """

    kind: str
    forms: frozenset[str]
    local: bool = False
    it: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The first names that exist here."""
        return NAMES_IN[self.kind] | (frozenset({"it", "loop"}) if self.local else frozenset())


def error_in(chain: Chain, known: Known) -> str | None:
    """Return what is wrong with a name, ``None`` if nothing is."""
    first, *rest = chain.names
    if first not in known.names:
        return _unknown_first(chain, known)
    if first == "it":
        return _error_in_it(rest, known)
    if first in ("form", "defaults"):
        return None if rest else f"'{first}' alone is no value; name a field, such as '{first}.title'"
    if first in ("iri", "resources", "variables") and not rest:
        return None
    return _error_in_path(str(chain), "resources" if first == "resource" else first, rest)


def warning_in(chain: Chain, known: Known) -> str | None:
    """Return what may be wrong with a name: a form key nobody has told us of."""
    first, *rest = chain.names
    if first != "form" or not rest:
        return None
    key = ".".join(rest)
    if _is_known(key, known.forms):
        return None
    hint = nearest(key, known.forms)
    return f"unknown form key '{chain}'{hint}; list it under 'forms:' if a form of yours has it"


def _is_known(key: str, forms: Iterable[str]) -> bool:
    """Tell whether a key, what it lies in, or what lies in it, is known; below a known leaf anything may follow."""
    return any(key == form or form.startswith(f"{key}.") for form in forms)


def _unknown_first(chain: Chain, known: Known) -> str:
    name = chain.names[0]
    if name in ("it", "loop"):
        return f"'{name}' exists only beside 'each' or in a node with 'with'"
    homes = sorted(kind for kind, names in NAMES_IN.items() if name in names)
    if homes:
        return f"'{name}' does not exist in a {known.kind} (only in: {', '.join(homes)})"
    return f"unknown name '{name}'{nearest(name, known.names)}"


def _error_in_it(rest: list[str], known: Known) -> str | None:
    if not rest or not known.it:
        return None
    faults = [_error_in_path(f"it.{'.'.join(rest)}", *_split(f"{path}.{'.'.join(rest)}")) for path in known.it]
    return faults[0] if all(faults) else None


def _split(path: str) -> tuple[str, list[str]]:
    first, *rest = path.split(".")
    return first, rest


def _error_in_path(written: str, first: str, rest: list[str]) -> str | None:
    path = ".".join((first, *rest))
    inner = frozenset(PLAIN.get("resource" if first == "resources" else first, ()))
    never = next((why for name, why in NEVER.items() if path == name or path.startswith(f"{name}.")), None)
    if never is not None:
        return f"the field '{written}' is never published: {never}"
    if rest and (rest[0] in inner or path in BY_PATH):
        return None
    if not rest:
        return f"'{written}' alone is no value{_hint(first, rest, inner)}"
    if any(other.startswith(f"{path}.") for other in BY_PATH):
        return None
    return f"unknown field '{written}'{_hint(first, rest, inner)}"


def _hint(first: str, rest: list[str], inner: Iterable[str]) -> str:
    """Return the nearest of the names that stand beside the unknown one, or some of them."""
    above = ".".join((first, *rest[:-1]))
    beside = {path.removeprefix(f"{above}.").partition(".")[0] for path in BY_PATH if path.startswith(f"{above}.")}
    if not beside and len(rest) > 1:
        return _hint(first, rest[:-1], inner)
    hint = nearest(rest[-1] if rest else "", beside | set(inner if len(rest) < 2 else ()))
    return hint.replace("did you mean '", f"did you mean '{above}.")
