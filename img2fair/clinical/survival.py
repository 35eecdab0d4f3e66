"""Whether somebody lives, as cBioPortal's overall survival has it: ``0:LIVING`` or ``1:DECEASED``.

The two values are fixed by cBioPortal's file formats (https://docs.cbioportal.org/file-formats/, survival attributes).
Words are those of GDC's vital_status, of cBioPortal's own studies, of follow-up in oncology (``DOD``, ``AWD``) and of
four languages. A bare 0 or 1 is neither: either can be either.
"""

import re

from img2fair.clinical.folding import label, labels

LIVING, DECEASED = "0:LIVING", "1:DECEASED"
WORDS = (LIVING, DECEASED)

_SPELLINGS = labels({
    LIVING: "living,alive,lives,still alive,awd,levend,in leven,nog in leven,leeft,leeft nog,levende,lebend,lebt,"
            "lebendig,am leben,vivant,vivante,en vie",
    DECEASED: "deceased,dead,died,death,expired,dod,overleden,is overleden,overl,gestorven,dood,verstorben,gestorben,"
              "tot,ist verstorben,décédé,décédée,decede,decedee,mort,morte,†",
})  # fmt: skip
_TOLD_MORE = re.compile(
    r"(alive|living|levend|in leven|lebend|vivant|dead|died|deceased|expired|overleden|verstorben|décédé)"
    r"(?: ?[,;(-].*| (?:of|with|without|from|due|by|at|in|on|aan|door|met|zonder|an|mit|ohne|de|du|avec|sans)\b.*)"
)
"""``Died of disease``, ``alive with disease``, ``dead - other cause``: the first word says it."""
_LEFT_OPEN = re.compile(r"\b(?:or|oder|ou)\b.*\b(?:alive|living|dead|deceased|lebend|tot|vivant|décédé)\b")


def survival(text: str) -> str | None:
    """Return ``0:LIVING`` or ``1:DECEASED`` for a folded text; ``None``: it says neither."""
    bare = label(text)
    found = _SPELLINGS.get(bare)
    if found is None and (more := _TOLD_MORE.fullmatch(bare)) and not _LEFT_OPEN.search(bare):
        found = _SPELLINGS[more[1]]
    return found
