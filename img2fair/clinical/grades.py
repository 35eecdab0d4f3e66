"""Grades of tumours: ``G1`` to ``G4`` and ``GX``, or ``Low Grade`` and ``High Grade`` where only two are told apart.

Codes and the words of differentiation are those of the histologic grade (G) in the AJCC Cancer Staging Manual and of
the sixth digit in ICD-O-3; cBioPortal's TCGA studies write them so. Grades 1 to 4 of the WHO classification of tumours
of the central nervous system have the same numbers. Gleason scores and grade groups are another thing.
"""

import re

from img2fair.clinical.folding import label, labels

LOW, HIGH, UNASSESSED = "Low Grade", "High Grade", "GX"
WORDS = ("G1", "G2", "G3", "G4", UNASSESSED, LOW, HIGH)
_NUMBERS = {"1": "G1", "2": "G2", "3": "G3", "4": "G4", "i": "G1", "ii": "G2", "iii": "G3", "iv": "G4", "x": UNASSESSED}

_SPELLINGS = labels({
    "G1": "well differentiated,well-differentiated,goed gedifferentieerd,gut differenziert,bien différencié",
    "G2": "moderately differentiated,moderately-differentiated,moderately well differentiated,matig gedifferentieerd,"
          "mäßig differenziert,maessig differenziert,moyennement différencié",
    "G3": "poorly differentiated,poorly-differentiated,slecht gedifferentieerd,weinig gedifferentieerd,"
          "schlecht differenziert,peu différencié",
    "G4": "undifferentiated,anaplastic,undifferentiated/anaplastic,ongedifferentieerd,anaplastisch,undifferenziert,"
          "indifférencié",
    UNASSESSED: "cannot be assessed,grade cannot be assessed,niet te beoordelen,nicht beurteilbar",
    LOW: "low,low grade,low-grade,lowgrade,lg,laag,laaggradig,lage graad,niedrig,niedriggradig,niedriggradiger tumor,"
         "bas grade,bas,faible",
    HIGH: "high,high grade,high-grade,highgrade,hg,hoog,hooggradig,hoge graad,hoch,hochgradig,haut grade,haut,élevé",
})  # fmt: skip
_WORD = r"who|cns|histologic|histological|histologische|nuclear|nottingham|elston|sbr|fuhrman|tumou?r"
_WRITTEN = re.compile(
    rf"(?:(?:{_WORD})[ -]?)*(?:grade|graad|grad|gr\.?|g|°)?[ :-]{{0,2}}°?(?P<number>[1-4]|i{{1,3}}|iv|x)"
)
_DIFFERENTIATED = re.compile(r"(?:grade |g)?(?P<number>[1-4])\W{1,3}(?P<words>.+?)")
"""The number and the words together: ``G2: moderately differentiated``; the words must agree."""


def grade(text: str) -> str | None:
    """Return the grade that a folded text names; ``None``: it names none."""
    bare = label(text)
    found = _SPELLINGS.get(bare)
    if found is None and bare != "x" and (match := _WRITTEN.fullmatch(bare)):
        found = _NUMBERS[match["number"]]
    if found is None and (both := _DIFFERENTIATED.fullmatch(bare)):
        words = _SPELLINGS.get(both["words"])
        found = words if words == _NUMBERS[both["number"]] else None
    return found
