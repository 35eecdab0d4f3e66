"""The people who made a dataset and may be named in public (design.md D11).

Who does not want to be named is left out wherever a project says who made it: among its investigators and in the
answers of its form. The institution stays, so that a mapping can name it instead. Rather one too many goes unnamed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from img2fair.model import Form, Held, HeldText, Person, Project
from img2fair.model.held import unseal
from img2fair.privacy.tokens import is_alone, tokens
from img2fair.privacy.words import PARTICLES, TITLES

ANSWERS = ("creator_grid", "dataGrid", "creator", "contact_point", "qualified_attribution")
"""Keys of form answers that can name people: creators, contact and other parts in Health-RI's form and ours."""
_SEPARATORS = re.compile(r"[,;|\r\n]+")
_ORCID = re.compile(r"[0-9]{4}-?[0-9]{4}-?[0-9]{4}-?[0-9]{3}[0-9Xx]")
_INITIALS = 3
"""Most letters of initials that are written together: PJM."""


@dataclass(frozen=True, slots=True)
class Contributors:
    """What the config says of naming them.

    :param names: whether anybody is named at all.
    :param opt_out: names or ORCIDs of those who do not want to be named.
    :param keyword: a keyword of a project that keeps all its people unnamed.
    """

    names: bool = True
    opt_out: tuple[str, ...] = ()
    keyword: str = "no-names"


ALL_NAMED = Contributors()
"""Everybody is named, but where the keyword says no."""


def named_people(project: Project, said: Contributors) -> Project:
    """Return a project without those of its people who may not be named; their institutions stay.

    Answers of its form that can name people (``ANSWERS``) are left out where nobody may be named, and those entries of
    them that name somebody who does not want it.
    """
    nobody = not said.names or _has_keyword(project.keywords, said.keyword)
    listed = tuple(_Listed.of(entry) for entry in said.opt_out if entry.strip())
    if not nobody and not listed:
        return project

    def allowed(person: Person) -> Person | None:
        if not nobody and not _is_listed(person, listed):
            return person
        institution, department = (_nameless(text, person) for text in (person.institution, person.department))
        return Person(institution=institution, department=department) if institution else None

    return replace(
        project,
        pi=allowed(project.pi) if project.pi else None,
        investigators=tuple(one for person in project.investigators if (one := allowed(person))),
        forms=tuple(_answered(form, listed, nobody=nobody) for form in project.forms),
    )


def _has_keyword(keywords: HeldText | None, keyword: str) -> bool:
    """Tell whether a project's keywords, one string, hold a keyword; also one of those with blanks between them."""
    wanted = _plain(keyword)
    written = unseal(keywords) if keywords is not None else ""
    return bool(wanted) and wanted in {*map(_plain, _SEPARATORS.split(written)), *map(_plain, written.split())}


def _plain(keyword: str) -> str:
    return "".join(keyword.split()).casefold().strip(",;|")


@dataclass(frozen=True, slots=True)
class _Listed:
    """Somebody on the list: the words of the name, its initials, or an ORCID."""

    words: frozenset[str]
    initials: frozenset[str]
    orcid: str = ""

    @classmethod
    def of(cls, written: str) -> "_Listed":
        """Return a name as it is written in any order, or an ORCID with or without its address."""
        orcid = _orcid(written)
        return cls(frozenset(), frozenset(), orcid) if orcid else cls(*_parts(written))

    def is_named(self, written: str, family: str = "") -> bool:
        """Tell whether a name is theirs: two words are the same, or the family name and an initial, or all there is.

        :param family: the words of the name among which the family name is; without it any can be.
        """
        words, initials = _parts(written)
        both = self.words & words
        if not both & (_parts(family)[0] if family else words):
            return False
        mine, theirs = self.words - both, words - both
        if len(both) > 1 or not (mine or self.initials) or not (theirs or initials):
            return True
        firsts = {word[0] for word in theirs} | initials
        return bool(self.initials & firsts or initials & {word[0] for word in mine})


def _parts(written: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words and the initials of a name, in one spelling, without titles and particles."""
    shouted = written.upper() == written
    words, initials = set(), set()
    for token in tokens(written):
        shown = written[token.start : token.end]
        if is_alone(token.spelt):
            words.add(token.spelt)
        elif len(shown) == 1 or (len(shown) <= _INITIALS and shown.isupper() and not shouted):
            initials |= set(token.spelt)
        elif token.spelt not in PARTICLES and token.spelt not in TITLES:
            words.add(token.spelt)
    return frozenset(words), frozenset(initials)


def _orcid(written: str) -> str:
    """Return the digits of an ORCID (https://support.orcid.org/hc/en-us/articles/360006897674), empty for none."""
    found = _ORCID.search(written)
    return found[0].replace("-", "").upper() if found else ""


def _is_listed(person: Person, listed: Iterable[_Listed]) -> bool:
    last, first, orcid = (unseal(text) if text else "" for text in (person.lastname, person.firstname, person.orcid))
    known = _orcid(orcid)
    return any((one.orcid and one.orcid == known) or one.is_named(f"{first} {last}", last) for one in listed)


def _nameless(text: HeldText | None, person: Person) -> HeldText | None:
    """Return an institution that is not called after the person."""
    if text is None or person.lastname is None:
        return text
    return None if _parts(unseal(person.lastname))[0] & _parts(unseal(text))[0] else text


def _answered(form: Form, listed: tuple[_Listed, ...], *, nobody: bool) -> Form:
    answers = unseal(form.answers)
    if not any(key in answers for key in ANSWERS):
        return form
    kept = {
        key: value if key not in ANSWERS else _allowed(value, listed, nobody=nobody) for key, value in answers.items()
    }
    return replace(form, answers=Held({key: value for key, value in kept.items() if value is not None}))


def _allowed(answer: Any, listed: tuple[_Listed, ...], *, nobody: bool) -> Any:
    """Return an answer without the entries that name somebody on the list; ``None`` where nothing is left."""
    if nobody:
        return None
    if isinstance(answer, list):
        return [one for one in answer if _allowed(one, listed, nobody=False) is not None] or None
    said = tuple(_texts(answer))
    return (
        None
        if any(one.orcid == _orcid(text) if one.orcid else one.is_named(text) for one in listed for text in said)
        else answer
    )


def _texts(answer: Any) -> Iterator[str]:
    """Yield the texts of an answer at any depth."""
    match answer:
        case str():
            yield answer
        case dict():
            for value in answer.values():
                yield from _texts(value)
        case list() | tuple():
            for value in answer:
                yield from _texts(value)
