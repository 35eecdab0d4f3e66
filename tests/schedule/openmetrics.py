"""A strict reader of the OpenMetrics 1.0 text format, after the ABNF and the rules of its specification.

https://prometheus.io/docs/specs/om/open_metrics_spec/ ("Text format", "MetricFamily", "Gauge"); gauges only.
"""

import re
from dataclasses import dataclass, field

NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
LABEL = re.compile(r'(?P<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?P<value>(?:[^"\\\n]|\\[\\n"])*)"')
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
RESERVED = ("_total", "_created", "_bucket", "_count", "_sum", "_info", "_gcount", "_gsum")
UNESCAPED = {"\\\\": "\\", "\\n": "\n", '\\"': '"'}

Labels = frozenset[tuple[str, str]]


@dataclass
class Family:
    """One metric."""

    name: str
    said: dict[str, str] = field(default_factory=dict)
    samples: dict[Labels, float] = field(default_factory=dict)


def read(text: str) -> dict[str, Family]:
    """Return the families of an exposition; every breach of a rule is an AssertionError."""
    assert text.endswith("# EOF\n"), "the last line is EOF, and ends"
    lines = text.removesuffix("# EOF\n").split("\n")
    assert lines.pop() == "", "every line ends with a line feed"
    families: dict[str, Family] = {}
    for line in lines:
        name = _about(line, families) if line.startswith("#") else _sample(line, families)
        assert list(families)[-1] == name, f"families do not interleave: {line}"
    for family in families.values():
        _whole(family)
    return families


def _about(line: str, families: dict[str, Family]) -> str:
    found = re.fullmatch(r"# (TYPE|UNIT|HELP) (\S+) (.+)", line)
    assert found, f"no comments but these: {line}"
    what, name, said = found.groups()
    assert NAME.fullmatch(name), name
    family = families.setdefault(name, Family(name))
    assert what not in family.said, f"said once: {line}"
    assert not family.samples, f"said before its samples: {line}"
    if what == "HELP":
        assert re.fullmatch(r'(?:[^"\\\n]|\\[\\n"])*', said), said
    family.said[what] = said
    return name


def _sample(line: str, families: dict[str, Family]) -> str:
    found = re.fullmatch(r"(?P<name>[^{ ]+)(?:\{(?P<labels>.*)\})? (?P<value>\S+)", line, re.DOTALL)
    assert found, line
    assert found["name"] in families, f"a gauge's sample has its family's name: {line}"
    assert NUMBER.fullmatch(found["value"]), line
    labels = _labels(found["labels"] or "")
    family = families[found["name"]]
    assert labels not in family.samples, f"no sample twice: {line}"
    family.samples[labels] = float(found["value"])
    return family.name


def _labels(text: str) -> Labels:
    found: list[tuple[str, str]] = []
    while text:
        label = LABEL.match(text)
        assert label, text
        value = re.sub(r'\\[\\n"]', lambda one: UNESCAPED[one[0]], label["value"])
        found.append((label["name"], value))
        text = text[label.end() :]
        assert not text or text.startswith(","), text
        text = text[1:]
    assert len(dict(found)) == len(found), "no label name twice"
    return frozenset(found)


def _whole(family: Family) -> None:
    assert family.said.get("TYPE") == "gauge", family.name
    assert family.said.get("HELP"), family.name
    assert family.samples, f"no metric without a sample: {family.name}"
    assert not family.name.endswith(RESERVED), family.name
    unit = family.said.get("UNIT")
    assert unit is None or family.name.endswith(f"_{unit}"), family.name
    assert family.name.endswith("_seconds") == (unit == "seconds"), "a unit is said"
