"""An export to cBioPortal of many patients, beside reading its snapshot and writing its bytes.

``export.py --patients 10000`` makes a snapshot of a project with three sessions a patient and ten clinical fields, and
a harmonisation file that exports them all; then ``img2fair export cbioportal`` makes the study, ``--rounds`` times. In
each round the floor is measured too: a process that reads the same snapshot, and one that writes the same
files. Each is a process of its own; told are the seconds, those of CPU, and the most memory held. ``--profile`` tells
where the time goes, ``--viewer`` adds links.

``make``, ``read``, ``write`` and ``lint`` are those processes.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from processes import Ran, run, script

PROJECT = "LARGE"
SESSIONS = 3
SECONDS, MEGABYTES, TO_LINT = 20, 300, 3
"""The targets for 10,000 patients: of the export, and of the seconds that its checks may take."""
OURS = (sys.executable, "-m", "img2fair", "export", "cbioportal", "s.jsonl", "--project", PROJECT)
FIELDS = (
    ("arm", "ARM", ("Arm A", "Arm B", "control"), "as: table, values: {Arm A: A, Arm B: B, control: none}"),
    ("ecog", "ECOG_SCORE", ("0", "1", "2", "3"), "as: number, type: NUMBER"),
    ("stage", "STAGE", ("Stage I", "IIa", "III", "IV"), "as: stage"),
    ("grade", "GRADE", ("G1", "G2", "WHO grade 3"), "as: grade"),
    ("side", "LATERALITY", ("L", "right", "bilateral"), "as: side"),
    ("smoker", "SMOKER", ("yes", "no", "Y", "unknown"), "as: yes_no, type: BOOLEAN"),
    ("vital", "OS_STATUS", ("alive",), "as: survival"),
    ("months", "OS_MONTHS", (), "as: months, type: NUMBER"),
    ("weight", "WEIGHT", (), "as: number, type: NUMBER, unit: kg"),
    ("score", "SCORE", (), "as: number, type: NUMBER"),
)
"""Custom variable of the subjects, its attribute, what it can be (nothing: a number), and how it is read."""


def make(folder: Path, patients: int) -> None:
    """Write the snapshot and the harmonisation file."""
    import datetime as dt
    from random import Random

    from img2fair.model import Header, Held, ImagingSession, ImagingSubject, Project, ScanProfile, Variable, Visibility
    from img2fair.model.snapshot_file import write_snapshot

    rng = Random(1)  # noqa: S311 - no secret is made of it

    def said(values: tuple[str, ...]) -> str:
        return rng.choice(values) if values else f"{rng.uniform(1, 120):.1f}"

    def subject(number: int) -> ImagingSubject:
        variables = tuple(Variable(Held(name), Held(said(values))) for name, _, values, _ in FIELDS)
        sex, age = rng.choice(("M", "F")), float(rng.randint(20, 80))
        id_ = f"XNAT_S{number:06}"
        return ImagingSubject(Held(id_), Held(f"P{number:06}"), Held(sex), Held(age), variables=variables)

    def session(number: int, place: int) -> ImagingSession:
        day = dt.date(2010, 1, 1) + dt.timedelta(rng.randint(0, 1000) + 400 * place)
        scans = tuple(
            ScanProfile(rng.randint(1, 6), Held("MR"), Held(kind), Held("BRAIN"), frames=Held(176))
            for kind in ("T1 MPRAGE", "T2 TSE", "FLAIR")
        )
        return ImagingSession(
            Held(f"XNAT_E{number:06}{place}"), Held(f"P{number:06}_MR{place}"), Held(f"XNAT_S{number:06}"), Held(day),
            Held("MR"), study_instance_uid=Held(f"1.2.826.0.1.{number}.{place}"), manufacturer=Held("SIEMENS"),
            field_strength=Held("3.0"), scans=scans,
        )  # fmt: skip

    made = Project(
        PROJECT, Visibility.PUBLIC, name=Held("Imaging of many"), description=Held("MRI of the brain, three times."),
        subjects=tuple(subject(number) for number in range(patients)),
        sessions=tuple(session(number, place) for number in range(patients) for place in range(SESSIONS)),
    )  # fmt: skip
    time_ = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    header = Header("https://xnat.example.org", "XNAT 1.9", "bench", time_, "bench", projects=1, depth=("clinical",))
    write_snapshot(folder / "s.jsonl", [made], lambda: header)
    decided = [f"  subjects.variables.{name}: {{decide: export, to: {id_}, {how}}}" for name, id_, _, how in FIELDS]
    usual = ["  subjects.sex: {decide: export, to: SEX}", "  subjects.age: {decide: export, to: AGE}"]
    head = ["schema: img2fair/harmonisation", "version: 1", f"project: {PROJECT}", "fields:"]
    (folder / "mapping.yaml").write_text("\n".join([*head, *usual, *decided]) + "\n", encoding="utf-8")


def config(viewer: bool) -> str:
    """Return the config of the export."""
    link = "{viewer: 'https://xnat.example.org/v?s={subject_id}&e={session_id}'}" if viewer else "{}"
    return f"archive: {{type: xnat, url: https://xnat.example.org}}\ncbioportal: {{projects: {{{PROJECT}: {link}}}}}\n"


def read(folder: Path) -> float:
    """Return the seconds that reading the snapshot takes, the imports before it not counted."""
    from img2fair.model.snapshot_file import read_snapshot

    begun = time.perf_counter()
    for project in read_snapshot(folder / "s.jsonl").projects():
        assert project.subjects
    return time.perf_counter() - begun


def write(folder: Path) -> float:
    """Return the seconds that writing the bytes of a study takes."""
    contents = {path.relative_to(folder / "study"): path.read_bytes() for path in (folder / "study").rglob("*.txt")}
    begun = time.perf_counter()
    for path, content in contents.items():
        (folder / "copy" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "copy" / path).write_bytes(content)
    return time.perf_counter() - begun


def lint(folder: Path) -> float:
    """Return the seconds that the checks of a study take; it must pass them."""
    from img2fair.cbioportal.lint import EXPECTED, lint_folder

    begun = time.perf_counter()
    found = lint_folder(folder / "study")
    taken = time.perf_counter() - begun
    assert {one.code for one in found} <= EXPECTED, found[0].message
    return taken


def measure(patients: int, rounds: int, viewer: bool, profiled: bool) -> None:
    """Make, export and check, as often as said; print what each cost."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        run(script("export.py", "make", room, str(patients)), room)
        (room / "img2fair.yaml").write_text(config(viewer), encoding="utf-8")
        found: list[tuple[float, float]] = []
        for number in range(1, rounds + 1):
            shutil.rmtree(room / "copy", ignore_errors=True)
            ran = run([*OURS, "--mapping", "mapping.yaml", "-o", "study"], room)
            floor = run(script("export.py", "read", room), room)
            written, checked = (run(script("export.py", what, room), room).said for what in ("write", "lint"))
            found.append((ran.seconds, ran.peak))
            print(
                f"round {number}: export {_told(ran)}; reading alone {_told(floor)}, of which {floor.said:.1f} s to "
                f"read; writing the same bytes {written:.2f} s; checks {checked:.2f} s",
                flush=True,
            )
        if profiled:
            _profile(room)
    seconds, peak = (median(figures) for figures in zip(*found, strict=True))
    size = f"{patients} patients with {SESSIONS} sessions and {len(FIELDS)} fields"
    print(
        f"{size}: {seconds:.1f} s (at most {SECONDS}), {peak:.0f} MB (at most {MEGABYTES}); checks at most {TO_LINT} s"
    )


def _told(ran: Ran) -> str:
    return f"{ran.seconds:.1f} s ({ran.cpu:.1f} s CPU, {ran.peak:.0f} MB)"


def _profile(room: Path) -> None:
    import pstats

    command = [sys.executable, "-m", "cProfile", "-o", "stats", *OURS[1:], "--mapping", "mapping.yaml", "-o", "study"]
    run(command, room)
    pstats.Stats(str(room / "stats")).sort_stats("cumulative").print_stats("img2fair", 45)


def main() -> None:
    """Do what the arguments say."""
    if sys.argv[1:2] == ["make"]:
        make(Path(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1:2] in (["read"], ["write"], ["lint"]):
        print(json.dumps({"read": read, "write": write, "lint": lint}[sys.argv[1]](Path(sys.argv[2]))))
    else:
        parser = argparse.ArgumentParser(description="An export to cBioPortal, beside reading and writing alone.")
        parser.add_argument("--patients", type=int, default=1000)
        parser.add_argument("--rounds", type=int, default=3)
        parser.add_argument("--viewer", action="store_true")
        parser.add_argument("--profile", action="store_true")
        said = parser.parse_args()
        measure(said.patients, said.rounds, said.viewer, said.profile)


if __name__ == "__main__":
    main()
