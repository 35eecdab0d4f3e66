"""How fast the command line answers, side by side in one run: from an installed wheel, as a user has it.

    .venv/bin/python bench/cli.py [--rounds N] [--room FOLDER]

1. ``--help``, ``--version``, the slowest ``COMMAND --help``, and completion with the ids of 1,000 projects, beside
   ``img2catalog --help`` (2.0.0, which needs sempyro 2.1.0) and ``pyshacl --help``.
2. ``validate`` of 100 datasets by the default profiles, by each engine.

Where others are at work on the machine, the seconds of CPU beside those of the clock are what to read.
The wheel and the peer are installed in environments of their own in the room; one that is there already is used again.
"""

import argparse
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

from harvest import Figures, verdict
from processes import BENCH, run, script

START, FAST, PYSHACL = 0.12, 1.5, 6.0
DATASETS, PROJECTS = 100, 1000
PEER = ("img2catalog==2.0.0", "sempyro==2.1.0")
APART = {"PYTHONPATH": ""}
"""What is measured is the wheel and not the checkout."""
COMMANDS = """
from img2fair.cli.described import described
print(*(one.words.removeprefix("img2fair ") for one in described()), sep="\\n")
"""
"""Prints every command that can be run, those of groups too."""
ASKED = {"_IMG2FAIR_COMPLETE": "bash_complete", "COMP_WORDS": "img2fair preview P0009", "COMP_CWORD": "2"}


def environment(folder: Path, *packages: str) -> Path | None:
    """Return the programs of an environment with some packages, compiled; ``None`` where it cannot be had."""
    if not folder.is_dir():
        venv.create(folder, with_pip=True)
        install = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if subprocess.run([*install, *packages], check=False).returncode:
            return None
    return folder / "bin"


def ours(room: Path) -> Path:
    """Return the programs of an environment with a wheel of the checkout."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", room, BENCH.parent]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    made = environment(room / "ours", f"{next(room.glob('*.whl'))}[fast]")
    assert made, "the wheel cannot be installed"
    return made


def started(rounds: int, programs: Path, peer: Path | None, room: Path) -> None:
    """Print what it takes to start."""
    (room / ".img2fair").mkdir(exist_ok=True)
    (room / ".img2fair" / "projects.txt").write_text("".join(f"P{number:06}\n" for number in range(PROJECTS)))
    img2fair = programs / "img2fair"
    commands = run([programs / "python", "-c", COMMANDS], room, APART).output.splitlines()
    helps = {f"{words} --help": [img2fair, *words.split(), "--help"] for words in commands}
    asked: dict[str, tuple[Sequence[str | Path], Mapping[str, str]]] = {
        "--help": ([img2fair, "--help"], {}),
        "--version": ([img2fair, "--version"], {}),
        "completion": ([img2fair], ASKED),
        **{name: (command, {}) for name, command in helps.items()},
        "pyshacl --help": ([programs / "pyshacl", "--help"], {}),
    }
    if peer:
        asked["img2catalog --help"] = ([peer / "img2catalog", "--help"], {})
    figures = Figures()
    for number in range(rounds + 1):
        for name, (command, said) in asked.items():
            ran = run(command, room, {**APART, **said})
            assert ran.output.strip(), name
            if number:  # the first brings the files into memory
                figures.add(**{name: ran.seconds, f"{name} CPU": ran.cpu})
    slowest = max(helps, key=lambda name: figures[name])
    print(f"1. starts, {rounds} rounds, median [least to most]")
    for name in ("--help", "--version", "completion", slowest):
        print(f"   img2fair {name}: {_told(figures, name, START)}")
    for name in ("pyshacl --help", "img2catalog --help"):
        if name in asked:
            print(f"   {name}: {figures.spread(name)}, {figures[name] / figures['--help']:.1f} times ours")
    if not peer:
        print(f"   {PEER[0]} could not be installed: it was not run")


def validated(rounds: int, programs: Path, room: Path) -> None:
    """Print what judging takes, the start of an interpreter included."""
    run(script("datasets.py", room / "records", str(DATASETS)), room)
    figures = Figures()
    for _ in range(rounds):
        for engine in ("fast", "pyshacl"):
            command = [programs / "img2fair", "validate", room / "records", "--engine", engine, "--json"]
            ran = run(command, room, APART)
            figures.add(**{engine: ran.seconds, f"{engine} CPU": ran.cpu})
    print(f"2. validate of {DATASETS} datasets by the default profiles")
    for engine, most in (("fast", FAST), ("pyshacl", PYSHACL)):
        print(f"   {engine}: {_told(figures, engine, most)}")


def _told(figures: Figures, name: str, most: float) -> str:
    reached = verdict(figures[name] <= most, f"<= {most} s")
    return f"{figures.spread(name)}, {figures[f'{name} CPU']:.2f} s of CPU {reached}"


def main() -> None:
    """Measure all of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--room", type=Path, help="folder to work in, kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        room = (options.room or Path(made)).resolve()
        room.mkdir(parents=True, exist_ok=True)
        programs, peer = ours(room), environment(room / "peer", *PEER)
        started(options.rounds, programs, peer, room)
        validated(options.rounds, programs, room)


if __name__ == "__main__":
    main()
