"""What a publication to a site costs: all of it, one change, nothing changed; and the same bytes written bare.

``site.py [DATASETS]`` makes that many datasets, each with a distribution, in a folder of its own.
"""

import os
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from img2fair.model import Action, Change
from tests.targets.changes import catalog, dataset, distribution, site, write


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that something took, and those of them that it computed."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - cpu


def bare(files: Iterable[tuple[Path, bytes]], folder: Path) -> None:
    """Write files as they are, and bring them to the disk."""
    made = []
    for name, content in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        made.append(target)
    for target in [*made, *{target.parent for target in made}]:
        handle = os.open(target, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def new_files(folder: Path) -> list[tuple[Path, bytes]]:
    """Return the files of the present version that the version before does not share."""
    now = folder.resolve()
    files = [path for path in now.rglob("*") if path.is_file() and path.stat().st_nlink == 1]
    return [(path.relative_to(now), path.read_bytes()) for path in files]


def main(datasets: int) -> None:
    names = [f"P{number:05}" for number in range(datasets)]
    changes = [catalog(), *(dataset(name, title=f"Study {name}") for name in names), *map(distribution, names)]
    same = [Change(one.key, one.kind, Action.UNCHANGED, "same") for one in changes]
    with TemporaryDirectory() as made:
        folder = Path(made)
        steps: list[tuple[str, list[Change]]] = [
            ("all made", changes),
            ("one changed", [dataset(names[datasets // 2], title="Another title", action=Action.UPDATE)]),
            ("none changed", same),
        ]
        for number, (name, step) in enumerate(steps):
            before = (folder / "public").resolve()
            wall, cpu = timed(lambda step=step: write(site(folder), step))  # type: ignore[misc]
            files = new_files(folder / "public") if (folder / "public").resolve() != before else []
            alone = timed(lambda files=files, number=number: bare(files, folder / f"bare{number}"))[0]  # type: ignore[misc]
            size = sum(len(content) for _, content in files) / 1e6
            ratio = f"{wall / alone:6.1f}×" if files else "      -"
            told = f"{len(files):6} files {size:7.1f} MB  bare {alone:6.2f} s {ratio}"
            print(f"{name:13} {wall:7.2f} s  {cpu:7.2f} s CPU  {told}")
        whole = ", ".join(
            f"{p.name} {p.stat().st_size / 1e6:.1f} MB" for p in sorted((folder / "public").glob("catalogue.*"))
        )
        print(f"{whole}; most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
