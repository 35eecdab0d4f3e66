"""What to add for a property that the mapping has no rule for: the rule, in which file, and the value's entry."""

import re
from collections.abc import Iterator, Sequence

_AS = {
    "dateTime": "dct:issued dct:modified dcat:startDate dcat:endDate",
    "decimal": "dcat:spatialResolutionInMeters",
    "nonNegativeInteger": "dcat:byteSize healthdcatap:minTypicalAge healthdcatap:maxTypicalAge "
    "healthdcatap:numberOfRecords healthdcatap:numberOfUniqueIndividuals",
    "": "adms:versionNotes dcat:keyword dcat:version dct:description dct:identifier dct:title foaf:name "
    "healthdcatap:populationCoverage healthdcatap:publishernote rdfs:label skos:notation skos:prefLabel vcard:fn",
}
"""What the values of well-known properties are, for a rule to start from; those of others are IRIs."""


_OF_PROJECT = ("dataset", "distribution")
"""Kinds of record whose rules read a project's form and its own entries of the config."""
_FILE = (".yaml", ".yml")


def is_known(name: str) -> bool:
    """Tell whether a property is one of those whose datatype is known here, so that its name is no slip."""
    return _datatype(name) is not None


def example(kind: str, name: str) -> str:
    """Return a line of YAML that gives a property of a kind of record a rule; it loads as it stands."""
    return f"{kind}: {{fields: {{{_rule(kind, name)}}}}}"


def advice(kind: str, name: str, project: str, mapping: Sequence[str] = ()) -> Iterator[str]:
    """Yield what to write, and where: the rule into a mapping of one's own, the value into the config.

    :param project: empty for records of the site.
    :param mapping: the names of the config's ``mapping``; a file among them is the one to add to.
    """
    file = next((one for one in reversed(mapping) if one.endswith(_FILE)), "")
    if file:
        yield f"to have one, add this rule to {file}, under {kind}: fields:"
        yield f"    {_rule(kind, name)}"
    else:
        named = f"[{', '.join(mapping)}, mapping.yaml]" if len(mapping) > 1 else "mapping.yaml"
        yield f"to have one, write mapping.yaml beside img2fair.yaml, which names it: mapping: {named}"
        yield from ("    mapping: 1", f"    extends: {mapping[0] if mapping else 'health-ri-core'}")
        yield f"    {example(kind, name)}"
    value = "https://…" if _datatype(name) is None else "…"
    if kind not in _OF_PROJECT or not project:
        yield f"and the value to img2fair.yaml, under defaults: {_group(kind)}:"
        yield f"    {_key(name)}: {value}"
        return
    yield f"and the value to img2fair.yaml, under projects: {project}: (or under defaults:, for all)"
    yield f"    {_key(name)}: {value}"
    yield f"the rule is every project's: an answer to form.{_key(name)} goes before that entry, in other projects too"


def _rule(kind: str, name: str) -> str:
    """Return the field of a rule, as it stands under ``fields``."""
    datatype = _datatype(name)
    as_ = "iri" if datatype is None else datatype
    key = _key(name)
    chain = f"[form.{key}, defaults.{key}]" if kind in _OF_PROJECT else f"defaults.{_group(kind)}.{key}"
    shown = f'"{name}"' if "/" in name else name
    return f"{shown}: {{from: {chain}{f', as: {as_}' if as_ else ''}}}"


def _datatype(name: str) -> str | None:
    """Return the datatype of a well-known property, empty for a text; ``None`` for others, which are IRIs."""
    return next((kind for kind, names in _AS.items() if name in names.split()), None)


def _key(name: str) -> str:
    local = re.split(r"[:/#]", name)[-1]
    return re.sub(r"\W+", "_", re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", local)).strip("_").lower() or "value"


def _group(kind: str) -> str:
    return kind.replace("-", "_")
