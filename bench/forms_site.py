"""The demo's archive with made projects that all have answers to the Health-RI form, at some distance.

``forms_site.py PROJECTS SECONDS [PATH]...`` serves it, each answer ``SECONDS`` late; paths are columns that it does not
know (``Dialect.unsupported``).
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from random import Random

from large_site import PARTS, SCANNERS, STAMP, TYPES, answer_lines

from img2fair.demo.archive import DemoArchive, Fault, RequestRecord
from img2fair.demo.content import (
    ArchiveContent,
    Investigator,
    Project,
    Resource,
    Scan,
    Session,
    Subject,
    User,
    load_content,
)

SESSIONS, SCANS = 20, 5
"""Sessions of a project, each of a subject of its own, and the scans of a session."""
LOGIN = "bench"
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
NUMBERS = count(1)


def content(projects: int) -> ArchiveContent:
    """Return the made projects, with the form of the bundled content and answers after its one answered form."""
    bundled = load_content()
    answered = next(project for project in bundled.projects if project.custom_fields)
    form = next(form for form in bundled.forms if form.uuid in answered.custom_fields)
    made = tuple(_project(answered, form.uuid, number) for number in range(projects))
    user = User(uid=2, login=LOGIN, password=LOGIN, roles={project.id: "Members" for project in made})
    return ArchiveContent(projects=made, forms=(replace(form, projects=()),), users=(user,))


def _project(model: Project, form: str, number: int) -> Project:
    id_ = f"BENCH{number:04}"
    answers = model.custom_fields[form]
    assert isinstance(answers, dict)
    keywords = ["imaging", f"study {number}"]
    told = {**answers, "title": f"Study {number}", "identifier": f"https://doi.org/10.5072/{id_}", "keyword": keywords}
    chance = Random(number)  # noqa: S311 - to be the same every time
    return Project(
        id=id_,
        name=f"Study {number}",
        secondary_id=id_,
        accessibility="public" if number % 5 else "protected",
        description=f"What was acquired for study {number}.",
        keywords=", ".join(keywords),
        pi=Investigator(firstname="Ingrid", lastname="Fictional", title="Dr.", institution="Example hospital"),
        investigators=tuple(_investigator(place) for place in range(2)),
        custom_fields={form: told},
        insert_date=STAMP,
        last_modified=STAMP,
        subjects=tuple(_subject(id_, place, chance) for place in range(SESSIONS)),
    )


def _investigator(place: int) -> Investigator:
    return Investigator(firstname="Jules", lastname=f"Fictional the {place}", institution="Example hospital")


def _subject(project: str, place: int, chance: Random) -> Subject:
    label = f"sub-{place:03}"
    maker, model = chance.choice(SCANNERS)
    session = Session(
        id=f"{project}_E{place:03}",
        label=f"{label}_1",
        xsi_type="xnat:mrSessionData",
        uid=f"1.3.6.1.4.1.14519.5.2.1.{chance.randrange(10**18)}",
        date=f"2020-0{chance.randrange(1, 9)}-15",
        modality="MR",
        scanner_manufacturer=maker,
        scanner_model=model,
        field_strength="3.0",
        age=float(chance.randrange(18, 90)),
        insert_date=STAMP,
        last_modified=STAMP,
        scans=tuple(_scans(maker, model, chance)),
    )
    return Subject(
        id=f"{project}_S{place:03}",
        label=label,
        gender=chance.choice(("male", "female")),
        insert_date=STAMP,
        last_modified=STAMP,
        sessions=(session,),
    )


def _scans(maker: str, model: str, chance: Random) -> Iterator[Scan]:
    for place in range(1, SCANS + 1):
        key, files = next(NUMBERS), chance.randrange(1, 400)
        stored = Resource(id=str(key), label="DICOM", file_count=files, file_size=files * 263_000, format="DICOM")
        yield Scan(
            id=str(place),
            key=key,
            xsi_type="xnat:mrScanData",
            uid=f"1.3.6.1.4.1.14519.5.2.2.{chance.randrange(10**18)}",
            type=chance.choice(TYPES),
            modality="MR",
            body_part_examined=chance.choice(PARTS),
            scanner_manufacturer=maker,
            scanner_model=model,
            quality="usable",
            frames=files,
            resources=(stored,),
        )


def main(projects: int, seconds: float, unsupported: frozenset[str]) -> None:
    asked: list[tuple[str, str]] = []

    def note(request: RequestRecord) -> None:
        asked.append((request.method, request.path))

    with DemoArchive(content(projects), unsupported=unsupported) as archive:
        archive.on_request = note
        for method in METHODS:
            archive.faults.add(Fault(path=".*", kind="slow", method=method, seconds=seconds))
        print(archive.url, flush=True)
        answer_lines(asked)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), frozenset(sys.argv[3:]))
