"""Where the cases of these tests are, and decisions that stand for a steward's."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from img2fair.clinical.decisions import Attribute, Decide, FieldDecision, Kind

CASES = Path(__file__).parents[1] / "cases" / "clinical"
REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "cbioportal"


def cases(name: str) -> Any:
    return YAML(typ="safe").load(CASES / f"{name}.yaml")


def decision(kind: Kind, to: str = "", **more: Any) -> FieldDecision:
    """An exported field of a kind; ``to`` is the unit of its attribute."""
    return FieldDecision("subjects.variables.x", Decide.EXPORT, Attribute("X", "X", "X", unit=to), kind, **more)
