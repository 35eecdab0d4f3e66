"""How modalities are called and coloured in a study, the same in every study."""

from collections.abc import Iterable

from img2fair.codes import CodeTable

_WORDS = {
    "PT": "PET",
    "NM": "Nuclear medicine",
    "CT": "CT",
    "MR": "MRI",
    "MG": "Mammography",
    "US": "Ultrasound",
    "XA": "X-ray angiography",
    "RF": "Fluoroscopy",
    "DX": "X-ray (DX)",
    "CR": "X-ray (CR)",
    "SM": "Pathology slide",
}
"""Code → word, in the order words stand in: PET/CT, PET/MRI. Others are called as in our table of DICOM modalities."""

_COLOURS = {
    "PT": "#d55e00",
    "NM": "#d55e00",
    "CT": "#009e73",
    "MR": "#0072b2",
    "MG": "#cc79a7",
    "US": "#56b4e9",
    "XA": "#e69f00",
    "RF": "#e69f00",
    "DX": "#e69f00",
    "CR": "#e69f00",
    "SM": "#7b4f9d",
}
"""After Okabe and Ito's palette, which people who do not see all colours can tell apart."""
OTHER = "#7f7f7f"
"""Of what has no colour of its own."""

_PLACES = {code: place for place, code in enumerate(_WORDS)}


def word(code: str, table: CodeTable) -> str:
    """Return what one modality is called."""
    known = table.find(code)
    return _WORDS.get(code) or (known.label if known else code)


def words(codes: Iterable[str], table: CodeTable) -> str | None:
    """Return what the modalities of one session are called together; ``None`` where there are none."""
    found = dict.fromkeys(word(code, table) for code in _ordered(codes))
    return "/".join(found) or None


def colour(codes: Iterable[str]) -> str:
    """Return the colour of a session: that of its first modality."""
    return next((_COLOURS[code] for code in _ordered(codes) if code in _COLOURS), OTHER)


def _ordered(codes: Iterable[str]) -> list[str]:
    return sorted(codes, key=lambda code: (_PLACES.get(code, len(_PLACES)), code))
