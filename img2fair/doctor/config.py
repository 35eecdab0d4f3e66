"""What is right and wrong with a config: that it reads, its mapping and profiles, what only the config can say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from img2fair.archives.failing import failed
from img2fair.config import Config, Located
from img2fair.coverage import NO_RULE, Coverage, Row, coverage
from img2fair.errors import Exit, Fault
from img2fair.judging import profiles_of
from img2fair.mapping import MappingFault
from img2fair.model import Check, Standing
from img2fair.problems import ProblemsFault, told
from img2fair.publication.needed import Need, needs_of
from img2fair.publication.settings import load_mapping_of
from img2fair.report.plain import counted

if TYPE_CHECKING:
    from img2fair.mapping import Mapping as Rules

_PATH = re.compile(r"(defaults|site|form)\.([\w.]+)")
_NAMED = re.compile(r"\{\{.*\bsite\.name\b")
"""A text that is made with the archive's name, and is none without it."""
_ANSWER = re.compile(r"\bform\.([A-Za-z_][\w.]*)")
_OF_THE_CONFIG = ("catalog", "data-service")
"""Kinds of records that no form of a project speaks of."""
_SITE = ("url", "type", "name", "language")
"""What a mapping sees of the archive as ``site``."""


@dataclass(slots=True)
class Looked:
    """What came of a look at the config of one archive; ``form_keys`` are the answers that the mapping asks for."""

    checks: list[Check] = field(default_factory=list)
    form_keys: frozenset[str] = frozenset()


def read_check(sites: Sequence[Located]) -> Check:
    """Return that a config reads."""
    targets = len(sites[0].config.targets)
    found = f"{sites[0].file}: {counted(len(sites), 'archive')}, {counted(targets, 'target')}"
    if not targets:
        return Check(
            "config", Standing.WARN, found, "name where the catalogue is published: docs/operator.md, 'targets'"
        )
    return Check("config", Standing.PASS, found)


def unread_check(fault: Fault, *, there: bool) -> Check:
    """Return the check of a config that cannot be read, with all that is wrong in it.

    :param there: whether there is such a file at all.
    """
    if not there:
        cure = "img2fair init writes one for your archive; img2fair demo shows everything without one"
        return Check("config", Standing.FAIL, f"{fault.what} ({fault.where})", cure, fault.code)
    return _whole("config", fault)


@dataclass(slots=True)
class _Rules:
    """What came of a look at mapping and profiles, and the rows of what the profiles demand where both can be read."""

    checks: list[Check] = field(default_factory=list)
    rows: Sequence[Row] | None = None
    mapping: "Rules | None" = None


def look_at(sites: Sequence[Located]) -> list[Looked]:
    """Return what is right and wrong with mapping, profiles and defaults of each archive.

    Archives that have them in common are many, and reading them takes longest; so they are read once.
    """
    read: dict[object, _Rules] = {}
    looked = []
    for one in sites:
        said = one.config
        named = (said.mapping, said.profiles, said.advisory)
        if named not in read:
            read[named] = _rules_of(one)
        looked.append(_looked(said, read[named]))
    return looked


def _looked(config: Config, rules: _Rules) -> Looked:
    if rules.rows is None or rules.mapping is None:
        return Looked([*rules.checks])
    keys = frozenset(_ANSWER.findall(" ".join(chain for row in rules.rows for chain in row.chains)))
    demanded = [row for row in rules.rows if row.mandatory and row.status != NO_RULE]
    inner = needs_of(rules.mapping, rules.rows, config.archive.type)
    return Looked([*rules.checks, _defaults(config, demanded, inner)], keys)


def _rules_of(located: Located) -> _Rules:
    """Return the checks of mapping and profiles, and whether the one has rules for what the others demand."""
    mapping = profiles = None
    found = _Rules()
    try:
        mapping = load_mapping_of(located)
    except Fault as fault:
        found.checks.append(_whole("mapping", fault))
    else:
        found.checks.append(_mapping(mapping))
    try:
        profiles = profiles_of(located.config.profiles, located.config.advisory)
    except Fault as fault:
        found.checks.append(_whole("profiles", fault))
    else:
        found.checks.append(Check("profiles", Standing.PASS, ", ".join(one.name for one in profiles)))
    if mapping is None or profiles is None:
        said = "nothing can be said before mapping and profiles can be read"
        found.checks += [Check(name, Standing.SKIP, said) for name in ("rules", "defaults")]
        return found
    try:
        covered = [coverage(mapping, profile) for profile in profiles if not profile.advisory]
    except Fault as fault:
        found.checks.append(failed("rules", fault))
        return found
    found.checks.append(_rules(covered))
    found.mapping = mapping
    found.rows = [row for one in covered for row in one.rows]
    return found


def _whole(name: str, fault: Fault) -> Check:
    """Return the check of a fault; one that gathers several tells each of them."""
    lines: list[str] = []
    again = ""
    if isinstance(fault, ProblemsFault):
        lines, again = [line for problem in fault.problems for line in told(problem)], fault.told_by
    elif isinstance(fault, MappingFault):
        lines, again = [*fault.errors], f"img2fair mapping check {fault.file}"
    if lines and (len(lines) > 1 or not fault.cure):
        found = "\n".join((fault.what, *lines))
        return Check(name, Standing.FAIL, found, f"mend what is told; {again} tells it again", fault.code)
    return failed(name, fault)


def _mapping(mapping: "Rules") -> Check:
    if mapping.warnings:
        found = "\n".join((f"{mapping.name}, with a doubt", *mapping.warnings))
        return Check("mapping", Standing.WARN, found, f"look at what is named; img2fair mapping check {mapping.name}")
    return Check("mapping", Standing.PASS, f"{mapping.name}: {counted(len(mapping.rules), 'rule')}")


def _rules(found: Sequence[Coverage]) -> Check:
    name = "rules"
    lacking = sorted({_called(row) for one in found for row in one.rows if row.mandatory and row.status == NO_RULE})
    if lacking:
        cure = f"add rules for them: img2fair mapping coverage {found[0].mapping} --profile {found[-1].profile}"
        said = f"no rule for what the profiles demand: {', '.join(lacking)}"
        return Check(name, Standing.WARN, said, cure)
    return Check(name, Standing.PASS, "there is a rule for all that the profiles demand")


def _defaults(config: Config, rows: Sequence[Row], inner: Sequence[Need]) -> Check:
    """Return whether the config says what the profiles demand and no archive knows.

    A chain that ends in the config alone has to be there; one that a form may answer too, is told.

    :param inner: what has to be said within those, such as the publisher's e-mail address.
    """
    name = "defaults"
    said = _said(config)
    lacking: dict[str, str] = {}
    asked: dict[str, str] = {}
    for row in rows:
        tried = [alternative for chain in row.chains for alternative in _alternatives(chain)]
        named = any(_NAMED.search(alternative) for alternative in tried)
        tried = ["site.name" if _NAMED.search(alternative) else alternative for alternative in tried]
        places = [match for alternative in tried if (match := _PATH.fullmatch(alternative))]
        if row.node or not places or len(places) < len(tried) or any(_there(said, match[0]) for match in places):
            continue
        mine = "archive.name" if named else next((match[0] for match in reversed(places) if match[1] == "defaults"), "")
        if mine:
            (asked if any(match[1] == "form" for match in places) else lacking).setdefault(mine, _called(row))
    for need in inner:
        keys = [f"defaults.{key}" for key in need.keys]
        whole = min(keys, key=lambda key: key.count("."))
        if not any(_there(said, key) or key.rpartition(".")[0] in (*lacking, *asked) for key in keys):
            kind, *way = need.what.split()
            (lacking if kind in _OF_THE_CONFIG else asked).setdefault(whole, f"{' '.join(way)} of the {kind}")
    asked = {place: called for place, called in asked.items() if place not in lacking}
    if lacking:
        found = f"the config does not say what no archive knows: {_listed(lacking)}"
        return Check(name, Standing.FAIL, found, f"add to the config: {', '.join(lacking)}", Exit.INVALID)
    if asked:
        found = f"each project's form has to say, for the config does not: {_listed(asked)}"
        return Check(name, Standing.WARN, found, f"add to the config what holds for most: {', '.join(asked)}")
    return Check(name, Standing.PASS, "the config says what no archive knows")


def _said(config: Config) -> Mapping[str, object]:
    archive = config.archive
    site = dict(zip(_SITE, (archive.identity, archive.type, archive.name, archive.language), strict=True))
    return {"defaults": config.defaults, "site": site}


def _there(said: Mapping[str, object], path: str) -> bool:
    value: object = said
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value not in (None, "", [], {})


def _alternatives(chain: str) -> list[str]:
    """Return what a rule tries in turn, without the filters."""
    return [one.partition(" | ")[0].strip() for one in chain.split(" → ")]


def _called(row: Row) -> str:
    return f"{row.name or row.property} of the {row.kind}"


def _listed(found: Mapping[str, str]) -> str:
    return ", ".join(f"{called} ({path})" for path, called in found.items())
