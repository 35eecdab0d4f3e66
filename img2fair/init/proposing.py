"""From what was answered and seen to a config: every value with its reason, doubtful ones marked to be looked at."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from img2fair.forms import FORM_TITLES
from img2fair.init.looking import FormSeen, Sight
from img2fair.init.questions import FDP, LEFT_OUT, OF_DEFAULTS, OF_FILES
from img2fair.phrases import Phrases
from img2fair.proposal import Proposal
from img2fair.publication.needed import Need, unmet_needs

MAPPING_FILE = "mapping.yaml"
SITE_FOLDER = "public"
LOCAL_BASE = "http://127.0.0.1:8643"
"""Where ``img2fair serve public --port 8643`` shows the pages, until they have an address."""
PLAIN, HEALTH_RI, STOCK = "dcat-ap", "health-ri-core", "fdp-default"
_UTC = frozenset("UTC UCT GMT Zulu Universal".split())
"""What machines say whose zone nobody has set."""
_LOCALTIME = Path("/etc/localtime")

_FILLED = frozenset(key for question in OF_DEFAULTS for key in question.keys)

_WORDS = Phrases({
    "title": ("Imaging data of {publisher}", "Beeldvormende data van {publisher}"),
    "description": (
        "Imaging studies in {archive}, described from the archive itself.",
        "Beeldvormende onderzoeken in {archive}, beschreven vanuit het archief zelf.",
    ),
})  # fmt: skip

Said = Mapping[str, str]
"""Name of a question → what was answered; LEFT_OUT or nothing where it was left out."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The mapping that is proposed, the profiles that hold records back, those that advise; and why."""

    mapping: str
    why: str
    advisory: tuple[str, ...] = ()


def choose(said: Said, sight: Sight | None) -> Choice:
    """Return which mapping is for an archive: Health-RI's where at least half of its projects have a form for that.

    Its mandatory properties come from a form; without one nearly every record would be held back.
    """
    if said.get("mapping"):
        return Choice(said["mapping"], "You chose it.")
    found = _fitting(sight)
    extended = said.get("extends", found.mapping)
    return found if extended == found.mapping else Choice(extended, f"{MAPPING_FILE} extends it.")


def _fitting(sight: Sight | None) -> Choice:
    form = next((form for form in known_forms(sight)), None)
    if sight is None or form is None:
        why = "No form that asks for more was found." if sight else "The archive was not looked at."
        return Choice(PLAIN, why)
    extent = f"The form '{form.title}' is asked in {form.projects} of {counted(sight.offered, 'project')}"
    if 2 * form.projects >= sight.offered:
        return Choice(HEALTH_RI, f"{extent}.")
    return Choice(PLAIN, f"{extent}: {HEALTH_RI} would hold back the others, so it only advises.", (HEALTH_RI,))


def known_forms(sight: Sight | None) -> list[FormSeen]:
    """Return the forms that the shipped mappings read, by their titles; the one that most projects have first."""
    titles = {title.casefold() for title in FORM_TITLES}
    found = [one for one in (sight.forms if sight else ()) if _is_known(one.title.casefold(), titles)]
    return sorted(found, key=lambda one: (-one.projects, one.title))


def _is_known(title: str, titles: Iterable[str]) -> bool:
    return title in titles or title.startswith("health-ri")


def counted(number: int, what: str) -> str:
    """Return a number of things in words: ``1 project``, ``9 projects``."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


@dataclass(slots=True)
class _Draft:
    """A proposal while it is made."""

    tree: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    open: dict[str, str] = field(default_factory=dict)

    def put(self, key: str, value: Any, note: str = "", look: str = "") -> None:
        """Lay a value at a dotted key, with why it is so and why somebody has to look at it."""
        *above, last = key.split(".")
        place = self.tree
        for name in above:
            place = place.setdefault(name, {})
        place[last] = value
        if note:
            self.notes[key] = note
        if look:
            self.open[key] = look


def propose(
    said: Said, sight: Sight | None, choice: Choice, profiles: Iterable[str], needs: Iterable[Need]
) -> Proposal:
    """Return the config for what was answered and seen.

    :param sight: ``None`` where nobody looked.
    :param profiles: those that hold records back.
    :param needs: what the mapping cannot do without; what nobody answered is left empty, to be looked at.
    """
    draft = _Draft()
    _archive(draft, said, sight)
    draft.put("mapping", said.get("mapping_file") or MAPPING_FILE, choice.why)
    draft.put("profiles", [*profiles])
    if choice.advisory:
        draft.put("advisory", [*choice.advisory])
    if language(said) != "en":
        draft.put("language", language(said))
    _defaults(draft, said)
    _open(draft, needs)
    _target(draft, said)
    return Proposal(draft.tree, draft.notes, draft.open)


def language(said: Said) -> str:
    """Return the language that was asked for, else the system's, else English."""
    named = said.get("language") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "nl" if named.casefold().startswith("nl") else "en"


def system_zone() -> str:
    """Return the time zone of this machine by its IANA name; ``UTC`` where it has none."""
    path = str(_LOCALTIME.resolve()) if _LOCALTIME.is_symlink() else ""
    for named in (os.environ.get("TZ", "").lstrip(":"), path.rpartition("zoneinfo/")[2]):
        try:
            zone = ZoneInfo(named).key
        except (ValueError, LookupError, OSError):
            continue
        return "UTC" if zone.rpartition("/")[2] in _UTC else zone
    return "UTC"


def _archive(draft: _Draft, said: Said, sight: Sight | None) -> None:
    kind, place = said.get("type") or "xnat", said["archive"]
    if kind != "xnat":
        draft.put("archive.type", kind)
    draft.put("archive.path" if kind in OF_FILES else "archive.url", place)
    if kind in OF_FILES:
        base = (said.get("homepage") or said.get("base") or LOCAL_BASE).rstrip("/")
        look = "any https:// address of yours will do, and it must never change"
        draft.put("archive.iri", f"{base}/imaging", look=look)
    name, why = _name(said, sight)
    draft.put("archive.name", name, why)
    _grouping(draft, kind, name)
    zone = said.get("timezone") or system_zone()
    look = "" if said.get("timezone") or zone != "UTC" else "is it the archive's? This machine names no other"
    draft.put("archive.timezone", zone, "" if said.get("timezone") or look else "The zone of this machine.", look)
    tongue = language(said)
    taken = "" if said.get("language") or tongue == "en" else "The language of this machine."
    draft.put("archive.language", tongue, taken, "are titles and texts in the archive in it?" if taken else "")
    if sight is not None and sight.closed is not None:
        note = "It answers guests with a log-in." if sight.closed else "It answers guests too."
        draft.put("archive.public_requires_login", sight.closed, note)
    _filters(draft, said, sight)


def _name(said: Said, sight: Sight | None) -> tuple[str, str]:
    if said.get("name"):
        return said["name"], ""
    if sight is not None and sight.name:
        return sight.name, "The site calls itself so."
    return urlsplit(said["archive"]).hostname or Path(
        said["archive"]
    ).stem, "Taken from its address, for want of another."


def _grouping(draft: _Draft, kind: str, name: str) -> None:
    """Say what a project is in an archive that has only images, and that nothing is public before somebody says so."""
    look = "without a visibility (public or protected) nothing is published; docs/archives.md"
    if kind in ("dicomweb", "dicom_folder"):
        id_ = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_") or "imaging"
        draft.put("archive.grouping", {"by": "archive", "project": id_}, look=look)
    elif kind == "table":
        draft.put("archive.visibility", None, look=look)


def _filters(draft: _Draft, said: Said, sight: Sight | None) -> None:
    keyword = said.get("keyword", "")
    seen = sight or Sight("guest")
    if keyword and keyword != LEFT_OUT:
        draft.put("archive.include.keywords", [keyword], *_having(keyword, seen))
    if seen.opt_out:
        told = ", ".join(f"{word} ({number})" for word, number in seen.opt_out.items())
        draft.put(
            "archive.exclude.keywords", [*seen.opt_out], f"Projects have them: {told}.", "are they meant to stay out?"
        )
    if seen.trials:
        told = ", ".join(f"{glob} ({number})" for glob, number in seen.trials.items())
        look = "do these ids mean that somebody tried something?"
        draft.put("archive.exclude.projects", [*seen.trials], f"Projects have such ids: {told}.", look)


def _having(keyword: str, seen: Sight) -> tuple[str, str]:
    """Return how many projects have the keyword that chooses them, and what to look at therefore."""
    if not seen.offered or seen.keywords is None:
        return "", ""
    number = seen.keywords.get(keyword.casefold(), 0)
    look = f"only these are published; take 'include' away for all {seen.offered}"
    if not number:
        look = "no project that was seen has it, so nothing is published before one does"
    return f"{counted(number, 'project')} of {seen.offered} had it.", look


def _defaults(draft: _Draft, said: Said) -> None:
    archive = draft.tree["archive"]["name"]
    publisher = said.get("publisher") or archive
    tongue = language(said)
    title = said.get("title") or _WORDS.say(tongue, "title", publisher=publisher)
    draft.put("defaults.catalog.title", title)
    about = said.get("description") or _WORDS.say(tongue, "description", archive=archive)
    look = "" if said.get("description") else "say in a sentence or two what one finds in it"
    draft.put("defaults.catalog.description", about, look=look)
    name, page, mailbox = (_given(said, key) for key in ("publisher", "homepage", "contact_email"))
    for key, value in (("name", name), ("identifier", page), ("email", mailbox), ("homepage", page)):
        if value:
            draft.put(f"defaults.publisher.{key}", value)
    if mailbox:
        draft.put("defaults.contact_point", {"name": name or archive, "email": mailbox})
    for key in ("license", "rights"):
        if _given(said, key):
            draft.put(f"defaults.{key}", said[key])


def _given(said: Said, name: str) -> str:
    value = said.get(name, "")
    return "" if value == LEFT_OUT else value


def _open(draft: _Draft, needs: Iterable[Need]) -> None:
    """Leave empty what is needed and nobody said, for a person to fill in."""
    for key, need in unmet(draft.tree.get("defaults", {}), needs).items():
        draft.put(f"defaults.{key}", "", look=f"records are held back without it ({need.what})")


def unmet(defaults: Mapping[str, Any], needs: Iterable[Need]) -> dict[str, Need]:
    """Return the needs that the defaults do not meet, each by the key that is best filled in for it.

    A key that an option fills is best, then the one that is the most general; one that meets several stands once.
    """
    return unmet_needs(defaults, needs, _FILLED)


def _target(draft: _Draft, said: Said) -> None:
    if said.get("target") == FDP:
        draft.put("targets.fdp", {"type": FDP, "url": said["fdp"], "profile": STOCK})
        draft.open["targets.fdp.profile"] = (
            f"{STOCK} is for the schemas it comes with; take it away where yours are loaded"
        )
        draft.notes["targets.fdp"] = "Its log-in: FDP_USER and FDP_PASS, or FDP_TOKEN, or .netrc; docs/fdp.md."
        return
    base = _given(said, "base")
    draft.put("targets.catalogue", {"type": "site", "path": SITE_FOLDER, "base": base or LOCAL_BASE})
    if not base:
        look = "it is for trying on this machine; before you publish for others, the address the pages will have"
        draft.open["targets.catalogue.base"] = look
    if language(said) != "en":
        draft.tree["targets"]["catalogue"]["language"] = language(said)
