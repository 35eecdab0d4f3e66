"""Cases of who may see a project and what goes wrong, and what must follow, said without our own code.

A case is drawn from its number alone, so a failure is played again with that number.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from img2fair.demo.archive import Fault
from img2fair.demo.content import (
    ArchiveContent,
    CustomForm,
    Investigator,
    Project,
    Publication,
    Resource,
    Scan,
    Session,
    Subject,
    User,
)
from tests.privacy.telling_archive import MISSING, TWICE, UNLISTED, Said

STAMP = "2024-01-01 10:00:00.0"
FORM = "0b0e7b1c-5c3a-4b4e-9d5f-2f6f0f6f6f01"
KEYWORDS = {"A": "fair", "B": "lung, FAIR; nofair", "C": "unfair", "D": "mri fair"}
"""What stands in the field of keywords of each project, beside its canary."""
PROJECTS = tuple(KEYWORDS)

EXACT = ("public", "protected")
WORDS = (*EXACT, "private")
ODD: tuple[Said, ...] = (
    "Public", "PROTECTED", "Private", " public", "public ", "", None, MISSING, TWICE, 1, True, ["public"],
    {"public": 1}, "open", "unknown", "public,protected", "publiс", "protected\n",
)  # fmt: skip
"""Answers that are not exactly one of XNAT's three words; the last but one has a Cyrillic letter."""


def id_of(letter: str) -> str:
    return f"cnry{letter}id"


def by_id(said: Mapping[str, Said]) -> dict[str, Said]:
    return {id_of(letter): access for letter, access in said.items()}


def token(letter: str, version: int) -> str:
    """What every text of a project holds, in lower case; its id and the labels of its resources have their own."""
    return f"cnry{letter}{version}".lower()


def label(letter: str, version: int) -> str:
    """The label of a project's resources, in lower case: a site keeps it in the address of what was withdrawn (D4)."""
    return f"rsrc{letter}{version}".lower()


def project(letter: str, version: int, access: str) -> Project:
    """A project whose every text has its canary."""
    word, number = f"Cnry{letter}{version}", 10 * PROJECTS.index(letter) + 1
    resource = Resource(
        id=str(number), label=label(letter, version).upper(), file_count=2, file_size=10, format="DICOM", content="RAW"
    )
    scan = Scan(
        id="1", key=number, xsi_type="xnat:mrScanData", modality="MR", series_description=f"{word}series",
        type=f"{word}type", uid=f"1.2.{number}", resources=(resource,),
    )  # fmt: skip
    session = Session(
        id=f"{word}E", label=f"{word}Elabel", xsi_type="xnat:mrSessionData", modality="MR", date="2020-05-05",
        field_strength="3.0", acquisition_site=f"{word}site", scans=(scan,), insert_date=STAMP, last_modified=STAMP,
    )  # fmt: skip
    subject = Subject(
        id=f"{word}S", label=f"{word}Slabel", gender="female", group=f"{word}group", insert_date=STAMP,
        last_modified=STAMP, sessions=(session,),
    )  # fmt: skip
    return Project(
        id=id_of(letter),
        name=f"{word}name of a study",
        accessibility=access,
        secondary_id=f"{word}second",
        description=f"{word}words on what it holds",
        keywords=f"{KEYWORDS[letter]}, {word}key",
        pi=Investigator(lastname=f"{word}pi", institution=f"{word}clinic"),
        aliases=(f"{word}alias",),
        publications=(Publication(title=f"{word}paper", doi=f"10.1/{word}", uri=f"https://example.org/{word}"),),
        insert_date=STAMP,
        last_modified=f"202{version}-01-01 10:00:00.0",
        custom_fields={FORM: {"title": f"{word}form", "x": f"{word}answer"}},
        subjects=(subject,),
    )


def content(version: int, access: Mapping[str, str], roles: Mapping[str, str]) -> ArchiveContent:
    """The archive, with the account ``demo``."""
    form = CustomForm(
        uuid=FORM, title="Questions", display_order=1, created=STAMP, contents={"title": "Questions", "components": []}
    )
    return ArchiveContent(
        projects=tuple(project(letter, version, access[letter]) for letter in PROJECTS),
        users=(User(uid=3, login="demo", password="demo", roles=roles),),
        forms=(form,),
    )


Wanted = Callable[[str, Said], bool]
FILTERS: dict[str, tuple[dict[str, Any], Wanted]] = {
    "none": ({}, lambda letter, access: True),
    "opt in": ({"include": {"keywords": ["fair"]}}, lambda letter, access: letter in "ABD"),
    "opt out": ({"exclude": {"keywords": ["nofair"]}}, lambda letter, access: letter != "B"),
    "in and out": (
        {"include": {"keywords": ["Fair"]}, "exclude": {"keywords": ["NoFair"]}}, lambda letter, access: letter in "AD"
    ),
    "ids": ({"include": {"projects": ["cnryAid", "cnryCid"]}}, lambda letter, access: letter in "AC"),
    "a glob": ({"exclude": {"projects": ["*C*"]}}, lambda letter, access: letter != "C"),
    "public only": ({"include": {"access": ["public"]}}, lambda letter, access: access == "public"),
    "all": (
        {"include": {"keywords": ["fair"], "projects": ["cnry*"], "access": ["protected"]},
         "exclude": {"projects": ["cnryD*"]}},
        lambda letter, access: letter in "AB" and access == "protected",
    ),
}  # fmt: skip
"""Name → the archive's entries in the config, and whether a project is then for the catalogue."""

ACCOUNTS: dict[str, str | None] = {
    "guest": None, "stranger": "", "collaborator": "Collaborators", "member": "Members", "owner": "Owners",
}  # fmt: skip
"""Kind of account → its role in every project; a guest has no account."""

LIST: dict[str, Any] = {"path": "/data/projects", "query": "accessible"}
PLACES: dict[str, dict[str, Any]] = {
    "the access": LIST,
    "the words": {"path": "/data/projects", "query": "columns"},
    "anything": {"path": "/.*"},
    "a project": {"path": "/data/projects/[^/]+(/.*)?"},
    "the subjects": {"path": "/data/subjects"},
    "the sessions": {"path": "/data/experiments"},
    "the answers": {"path": "/xapi/.*"},
    "who we are": {"path": "/data/auth"},
}
KINDS: dict[str, dict[str, Any]] = {
    "401": {"kind": "status", "status": 401},
    "403": {"kind": "status", "status": 403},
    "404": {"kind": "status", "status": 404},
    "500": {"kind": "status", "status": 500},
    "503": {"kind": "status", "status": 503, "retry_after": "0"},
    "a log-in page": {"kind": "login_page"},
    "half a list": {"kind": "shortened"},
    "a cut body": {"kind": "truncated"},
    "nothing": {"kind": "empty_body"},
    "another type": {"kind": "wrong_type"},
    "a reset": {"kind": "reset"},
    "a gateway's page": {"kind": "html_500"},
    "broken JSON": {"kind": "bad_json"},
    "a dead session": {"kind": "expire_session"},
}


@dataclass(frozen=True)
class Case:
    """One run of a publication.

    :param rights: what the archive itself lets be seen; ``first``: what its list says at the harvest, ``later``: what
        it says right before the writing. ``early``: whether it turns to that while the harvest still reads.
    :param before: what the target holds: nothing, all four projects, or all four withdrawn.
    """

    number: int
    rights: Mapping[str, str]
    first: Mapping[str, Said]
    later: Mapping[str, Said]
    early: bool = False
    filter: str = "none"
    account: str = "member"
    faults: tuple[tuple[str, str, int, int | None], ...] = ()
    target: str = "site"
    before: str = "nothing"

    def armed(self) -> list[Fault]:
        return [
            Fault(**PLACES[place], **KINDS[kind], after=after, times=times) for place, kind, after, times in self.faults
        ]

    def roles(self) -> dict[str, str]:
        role = ACCOUNTS[self.account]
        return {id_of(letter): role for letter in PROJECTS} if role else {}

    def listed(self, letter: str) -> bool:
        """Whether the archive's list names the project to this account at the harvest."""
        return self._sees(self.rights[letter]) and self.first[letter] != UNLISTED

    def is_stopped(self) -> bool:
        """Whether more than one dataset would vanish that nobody says to be private: then nothing but that happens."""
        gone = [
            letter for letter in PROJECTS
            if not self.listed(letter) or (self.first[letter] in EXACT and not self.is_read(letter))
        ]  # fmt: skip
        return self.before == "all" and len(gone) > 1

    def _sees(self, access: str) -> bool:
        return access in EXACT or bool(ACCOUNTS[self.account])

    def rights_later(self) -> dict[str, str]:
        """What the archive lets be seen when its list says something else."""
        return {letter: said if said in WORDS else self.rights[letter] for letter, said in self.later.items()}

    def goes_out(self, letter: str) -> bool:
        """Whether anything of the project may be sent: it is read, and may still be shown right before the writing."""
        return self.is_read(letter) and self.later[letter] in EXACT and self._sees(self.rights_later()[letter])

    def is_read(self, letter: str) -> bool:
        """Whether the harvest may read the project: the archive permits it, and the config wants it."""
        said = self.first[letter]
        return self.listed(letter) and said in EXACT and FILTERS[self.filter][1](letter, said)


def draw(number: int) -> Case:
    """Return the case of a number."""
    chance = Random(f"visibility {number}")  # noqa: S311 - the same case for the same number
    first = {letter: _said(chance) for letter in PROJECTS}
    later = {letter: _said(chance) if chance.random() < 0.25 else first[letter] for letter in PROJECTS}
    rights = {letter: said if said in WORDS else chance.choice(WORDS) for letter, said in first.items()}
    faults = tuple(
        (chance.choice(list(PLACES)), chance.choice(list(KINDS)), chance.choice((0, 0, 1, 2, 5)),
         chance.choice((1, 2, None)))
        for _ in range(chance.choice((0, 0, 1, 1, 2)))
    )  # fmt: skip
    return Case(
        number=number,
        rights=rights,
        first=first,
        later=later,
        early=chance.random() < 0.3,
        filter=chance.choice(list(FILTERS)),
        account=chance.choice(list(ACCOUNTS)),
        faults=faults,
        target=chance.choice(("site", "fdp", "fdp", "fdp")),
        before=chance.choice(("nothing", "all", "withdrawn")),
    )


def _said(chance: Random) -> Said:
    """Return what the list says of a project: mostly one of the three words."""
    return chance.choice((*EXACT, *EXACT, "private", "private", UNLISTED, chance.choice(ODD), chance.choice(ODD)))


def plain(**changes: Any) -> Case:
    """Return a case in which nothing is odd and nothing goes wrong."""
    all_public = dict.fromkeys(PROJECTS, "public")
    return replace(Case(-1, all_public, all_public, all_public), **changes)
