"""The fault that tells all that is wrong in a config, and what YAML stumbles over in words."""

import shlex
from collections.abc import Iterable

from ruamel.yaml.error import MarkedYAMLError

from img2fair.problems import Place, Problem, ProblemsFault

_SYNTAX = (
    ("found character '\\t'", "a tab", "indent with blanks; YAML takes no tabs there"),
    ("cannot start any token", "a text begins with a character that YAML keeps for itself", "put the text in quotes"),
    ("mapping values are not allowed", "a colon where none can be", "put a text with a colon in quotes; write a colon "
     "after each name, and entries of the same kind in the same column"),
    ("could not find expected ':'", "a line without a colon", "write entries as name: value"),
    ("expected <block end>", "this line does not stand in line with those above", "entries of the same kind begin in "
     "the same column"),
    ("expected the node content", "a bracket is not closed", "close every [ and {"),
    ("expected ',' or '", "a comma is missing, or a bracket is not closed", "write [a, b] or {a: b, c: d}"),
    ("unexpected end of stream", "a quote is not closed", "close the quote that begins in line LINE"),
    ("escape", "a backslash in double quotes means something else", "put the text in single quotes"),
    ("expected alphabetic or numeric", "a text begins with * or &", "put the text in quotes"),
    ("undefined alias", "a text that begins with * stands for something else", "put the text in quotes"),
    ("another document", "a second document begins", "leave the line --- away"),
)  # fmt: skip
"""What the YAML library says → what is wrong, and how to mend it."""


class ConfigFault(ProblemsFault):
    """A config cannot be used. One problem is told like any other fault, several as a list."""

    shown = 12

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        super().__init__(
            f"the config {file}", file, sorted(problems, key=_order), f"img2fair config check -c {shlex.quote(file)}"
        )
        if len(self.problems) == 1:
            only = self.problems[0]
            self.what = f"{only.subject}: {only.message}" if only.subject else only.message
            self.where, self.cure = only.at, only.cure

    def as_rows(self) -> list[dict[str, str | int]]:
        """Return the problems as plain values, for programs."""
        return [
            {
                "file": self.file,
                "line": one.place.line,
                "column": one.place.column,
                "key": one.subject,
                "message": one.message,
                "cure": one.cure,
            }
            for one in self.problems
        ]

    def __str__(self) -> str:
        return super().__str__() if len(self.problems) > 1 else super(ProblemsFault, self).__str__()


def _order(problem: Problem) -> tuple[Place, str]:
    return problem.place, problem.subject


def syntax_problem(error: MarkedYAMLError, file: str) -> Problem:
    """Return what is wrong with a text that is not YAML, where the library stumbled over it."""
    mark, began = error.problem_mark, error.context_mark
    at = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
    said = str(error.problem)
    for beginning, what, cure in _SYNTAX:
        if beginning in said:
            line = str(began.line + 1 if began else at.line)
            return Problem(str(at), "", f"not valid YAML: {what}", cure.replace("LINE", line))
    return Problem(str(at), "", f"not valid YAML: {said}", "docs/operator.md has an example")
