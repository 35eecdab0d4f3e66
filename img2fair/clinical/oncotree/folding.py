"""How names of cancer types are compared: by words, without accents, punctuation, or a difference in spelling."""

import re
from unicodedata import combining, normalize

from img2fair.clinical.folding import folded

_SPELLINGS = {
    "tumour": "tumor", "tumours": "tumor", "tumors": "tumor", "carcinomas": "carcinoma", "cancers": "cancer",
    "sarcomas": "sarcoma", "lymphomas": "lymphoma", "gliomas": "glioma", "haemangioma": "hemangioma",
    "leukaemia": "leukemia", "oesophagus": "esophagus", "oesophageal": "esophageal", "paediatric": "pediatric",
}  # fmt: skip
_UNSAID = ("nos", "not otherwise specified", "n o s")
_LITTLE = frozenset("of the and with in type a an van de het een der des und mit bij".split())
"""Words that tell nothing of a type by themselves."""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a name in small letters, without accents and punctuation."""
    plain = "".join(char for char in normalize("NFKD", folded(text)) if not combining(char))
    return tuple(_SPELLINGS.get(word, word) for word in re.findall(r"[^\W_]+", plain))


def term(text: str) -> str:
    """Return a name as it is compared whole."""
    return " ".join(words(text))


def said(text: str) -> str:
    """Return a compared name without the words for "nothing more is said" at its end."""
    for ending in _UNSAID:
        text = text.removesuffix(f" {ending}")
    return text


def telling(text: str) -> frozenset[str]:
    """Return the words of a compared name that tell something."""
    return frozenset(text.split()) - _LITTLE - {"nos"}
