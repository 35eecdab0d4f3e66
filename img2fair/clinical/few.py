"""How many patients a sentence may tell: of fewer than five only that they are few, as the figures of a report do."""

from collections.abc import Mapping

FEW = 5
_WORDS = {"en": f"fewer than {FEW}", "nl": f"minder dan {FEW}"}


def with_patients(slots: Mapping[str, object], language: str) -> dict[str, object]:
    """Return the slots of a sentence with ``patients`` beside ``number``: the number, or that it is of few."""
    number = slots.get("number")
    few = isinstance(number, int) and 0 < number < FEW
    return {**slots, "patients": _WORDS[language] if few else number}
