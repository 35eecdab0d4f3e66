"""Projects to be shown to their investigators, each text of them a word of its own."""

import datetime as dt
import re
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from img2fair.config import Config, Located, SiteTarget, XnatArchive
from img2fair.config.model import People, Privacy
from img2fair.model import FormDefinition, FormField, Header, Held, Project, Snapshot, Variable, Visibility, Withheld
from img2fair.model.held import unseal
from img2fair.model.snapshot import Assessment, Assessor, Person, Table
from img2fair.preview import Preview, preview
from tests.mapping.samples import DEFAULTS, filled, form, session

HARVESTED = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)
DESK = DEFAULTS | {"creator": DEFAULTS["publisher"], "catalog": {"title": "Images", "description": "What we hold."}}


def located(folder: Path = Path(), **more: Any) -> Located:
    """A config that says all that a project does not."""
    archive = XnatArchive(url="https://xnat.example.org", name="Example XNAT", timezone="Europe/Amsterdam")
    config = Config(archive=archive, defaults=DESK, targets={"site": SITE})
    return Located(config.model_copy(update=more), folder / "img2fair.yaml")


SITE = SiteTarget(type="site", path=Path("public"), base="https://example.org/catalogue")
UNNAMED = Config(archive=XnatArchive(url="https://x.example.org"), privacy=Privacy(people=People(names=False))).privacy


def snapshot(*projects: Project, **more: Any) -> Snapshot:
    header = Header("https://xnat.example.org", "XNAT 1.9.2", "run", HARVESTED, "user", len(projects), **more)
    return Snapshot(header, lambda: iter(projects))


def shown(project: Project, language: str = "en", **more: Any) -> Preview:
    return preview(located(**more), snapshot(project), project.id, language)


FORMS = (
    FormDefinition(
        uuid="4b0c9d5e",
        title=Held("Dataset form"),
        about="xnat:projectData",
        fields=(FormField("theme", Held("Theme")), FormField("private_phone", Held("Hidden question"))),
    ),
)


def complete() -> Project:
    """A project that becomes public, with something in every group that stays inside."""
    project = filled()
    assert project.pi is not None
    one = replace(
        session(0),
        study_instance_uid=Held("1.2.3"),
        manufacturer=Held("ACME"),
        model=Held("M"),
        field_strength=Held("3"),
        site=Held("A place"),
        visit=Held("First"),
        assessors=(Assessor(Held("icr:roiCollectionData")),),
        variables=(Variable(Held("colour"), Held("red")),),
        assessments=(Assessment(Held("type"), Held("id"), Held("label"), Held(1), Held({"x": "y"})),),
    )
    return replace(
        project,
        name=Held("Lungs of people"),
        description=Held("CT of lungs."),
        pi=replace(project.pi, department=Held("Radiology")),
        investigators=(Person(lastname=Held("Fictional"), firstname=Held("Bo"), orcid=Held("0000-0001-5109-3700")),),
        publications=(replace(project.publications[0], citation=Held("A citation"), title=Held("A paper")),),
        subjects=(replace(project.subjects[0], group=Held("group A"), age=Held(40.0)), *project.subjects[1:]),
        sessions=(replace(one, scans=tuple(replace(scan, type=Held("words")) for scan in one.scans)),
                  *project.sessions[1:]),
        tables=(Table(Held("S1"), Held("r"), Held("t.csv"), Held("a,b")),),
        forms=(form(private_phone="unlisted"),),
        met=("00ff",),
    )  # fmt: skip


def planted(value: Any, place: str = "") -> Any:
    """Return a project with a word of its own in each text, and numbers and codes as they are."""
    if isinstance(value, Held):
        return Held(_word(place)) if _holds_text(value) else value
    if is_dataclass(value) and not isinstance(value, type):
        plain = ("id", "visibility") if isinstance(value, Project) else ()
        names = [one.name for one in fields(value) if one.name not in plain]
        return replace(value, **{name: planted(getattr(value, name), f"{place}/{name}") for name in names})
    if isinstance(value, tuple):
        return tuple(planted(one, f"{place}/{number}") for number, one in enumerate(value))
    return value


def _holds_text(held: Held[Any]) -> bool:
    return isinstance(unseal(held), str)


def _word(place: str) -> str:
    """Return letters alone: digits in a row could be the number of somebody."""
    digest = sha256(place.encode()).hexdigest()[:10]
    return "Cnry" + "".join(chr(ord("a") + int(digit, 16)) for digit in digest)


def words_in(text: str) -> set[str]:
    return set(re.findall(r"Cnry[a-p]{10}", text))


PRIVATE = Withheld("SECRET", Visibility.PRIVATE, "private projects are never read or published")
