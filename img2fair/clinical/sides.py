"""The side of a body: ``Left``, ``Right``, ``Bilateral`` or ``Midline``.

Words of DICOM's Laterality (0020,0060) and Image Laterality (0020,0062: L, R, B, and U for what has no side), of GDC's
laterality and of English, Dutch, German and French.
"""

from img2fair.clinical.folding import label, labels

LEFT, RIGHT, BILATERAL, MIDLINE = "Left", "Right", "Bilateral", "Midline"
WORDS = (LEFT, RIGHT, BILATERAL, MIDLINE)

_SPELLINGS = labels({
    LEFT: "left,l,lt,left side,left-sided,left sided,links,li,linker,linke,linkerzijde,linkerkant,linkszijdig,"
          "linke seite,"
          "linksseitig,gauche,à gauche,côté gauche,sinister,sin",
    RIGHT: "right,r,rt,right side,right-sided,right sided,rechts,re,rechter,rechte,rechterzijde,rechterkant,"
           "rechtszijdig,"
           "rechte seite,rechtsseitig,droite,droit,à droite,côté droit,dexter",
    BILATERAL: "bilateral,b,bilat,both,both sides,left and right,right and left,left & right,right & left,bilateraal,"
               "bdz,beide,beide zijden,beide kanten,beiderzijds,beidseits,beiderseits,beidseitig,bds,beide seiten,"
               "links en rechts,rechts en links,links und rechts,rechts und links,l+r,r+l,l + r,r + l,li + re,"
               "li. + re,li+re,re+li,bilatéral,"
               "bilatérale,les deux,des deux côtés,gauche et droite",
    MIDLINE: "midline,mid-line,mid line,middle,middenlijn,mediaan,mittellinie,mittig,ligne médiane,médian,médiane",
})  # fmt: skip
_NO_SIDE = frozenset("u,unpaired,not a paired site,no laterality,not paired,ongepaard,unpaarig".split(","))


def side(text: str) -> str | None:
    """Return the side that a folded text names; empty: there is none to name; ``None``: no side that is known."""
    bare = label(text)
    return "" if bare in _NO_SIDE else _SPELLINGS.get(bare)
