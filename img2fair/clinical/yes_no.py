"""Yes and no as cBioPortal's BOOLEAN: ``TRUE`` or ``FALSE`` (https://docs.cbioportal.org/file-formats/).

English, Dutch, German and French, and the words of REDCap's check boxes. A bare 1 or 0 is neither, as forms also number
their answers 1 = yes, 2 = no; ``none`` and ``never`` answer another question.
"""

from img2fair.clinical.folding import label, labels

TRUE, FALSE = "TRUE", "FALSE"
WORDS = (TRUE, FALSE)

_SPELLINGS = labels({
    TRUE: "yes,y,true,t,checked,ja,j,waar,jawel,wahr,oui,vrai",
    FALSE: "no,n,false,f,unchecked,nee,neen,onwaar,nein,falsch,non,faux",
})  # fmt: skip


def yes_no(text: str) -> str | None:
    """Return ``TRUE`` or ``FALSE`` for a folded text; ``None``: it says neither."""
    return _SPELLINGS.get(label(text))
