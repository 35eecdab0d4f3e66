"""Our own catalogue of clinical attributes that cBioPortal's studies share, and what sources call them.

Ids, levels and datatypes are those that the importer's validator fixes (validateData.py of cBioPortal/cbioportal-core,
marked ``fixed``) or that public studies use most; an id of theirs makes a study comparable with them. Descriptions and
synonyms are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from img2fair.clinical.decisions import Attribute, Datatype, Kind, Level
from img2fair.clinical.folding import folded, spellings


@dataclass(frozen=True, slots=True)
class KnownAttribute:
    """An attribute that many studies have.

    :param names: what sources call it, folded; the id is one of them.
    :param fixed: cBioPortal's validator fixes its level and its datatype.
    :param least, most: what a person can have, in the unit; ``None``: not known.
    :param values: usual source texts (folded) → the target to propose for each, where the kind is ``TABLE``.
    """

    id: str
    name: str
    description: str
    names: tuple[str, ...]
    kind: Kind = Kind.TABLE
    level: Level = Level.PATIENT
    datatype: Datatype = Datatype.STRING
    unit: str = ""
    priority: int = 1
    fixed: bool = False
    least: float | None = None
    most: float | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def attribute(self) -> Attribute:
        """Return it as the column of a study."""
        return Attribute(
            self.id, self.name, self.description, self.level, self.datatype, priority=self.priority, unit=self.unit
        )


_NUMBERS = frozenset({Kind.NUMBER, Kind.AGE, Kind.MONTHS, Kind.DAY})


def known(
    id_: str,
    name: str,
    description: str,
    names: str = "",
    kind: Kind = Kind.TABLE,
    *,
    level: Level = Level.PATIENT,
    unit: str = "",
    priority: int = 1,
    fixed: bool = False,
    span: tuple[float | None, float | None] = (None, None),
    values: Mapping[str, str] | None = None,
) -> KnownAttribute:
    """Return an attribute of the catalogue; commas part its names, and the spellings of each of its values."""
    datatype = Datatype.NUMBER if kind in _NUMBERS else Datatype.STRING
    if kind is Kind.YES_NO:
        datatype = Datatype.BOOLEAN
    called = dict.fromkeys(folded(one) for one in (id_, *names.split(",")) if one.strip())
    return KnownAttribute(
        id_, name, description, tuple(called), kind, level, datatype, unit, priority, fixed, *span,
        values=spellings(values or {}),
    )  # fmt: skip
