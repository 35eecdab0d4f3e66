"""What is wrong in a mapping file: problems, gathered until all are known, and the fault that tells them at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from img2fair.problems import Place, Problem, ProblemsFault, closest

__all__ = ["MappingFault", "Notes", "Place", "Problem", "nearest"]


class MappingFault(ProblemsFault):
    """A mapping cannot be used. ``errors`` holds all that is wrong, one line each."""

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        super().__init__(f"the mapping {file}", file, problems, f"img2fair mapping check {file}")


@dataclass(slots=True)
class Notes:
    """Collects problems and warnings while a mapping is read."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def error(self, at: Place | str, subject: str, message: str) -> None:
        """Note something that keeps the mapping from being used."""
        self.problems.append(Problem(str(at), subject, message))

    def warn(self, at: Place | str, subject: str, message: str) -> None:
        """Note something that may be meant."""
        self.warnings.append(str(Problem(str(at), subject, message)))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint in brackets: the known name most like this one, else the known names (at most twelve)."""
    names = sorted(known)
    close = closest(name, names)
    if close:
        return f" (did you mean '{close}'?)"
    if not names:
        return " (none is defined)"
    more = ", …" if len(names) > 12 else ""
    return f" (known: {', '.join(names[:12])}{more})"
