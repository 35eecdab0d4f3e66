"""What each code of a finding means, with what belongs to all codes of its kind."""

from dataclasses import dataclass

from img2fair.errors import Exit
from img2fair.findings import RuleText
from img2fair.pipeline import all_rules
from img2fair.report.examples import EXAMPLES, Example


@dataclass(frozen=True, slots=True)
class Family:
    """Findings whose codes begin alike: who finds them, how bad they are, who mends them, how a command then ends."""

    letter: str
    title: str
    severity: str
    who: str
    ends: tuple[Exit, ...]
    ending: str


FAMILIES = (
    Family(
        "S",
        "Shapes: what the profiles demand",
        "as the shape says: violation, warning or info; at most a warning where the profile only advises",
        "the data steward, in the archive; the operator where the place is a key of img2fair.yaml",
        (Exit.INVALID,),
        "where it is as bad as `--fail-on` says (`validate`), or as `block_on` says (`publish`)",
    ),
    Family(
        "M",
        "Mapping: what a mapping could not say",
        "violation for a mandatory value that is missing, else a warning; info where a text was only cleaned",
        "the data steward, in the archive; the operator where the place is a key of img2fair.yaml; "
        "who looks after the mapping, where the rule is wrong",
        (Exit.INVALID,),
        "where it is as bad as `--fail-on` says (`validate`), or as `block_on` says (`publish`)",
    ),
    Family(
        "P",
        "Privacy: what may tell of a person",
        "violation where the record is kept back; warning or info where it is only told",
        "the data steward, who takes it out of the field named or has it reviewed; the data protection officer decides",
        (Exit.PRIVACY,),
        "where it is a violation: the record stays in the catalogue as it was",
    ),
    Family(
        "T",
        "Target: what a target refuses",
        "violation",
        "the data steward, in the archive; the operator, who chooses the target's profile",
        (Exit.INVALID, Exit.PARTLY),
        "3 where the target's schemas are known before anything is sent, 8 where the target refuses what was sent",
    ),
    Family(
        "E",
        "Export: what a study for cBioPortal lacks",
        "violation, where the study is not written; else warning or info",
        "who makes the study: in the harmonisation file, in `cbioportal` of img2fair.yaml, or in the archive",
        (Exit.USAGE, Exit.INVALID),
        "for violations; with warnings the study is written and the command ends with 0",
    ),
)


@dataclass(frozen=True, slots=True)
class Coded:
    """A finding's code with its family and, where there is one, an example."""

    text: RuleText
    family: Family
    example: Example | None

    @property
    def language(self) -> str:
        """The language that the example is written in."""
        return "turtle" if self.example and self.example.wrong.startswith("<") else "yaml"


def coded() -> tuple[Coded, ...]:
    """Return all codes, family by family, in the order of their numbers."""
    rules = all_rules()
    return tuple(
        Coded(rules[code], family, EXAMPLES.get(code))
        for family in FAMILIES
        for code in sorted(rules)
        if code[4] == family.letter
    )
