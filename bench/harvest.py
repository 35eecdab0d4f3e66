"""How a harvest compares, side by side in one run, as ratios: machines differ and are noisy.

    .venv/bin/python bench/harvest.py [--peer IMG2CATALOG] [--rounds N] [--full]

1. 200 projects with forms, each answer 20 ms late: our harvest and mapping to Turtle, which also reads all scans,
   beside ``img2catalog ... rdf`` (2.0.0, in an environment of its own; it needs sempyro 2.1.0). Both are processes.
2. A site of 1,000 projects with 200 sessions of 5 scans (a tenth of the projects without ``--full``): what our harvest
   holds in memory and works, beside a script that downloads the same list of sessions and counts its rows.
3. The same site again with ``--since``: what is asked when nothing has changed.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from processes import BENCH, Ran, Server, run, script

LATENCY = 0.02
FORMS = 200
LARGE = 1000
LOGIN = {"XNAT_USER": "bench", "XNAT_PASS": "bench"}
FALLBACK = tuple(f"xnat:projectData/{path}" for path in ("custom_fields", "investigators", "publications"))
"""Columns of the list of projects that some versions of XNAT do not give; then each project is asked for by itself."""
OURS = (sys.executable, "-m", "img2fair")

Asked = list[list[str]]


class Figures:
    """The figures of several rounds, by name."""

    def __init__(self) -> None:
        self._found: dict[str, list[float]] = {}

    def add(self, **figures: float) -> None:
        """Add a round's."""
        for name, figure in figures.items():
            self._found.setdefault(name, []).append(figure)

    def __getitem__(self, name: str) -> float:
        return median(self._found[name])

    def spread(self, name: str) -> str:
        """Return the median with the least and the most."""
        found = self._found[name]
        return f"{median(found):.2f} s [{min(found):.2f} to {max(found):.2f}]"


def verdict(reached: bool, target: str) -> str:
    return f"(target {target}: {'reached' if reached else 'NOT REACHED'})"


def harvest(url: str, room: Path, *more: str | Path, name: str = "s.jsonl") -> Ran:
    """Harvest by the command line."""
    return run([*OURS, "harvest", url, "-o", name, *more], room, LOGIN)


def datasets(path: Path, room: Path) -> int:
    found: int = run(script("ours.py", "datasets", path), room).said
    return found


def forms(rounds: int, peer: Path | None, room: Path) -> None:
    """Print what 200 projects with forms take."""
    seconds = Figures()
    servers = {"a": (), "b": FALLBACK}
    asked: dict[str, Asked] = {}
    for _ in range(rounds):
        for name, unsupported in servers.items():
            with Server("forms_site.py", str(FORMS), str(LATENCY), *unsupported) as site:
                site.asked()
                asked[name] = _ours(name, site, room, seconds)
                if peer and name == "a":
                    asked["peer"] = _peers(peer, site, room, seconds)
    print(f"1. {FORMS} projects with forms, 20 sessions of 5 scans each, {LATENCY * 1000:.0f} ms before each answer")
    print(f"   interpreter and our modules, once: {seconds.spread('start')}; in each of our two processes")
    for name, what, faster in (("a", "all by lists", 10), ("b", "people and forms one by one", 4)):
        _print_ours(name, what, seconds, asked[name])
        if peer:
            ratio = seconds["peer"] / seconds[f"{name} whole"]
            print(f"      {ratio:.1f} times as fast as the peer {verdict(ratio >= faster, f'>= {faster}')}")
            ratio = seconds["peer"] / seconds[f"{name} in-process"]
            print(f"      {ratio:.1f} times, without the start of our two processes but with that of the peer's one")
            ratio = seconds["peer"] / seconds[f"{name} harvest"]
            print(f"      {ratio:.1f} times, the harvest alone, which is all that asks the server")
        most = 12 if name == "a" else 2 * FORMS + 8
        print(f"      {len(asked[name])} requests at the server {verdict(len(asked[name]) <= most, f'<= {most}')}")
    if peer:
        print(f"   img2catalog 2.0.0, which reads no scans: {seconds.spread('peer')}, {len(asked['peer'])} requests")
    else:
        print("   the peer was not run: name its executable with --peer")


def _print_ours(name: str, what: str, seconds: Figures, asked: Asked) -> None:
    print(
        f"   ({name}) {what}: {seconds.spread(f'{name} whole')}, of it harvest {seconds[f'{name} harvest']:.2f} s "
        f"(the server's own CPU {seconds[f'{name} server']:.2f} s) and map {seconds[f'{name} map']:.2f} s"
    )
    print(f"      in one process that runs already: {seconds.spread(f'{name} in-process')}")
    ways = sorted({(method, re.sub(r"BENCH\d+", "P", path)) for method, path in asked})
    print(f"      asked: {', '.join(f'{method} {path}' for method, path in ways)}")


def _ours(name: str, site: Server, room: Path, seconds: Figures) -> Asked:
    harvested = harvest(site.url, room)
    asked, served = site.asked()
    mapped = run([*OURS, "map", "s.jsonl", "-o", "records"], room)
    assert datasets(room / "records", room) == FORMS, "ours must be whole, or the comparison is void"
    in_process = run(script("ours.py", "whole", site.url, room), room)
    start = run(script("ours.py", "columns"), room)
    site.asked()
    seconds.add(start=start.seconds)
    both = {"whole": harvested.seconds + mapped.seconds, "harvest": harvested.seconds, "map": mapped.seconds}
    seconds.add(**{f"{name} {part}": figure for part, figure in both.items()})
    seconds.add(**{f"{name} server": served, f"{name} in-process": in_process.said})
    return asked


def _peers(peer: Path, site: Server, room: Path, seconds: Figures) -> Asked:
    chain = ("xnat", "-s", site.url, "map-xnat-hriv2", "rdf", "-o", "peer.ttl")
    ran = run([peer, "-c", BENCH / "img2catalog.toml", *chain], room, LOGIN)
    asked, _ = site.asked()
    assert datasets(room / "peer.ttl", room) == FORMS, "the peer's must be whole, or the comparison is void"
    seconds.add(peer=ran.seconds)
    return asked


def large(rounds: int, projects: int, room: Path) -> None:
    """Print what a large site costs."""
    columns: str = run(script("ours.py", "columns"), room).said
    figures = Figures()
    with Server("large_site.py", room / "site", str(projects)) as site:
        for _ in range(rounds):
            ours = run([*OURS, "harvest", site.url, "-o", "large.jsonl"], room)
            requests, _ = site.asked()
            bare = run(script("by_hand.py", site.url, columns), room)
            site.asked()
            assert bare.said["scans"] == projects * 1000, "both must read all scans"
            figures.add(cpu=ours.cpu, bare=bare.cpu, peak=ours.peak, bare_peak=bare.peak, seconds=ours.seconds)
    size = (room / "large.jsonl").stat().st_size / 1e6
    tenth = "" if projects == LARGE else f"; a tenth of the full size ({LARGE:,} projects: --full)"
    print(f"2. {projects:,} projects of 200 sessions with 5 scans each{tenth}")
    print(f"   ours: {figures['seconds']:.1f} s, {len(requests)} requests, a snapshot of {size:.0f} MB")
    print(f"   memory {figures['peak']:.0f} MB {verdict(figures['peak'] <= 300, '<= 300')}")
    print(f"   memory of the script {figures['bare_peak']:.0f} MB")
    ratio = figures["cpu"] / figures["bare"]
    print(f"   CPU {figures.spread('cpu')}, the script {figures.spread('bare')}")
    print(f"   {ratio:.1f} times the script's {verdict(ratio <= 2, '<= 2')}")


def unchanged(room: Path) -> None:
    """Print what is asked of a site that has not changed, where people and forms are asked for one by one."""
    with Server("forms_site.py", str(FORMS), str(LATENCY), *FALLBACK) as site:
        first = harvest(site.url, room, name="first.jsonl")
        asked, _ = site.asked()
        second = harvest(site.url, room, "--since", "first.jsonl", name="second.jsonl")
        again, _ = site.asked()
    same = _digest(room / "first.jsonl", room) == _digest(room / "second.jsonl", room)
    items = sum(re.fullmatch(r"/data/projects/[^/]+", path) is not None for _, path in again)
    print("3. the same site again, unchanged, with --since, where people and forms are asked for one by one")
    print(f"   {len(asked)} requests and {first.seconds:.1f} s, then {len(again)} requests and {second.seconds:.1f} s")
    print(f"   {items} projects asked for as items {verdict(items == 0, '0')}; equal content {verdict(same, 'yes')}")


def _digest(snapshot: Path, room: Path) -> str:
    found: str = run(script("ours.py", "digest", snapshot), room).said
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", type=Path, help="the executable of img2catalog 2.0.0")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--full", action="store_true", help="the large site at its full size")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        print(f"medians of {chosen.rounds} rounds, least and most in brackets; a round runs each once, in turn")
        forms(chosen.rounds, chosen.peer and chosen.peer.absolute(), room)
        large(chosen.rounds, LARGE if chosen.full else LARGE // 10, room)
        unchanged(room)


if __name__ == "__main__":
    main()
