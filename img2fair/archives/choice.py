"""Which projects are for the catalogue: by id, keyword and accessibility, each verdict with its reason.

A project that is left out by choice is withdrawn where it is shown (farewell.py), so every reason is a decision and
never a failure to read.
"""

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase

from img2fair.model import Visibility

_WORD = re.compile(r"[^\s,;]+")
_PHRASE = re.compile(r"[^,;]+")


@dataclass(frozen=True, slots=True)
class Choice:
    """The config's ``include`` and ``exclude``; empty lists choose nothing and exclude nothing.

    :param include_keywords: of these a project must have one (opt-in); they are not published.
    :param exclude_keywords: a project with one of these is left out (opt-out).
    :param include: ids or globs of which a project must match one.
    :param exclude: ids or globs; a project that matches one is left out.
    :param access: the accessibilities wanted.
    """

    include_keywords: tuple[str, ...] = ()
    exclude_keywords: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    access: tuple[Visibility, ...] = (Visibility.PUBLIC, Visibility.PROTECTED)

    @property
    def digest(self) -> str:
        """What tells two choices apart; the order of words and ids makes none."""
        said = {name: sorted(entries) for name, entries in asdict(self).items()}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]

    def against_id(self, id_: str, visibility: Visibility) -> str:
        """Return why a project is left out by its id or access; empty where it is not."""
        excluded = next((glob for glob in self.exclude if fnmatchcase(id_, glob)), None)
        if excluded is not None:
            return f"the config excludes '{excluded}'"
        if self.include and not any(fnmatchcase(id_, glob) for glob in self.include):
            return "the config includes only other projects"
        if visibility.publishable and visibility not in self.access:
            return f"the config leaves out projects that are {visibility.value}"
        return ""

    def against_keywords(self, keywords: str) -> str:
        """Return why a project is left out by its keywords (one text, as the archive has it); empty where it is not."""
        held = keyword_set(keywords)
        excluded = next((word for word in self.exclude_keywords if word.casefold() in held), None)
        if excluded is not None:
            return f"it has the keyword '{excluded}', which opts out"
        if self.include_keywords and not any(word.casefold() in held for word in self.include_keywords):
            wanted = "' or '".join(self.include_keywords)
            return f"it lacks the keyword '{wanted}', which opts in"
        return ""

    def without_opt_in(self, keywords: str) -> str:
        """Return the keywords without those that opt in; they are for us, not for the catalogue."""
        shown = keywords
        for word in self.include_keywords:
            shown = re.sub(rf"(?i)(?<![^\s,;]){re.escape(word)}(?![^\s,;])\s*[,;]?\s*", "", shown)
        return keywords if shown == keywords else shown.strip(" ,;\t\r\n")


def keyword_set(keywords: str) -> Collection[str]:
    """Return every reading of a keyword text: XNAT has one field, which people fill with commas or with blanks."""
    folded = keywords.casefold()
    return {word.strip() for pattern in (_WORD, _PHRASE) for word in pattern.findall(folded)}
