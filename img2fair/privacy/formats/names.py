"""Names of people as DICOM writes them: ``Family^Given^Middle^Prefix^Suffix=ideographic=phonetic`` (PS3.5, 6.2.1)."""

import re
from collections.abc import Iterator

from img2fair.privacy.hits import PERSON, Hit

_WORD = r"[^\W\d_][^\W\d_'.-]{0,40}(?:['.-]{1,2}[^\W\d_]{1,40}){0,4}"
_GROUP = rf"(?:{_WORD}(?: {_WORD}){{0,3}}(?=[\^=])|{_WORD})"
_REST = re.compile(
    rf"(?:\^{{1,4}}(?:{_GROUP})?){{1,6}}(?:={{1,2}}(?:{_GROUP}(?:\^{{1,4}}(?:{_GROUP})?){{0,5}})?){{0,2}}"
)
"""From the first caret on."""
_FAMILY = re.compile(r"\d{0,6}[^\W\d_](?:['.-]?[^\W\d_]){0,60}")
_PARTICLES = re.compile(r"(?: (?:nav|red|ned|ed|net|ret|'?t|nov|al|us|le|lE|taV|naV|eD|reD|neD|nI|ni|po|pO)\b){1,3}")
"""The words that go before a Dutch, German or French family name, read backwards, as the family name is."""
_SPACED = re.compile(r"(?<![\w^])([A-Z][^\W\d_]{1,60}) \^ ([A-Z][^\W\d_]{1,60})")

_RADIOLOGY = frozenset(
    "abdomen abdominal adc adult ankle animal angio aorta arm axial bil bilateral biopsy body bone bowel brain "
    "breast cardiac cerebral cervical chest child clinical colon contrast cor coronal cranial cspine ct cta "
    "diffusion dti dwi dynamic elbow extremity face femur flair flex foot gad gradient hals hand head heart hernia "
    "hip hoofd humerus infant kidney knee knie leg lever lijf liver long longen lower lspine lumbar lung mamma "
    "mammo max mean min mra mri mrs msk neck nek neuro oblique oncology orbit ortho pancreas patient peak pediatric "
    "pelvis perfusion pet phantom pituitary prostate protocol protocols qa rectum renal research routine sag "
    "sagittal scout screening service shoulder sinus skull small spine spleen staging study suv test thigh thorax "
    "thoracic thorac tmj tra transversal trauma tspine tumor upper uterus vascular wb wervelkolom whole wholebody "
    "wrist".split()
)
"""Regions and protocols as scanners join them with a caret: a region and a protocol are no name."""
_LONG = tuple(word for word in _RADIOLOGY if len(word) > 4)


def names(text: str) -> Iterator[Hit]:
    """Yield the names with carets; powers such as ``10^5`` and protocols such as ``BODY^BREAST`` are none."""
    if "^" not in text:
        return
    backwards = text[::-1]
    done = 0
    for caret in (place for place, letter in enumerate(text) if letter == "^"):
        if caret < done:
            continue
        rest = _REST.match(text, caret)
        family = _FAMILY.match(backwards, len(text) - caret)
        start = caret if family is None else caret - len(family[0])
        if rest is not None and _is_name(text[start:caret], rest[0], text, start):
            if family is not None and (particles := _PARTICLES.match(backwards, len(text) - start)):
                start -= len(particles[0])
            done = rest.end()
            yield Hit(PERSON, start, done)
    for found in _SPACED.finditer(text):
        if not (_is_protocol(found[1]) and _is_protocol(found[2])):
            yield Hit(PERSON, *found.span())


def _is_name(family: str, rest: str, text: str, start: int) -> bool:
    given = rest.split("=")[0].strip("^")
    if family and given:
        named = _is_long(family) and (len(given) > 1 or _is_long(given) or not family.islower())
    elif family:
        named = _is_long(family) and rest.startswith("^^")
    else:
        named = len(given) > 2 and _begins(text, start)
    return named and not (_is_protocol(given) and (not family or _is_protocol(family)))


def _begins(text: str, place: int) -> bool:
    """Tell whether a word begins here, and not the exponent of something in brackets."""
    return place == 0 or not (text[place - 1].isalnum() or text[place - 1] in "])}|/")


def _is_long(name: str) -> bool:
    """Tell whether this is more than one letter of an alphabet: ``x^2`` and ``R^n`` are no names."""
    return len(name.rstrip("0123456789")) > 1 or name >= "\u2e80"


def _is_protocol(words: str) -> bool:
    low = words.lower()
    return any(word in _RADIOLOGY for word in re.split(r"[\W\d_]+", low)) or any(word in low for word in _LONG)
