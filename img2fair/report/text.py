"""A report for people at a terminal: causes, each with the place to mend and the cure.

error[I2F-S001]: dataset 'Glioma LGG' (project LGG) has no theme
  --> mapping.yaml:41:9   dcat:theme <- form.theme, defaults.theme
   | XNAT    project LGG > Custom form "HRI dataset" > field "Theme": empty
   |         https://xnat.example.org/data/projects/LGG
   | config  defaults.theme: not set
   | rule    health-ri-core, dcat-ap: dataset-theme (sh:minCount); mandatory in the mapping
   = allowed: Health (HEAL), Transport (TRAN), … [11 more in http://publications.europa.eu/resource/authority/data-theme]
   = steward: choose one
   = operator: or set defaults.theme in img2fair.yaml
   = 14 more projects fail for the same reason: BRATS, …
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from img2fair.findings import (
    CONFIG_FILE,
    MANDATORY,
    RDF_FILE,
    REFUSED,
    WITHHELD,
    Finding,
    Judge,
    Place,
    Report,
    Severity,
)
from img2fair.model.record import KINDS
from img2fair.places import in_language, own_entries
from img2fair.report.causes import Cause, causes, quoted, titles
from img2fair.report.described import Described
from img2fair.report.offers import nearest, options
from img2fair.report.plain import painted, plain
from img2fair.report.words import COUNTED, WORDS, counted

NAMED = 5
"""So many other projects, values or tried paths are named before the rest is counted."""
LONGEST = 400
"""Letters of a message or value that are shown; programs get all of it."""

_CONSTRAINTS = {
    "I2F-S001": "sh:minCount",
    "I2F-S002": "sh:maxCount",
    "I2F-S003": "sh:datatype",
    "I2F-S004": "sh:nodeKind",
    "I2F-S006": "sh:pattern",
    "I2F-S007": "sh:class",
    "I2F-S008": "sh:node",
    "I2F-S009": "sh:uniqueLang",
}
"""The constraint that a code nearly always stands for; of the other codes it can be one of several."""
_OURS = "https://w3id.org/img2fair/shapes/"
_WIDTH = 7


def to_text(
    report: Report,
    *,
    limit: int | None = None,
    color: bool = False,
    language: str = "en",
    notes: bool = False,
    described: Sequence[Described] = (),
) -> str:
    """Return a report as text.

    :param limit: show so many causes at most; the last line still counts all.
    :param color: use terminal colours.
    :param language: ``en`` or ``nl``.
    :param notes: whether notes are shown in full; else each cause of them is one line.
    :param described: what was checked, for the last line to say of which kinds.
    """
    found = causes(report.findings)
    shown = found if limit is None else found[:limit]
    named = titles(report)
    brief = () if notes else tuple(cause for cause in shown if cause.first.severity is Severity.INFO)
    blocks = ["\n".join(_cause(cause, named, color, language)) for cause in shown if cause not in brief]
    if brief:
        lines = [_brief(cause, named, color, language) for cause in brief]
        blocks.append("\n".join([*lines, "   = " + WORDS.say(language, "notes in full")]))
    if len(shown) < len(found):
        blocks.append(counted(language, "more causes", len(found) - len(shown)))
    return "\n\n".join([*blocks, summary(report, color=color, language=language, described=described)]) + "\n"


def summary(report: Report, *, color: bool = False, language: str = "en", described: Sequence[Described] = ()) -> str:
    """Return the last line of a report: what was checked, and how much was found."""
    counts = report.counts()
    profiles = ", ".join(_judged_by(report, language))
    verdict, paint = ("conforms", "good") if report.conforms else ("does not conform", "violation")
    if not report.checked:
        verdict, paint = "nothing was checked", "violation"
    kinds = ", ".join(_kinds(report, described, language))
    return WORDS.say(
        language,
        "checked",
        records=counted(language, "records", len(report.checked)),
        kinds=WORDS.say(language, "kinds", kinds=kinds) if kinds else "",
        against=WORDS.say(language, "against", profiles=profiles) if profiles else "",
        counts=", ".join(counted(language, COUNTED[severity], counts[severity.value]) for severity in Severity),
        verdict=painted(WORDS.say(language, verdict), paint, color),
    )


def _kinds(report: Report, described: Sequence[Described], language: str) -> Iterator[str]:
    """Yield how many of what was checked are of each kind, as far as that is known."""
    kind_of = {one.key: one.kind for one in described if one.kind in KINDS}
    found = Counter(kind_of.get(key, "other") for key in report.checked)
    for kind in (*KINDS, "other") if kind_of else ():
        if found[kind]:
            yield counted(language, kind, found[kind])


def _judged_by(report: Report, language: str) -> Iterator[str]:
    """Yield the profiles, those that only advise marked as such."""
    for name in map(plain, report.profiles):
        yield WORDS.say(language, "advisory", profile=name) if name in report.advisory else name


def headline(cause: Cause, named: Mapping[str, str], language: str) -> str:
    """Return what is wrong with the first record in one line, with the id of its project.

    What the mapping found names a property only; the title of its record goes before it.
    """
    said, project = cause.first.said(language), cause.first.project
    if not project or f"project {project}" in said:
        return said
    about = WORDS.say(language, "project", project=project)
    title, key = named.get(cause.first.key, ""), re.escape(cause.first.key)
    if cause.first.judge is Judge.MAPPING and title not in ("", cause.first.key):
        return f"'{title}'{about}: {said}"
    found = (quoted(title).search(said) if title else None) or (re.search(f" <{key}>", said) if key else None)
    end = found.end() if found else len(said)
    return said[:end] + about + said[end:]


def _brief(cause: Cause, named: Mapping[str, str], color: bool, language: str) -> str:
    """Return a cause as one line: what is wrong, with which record or in how many projects."""
    several = len(cause.projects) > 1
    said = cause.heading(named, language) if several else headline(cause, named, language)
    more = counted(language, "in projects", len(cause.projects)) if several else ""
    return f"{_kind(cause, color, language)}: {plain(said, LONGEST)}{more}"


def _kind(cause: Cause, color: bool, language: str) -> str:
    word = WORDS.say(language, cause.first.severity.value)
    return painted(f"{word}[{plain(cause.first.code)}]", cause.first.severity.value, color)


def _cause(cause: Cause, named: Mapping[str, str], color: bool, language: str) -> list[str]:
    heading = plain(headline(cause, named, language), LONGEST)
    return [
        f"{_kind(cause, color, language)}: {painted(heading, 'bold', color)}",
        f"  --> {_way(cause)}",
        *_places(cause, language),
        *_facts(cause, heading, language),
        *_cures(cause, language),
        *(f"   = {line}" for line in others(cause, language)),
    ]


def _way(cause: Cause) -> str:
    """Return the rule of the mapping, the property, and what the rule tried; without a rule the file or record."""
    first = cause.first
    tried = ", ".join(first.tried()[:NAMED]) + (" …" if len(first.tried()) > NAMED else "")
    property_ = " <- ".join(part for part in (cause.path, tried) if part)
    rule = first.mapping or next((place.field for place in first.where if place.system == RDF_FILE), "")
    parts = [part for part in (plain(rule), plain(property_, LONGEST)) if part]
    return "   ".join(parts) if rule or not first.focus else "   ".join([plain(first.focus, LONGEST), *parts])


def _row(name: str, text: str) -> str:
    return f"   | {name:<{_WIDTH}} {plain(text, LONGEST)}"


def _places(cause: Cause, language: str) -> Iterator[str]:
    """Yield the places to mend, each with what is there, as far as that is known; the config's entries for all."""
    link, finding = "", cause.first
    own = own_entries(finding.where, finding.project)
    for place in finding.where:
        if place.system == RDF_FILE or place in own:
            continue
        shown = in_language(place, language)
        name = WORDS.say(language, "config") if place.system == CONFIG_FILE else plain(shown.system)
        way = " > ".join(part for part in (shown.screen, shown.field) if part)
        yield _row(name, way + _state(finding, place, language))
        if place.link and place.link != link:
            link = place.link
            yield _row("", link)


def _state(finding: Finding, place: Place, language: str) -> str:
    """Return that a place is empty, where that is certain: the mapping itself found nothing, and withheld nothing."""
    steps = finding.origin.steps if finding.origin else ()
    if MANDATORY not in steps or any(step.startswith((WITHHELD, REFUSED)) for step in steps):
        return ""
    return ": " + WORDS.say(language, "not set" if place.system == CONFIG_FILE else "empty")


def _facts(cause: Cause, heading: str, language: str) -> Iterator[str]:
    """Yield the wrong values that the heading does not hold, what is there and not published, and the rule broken."""
    first = cause.first
    values = [plain(value, LONGEST) for value in cause.values[: NAMED + 1]]
    if any(value not in heading for value in values):
        yield _row(WORDS.say(language, "value"), "; ".join(values[:NAMED]) + (" …" if len(values) > NAMED else ""))
    for step in first.origin.steps if first.origin else ():
        if step.startswith(WITHHELD):
            yield _row(WORDS.say(language, "kept"), WORDS.say(language, "withheld", path=step.removeprefix(WITHHELD)))
        if step.startswith(REFUSED):
            yield _row(WORDS.say(language, "kept"), WORDS.say(language, "refused", code=step.removeprefix(REFUSED)))
    rule = _rule(first, language)
    if rule:
        yield _row(WORDS.say(language, "rule"), rule)


def _rule(finding: Finding, language: str) -> str:
    """Return who demands it: profiles, the shape's name, the constraint, and the mapping where it does too."""
    shape = finding.shape or ""
    name = shape.partition("#")[2] if shape.startswith(_OURS) else shape
    constraint = f" ({_CONSTRAINTS[finding.code]})" if finding.code in _CONSTRAINTS and name else ""
    profile = finding.profile or ""
    if finding.judge is Judge.TARGET and profile:
        profile = WORDS.say(language, "own schemas", profile=profile)
    demanded = ": ".join(part for part in (profile, name + constraint) if part)
    mandatory = finding.origin is not None and MANDATORY in finding.origin.steps
    also = WORDS.say(language, MANDATORY) if mandatory else ""
    return "; ".join(part for part in (demanded, also) if part)


def _cures(cause: Cause, language: str) -> Iterator[str]:
    """Yield what would do instead, and what each who can mend it does."""
    first = cause.first
    near = nearest(first, language)
    if near:
        yield "   = " + WORDS.say(language, "did you mean", iri=plain(near[0]), label=plain(near[1]))
    if first.allowed:
        yield "   = " + WORDS.say(language, "allowed", options=options(first, language))
    if first.cure:
        yield f"   = {WORDS.say(language, _who(first))}: {plain(first.cured(language), LONGEST)}"
    entries = _entries(cause, language)
    if entries:
        yield f"   = {WORDS.say(language, 'operator')}: {entries}"


def _entries(cause: Cause, language: str) -> str:
    """Return which entries of the config would do: of one project, or of all where most of them lack the value."""
    first = cause.first
    own = own_entries(first.where, first.project)
    keys = [place.field for place in cause.where(first) if place.system == CONFIG_FILE and place not in own.values()]
    shared = [place.field for place in own.values()]
    if cause.common or not own:
        keys, shared = [*dict.fromkeys([*keys, *shared])], []
    if not keys or (first.who != "steward" and not shared):
        return ""
    if len(cause.projects) > 1:
        keys = [key.replace(f"projects.{first.project}.", "projects.<id>.", 1) for key in keys]
    said = WORDS.say(language, "or set", keys=_named(keys))
    return said + (counted(language, "for all", len(shared), keys=_named(shared)) if shared else "")


def _named(keys: Sequence[str]) -> str:
    return plain(", ".join(keys[:NAMED]) + (" …" if len(keys) > NAMED else ""), LONGEST)


def _who(finding: Finding) -> str:
    return finding.who if finding.who in WORDS else "steward"


def others(cause: Cause, language: str) -> list[str]:
    """Return how many more projects or records have the same cause, as one line or none."""
    rest = cause.projects[1:]
    if not rest:
        more = len(cause.findings) - 1
        return [counted(language, "other findings", more)] if more else []
    named = ", ".join(map(plain, rest[:NAMED])) + (" …" if len(rest) > NAMED else "")
    what = "other projects" if all(finding.project for finding in cause.findings) else "other records"
    return [counted(language, what, len(rest), names=named)]
