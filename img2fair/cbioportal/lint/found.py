"""What a lint has found so far; the same problem in many rows is one finding."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from img2fair.cbioportal.lint.problems import PROBLEMS
from img2fair.cbioportal.lint.rules import RULES_LINT
from img2fair.findings import RDF_FILE, Finding, Judge, Place
from img2fair.phrases import DUTCH

_WORDS = {"en": ("line", "column", "and {} more"), "nl": ("regel", "kolom", "en nog {}")}

_Key = tuple[str, str, str, tuple[tuple[str, object], ...]]


@dataclass(slots=True)
class _Told:
    line: int
    more: int = 0


@dataclass(slots=True)
class Found:
    """Problems in the order in which they were found.

    :param key, project: of the findings: what the study was made of.
    """

    key: str = ""
    project: str = ""
    _told: dict[_Key, _Told] = field(default_factory=dict)

    def tell(self, name: str, file: str, line: int = 0, column: str = "", /, **slots: object) -> None:
        """Note a problem; the same one of a file and column is counted, and its first line is kept.

        :param name: of the problem (problems.py).
        :param line: from 1; 0 where it is not one of a line.
        :param column: the column's name, or an attribute's.
        """
        key = (name, file, column, tuple(slots.items()))
        told = self._told.get(key)
        if told is None:
            self._told[key] = _Told(line)
        else:
            told.more += 1

    def findings(self) -> Iterator[Finding]:
        """Yield the problems as findings; ``where`` names file, line and column."""
        for (name, file, column, slots), told in self._told.items():
            problem = PROBLEMS[name]
            rule = RULES_LINT[problem.code]
            spots = {language: _spot(language, told.line, column) for language in _WORDS}
            said = {"en": problem.english.format(**dict(slots)), "nl": problem.dutch.format(**dict(slots))}
            texts = {
                language: ": ".join((", ".join((file, *spots[language])), said[language] + _more(language, told.more)))
                for language in _WORDS
            }
            yield Finding(
                code=problem.code,
                severity=problem.severity,
                judge=Judge.EXPORT,
                key=self.key,
                message=texts["en"],
                project=self.project or None,
                where=(Place(RDF_FILE, file, ", ".join(spots["en"])),),
                cure=rule.cure,
                message_nl=texts["nl"],
                cure_nl=rule.said(DUTCH)[2],
            )


def _spot(language: str, line: int, column: str) -> tuple[str, ...]:
    row, named, _ = _WORDS[language]
    return (*([f"{row} {line}"] if line else []), *([f"{named} {column}"] if column else []))


def _more(language: str, more: int) -> str:
    return f" ({_WORDS[language][2].format(more)})" if more else ""
