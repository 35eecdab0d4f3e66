"""What identifies somebody by its form: addresses, numbers, dates, names as DICOM writes them."""

from collections.abc import Callable, Iterable, Iterator

from img2fair.privacy.formats.addresses import e_mails, queries
from img2fair.privacy.formats.ages import NUMBER_WORDS, ages
from img2fair.privacy.formats.calendar_days import dates
from img2fair.privacy.formats.folding import fold
from img2fair.privacy.formats.harmless import harmless_in
from img2fair.privacy.formats.names import names
from img2fair.privacy.formats.numbers import (
    bsns,
    called_bsns,
    called_nhs_numbers,
    called_phones,
    called_records,
    nhs_numbers,
    numbered_people,
    phones,
    records,
)
from img2fair.privacy.formats.uids import uids
from img2fair.privacy.hits import Hit

__all__ = ["formats_in"]

_Detector = Callable[[str], Iterator[Hit]]

_EVERYWHERE: tuple[_Detector, ...] = (uids, called_bsns, called_nhs_numbers, queries)
"""What is looked for in the addresses of the web too."""
_ELSEWHERE: tuple[_Detector, ...] = (
    called_records,
    called_phones,
    dates,
    ages,
    bsns,
    nhs_numbers,
    phones,
    numbered_people,
    records,
)
"""What is looked for outside what is harmless; each where the ones before it found nothing, so that a number that a
text calls a patient's is that and nothing else."""
_GONE = "\0"


def formats_in(text: str) -> tuple[Hit, ...]:
    """Return what a text holds that identifies by its form, in the order of its places.

    Looked for are the rules of formats in ``hits``, in Dutch and English first. Numbers known to be something else,
    such as a DOI, an ORCID, a grant's number or a version, are none (``harmless``).
    """
    folded = fold(text)
    found = {*e_mails(folded), *names(folded.text)}
    rest = folded.lower
    if any(figure in rest for figure in "0123456789") or any(word in rest for word in NUMBER_WORDS):
        rest = _noted(_EVERYWHERE, _without(rest, map(_span, found)), found)
        suspected: set[Hit] = set()
        _noted(_ELSEWHERE, rest, suspected)
        if suspected:
            _noted(_ELSEWHERE, _without(rest, harmless_in(rest)), found)
    return tuple(map(folded.placed, _outermost(found)))


def _outermost(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Yield the hits in the order of their places, without those that lie within another."""
    end = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.rule)):
        if hit.end > end:
            end = hit.end
            yield hit


def _noted(detectors: Iterable[_Detector], text: str, found: set[Hit]) -> str:
    """Add what is detected in a text, by each in what those before it left; return what is left."""
    for detect in detectors:
        hits = tuple(detect(text))
        found.update(hits)
        text = _without(text, map(_span, hits))
    return text


def _span(hit: Hit) -> tuple[int, int]:
    return hit.start, hit.end


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text of the same length in which spans say nothing."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if end > at:
            parts += [text[at : max(start, at)], _GONE * (end - max(start, at))]
            at = end
    return "".join(parts) + text[at:] if parts else text
