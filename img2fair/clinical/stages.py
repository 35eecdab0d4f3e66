"""Stage groups of solid tumours, by AJCC and UICC: ``Stage IIB``.

The groups are those of the AJCC Cancer Staging Manual (6th to 8th edition) over all its chapters, written as GDC and
cBioPortal's TCGA studies write them. T, N and M are no groups. A bare digit is none either: lists of codes often begin
with 1 for stage 0. FIGO, Ann Arbor, Rai and others are schemes of their own.
"""

import re

from img2fair.clinical.folding import label

_GROUPS = (
    "0 0a 0is I IA IA1 IA2 IA3 IB IB1 IB2 IB3 IC IC1 IC2 IC3 IS II IIA IIA1 IIA2 IIB IIC "
    "III IIIA IIIA1 IIIA2 IIIB IIIC IIIC1 IIIC2 IIID IV IVA IVB IVC X"
)
WORDS = tuple(f"Stage {group}" for group in _GROUPS.split())
"""The texts that a stage is told in."""
_BY_GROUP = {word.removeprefix("Stage ").lower(): word for word in WORDS}
_ROMAN = {"1": "i", "2": "ii", "3": "iii", "4": "iv"}

_WRITTEN = re.compile(
    r"(?:(?:ajcc|uicc|tnm)[ :-]?)?(?:(?:pathologic|pathological|clinical|pathologisch|klinisch|klinisches) )?"
    r"(?P<word>(?:stage|stadium|stade|stadie|stg\.?|st\.)(?: ?group)?[ :-]{0,2})?"
    r"(?P<number>0|x|i{1,3}|iv|[1-4])(?P<rest>[ -]?(?:is|[a-d][ -]?[1-3]?|s))?"
)


def stage(text: str) -> str | None:
    """Return the stage group that a folded text names, such as ``Stage IIB``; ``None``: it names none."""
    match = _WRITTEN.fullmatch(label(text))
    if match is None or (match["number"] in "01234x" and not match["word"] and not match["rest"]):
        return None
    rest = re.sub("[ -]", "", match["rest"] or "")
    return _BY_GROUP.get(_ROMAN.get(match["number"], match["number"]) + rest)
