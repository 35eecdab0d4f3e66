"""How validation, RDF and mapping compare, side by side in one run, as ratios: machines differ and are noisy.

    .venv/bin/python bench/validate.py [--rounds N] [--full]

1. Judging by DCAT-AP and Health-RI Core with pyshacl, beside one ``pyshacl.validate`` per dataset with paths of shapes.
2. The fast engine (extra ``fast``) beside pyshacl, dataset by dataset, by the Health-RI shapes.
3. Five times as many datasets: time and memory (1,000 and 5,000 with ``--full``, else a fifth of it).
4. Two worker processes beside none, with pyshacl; the machine has to be at rest.
5. Turtle and JSON-LD beside rdflib, written and read.
6. Mapping of a filled project.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from harvest import Figures, verdict
from processes import Ran, run, script

SOME = 1000


class Bench:
    """Runs the modes of ``judged.py``, each in a process of its own, and keeps their figures."""

    def __init__(self, room: Path) -> None:
        self.figures = Figures()
        self._room = room

    def ask(self, mode: str, *arguments: object) -> Any:
        """Return what a mode says."""
        return self.run(mode, *arguments).said

    def run(self, mode: str, *arguments: object) -> Ran:
        return run(script("judged.py", mode, *map(str, arguments)), self._room)

    def ratio(self, slow: str, fast: str) -> float:
        return self.figures[slow] / self.figures[fast]


def measure(bench: Bench, some: int) -> None:
    """Take each figure once, those that are compared next to each other."""
    few = 40
    bench.figures.add(naive=bench.ask("naive", few) / few)
    bench.figures.add(pyshacl=bench.ask("judged", 4 * few, "pyshacl")["seconds"] / (4 * few))
    bench.figures.add(**{f"engine {name}": found / 100 for name, found in bench.ask("engines", 100).items()})
    for count in (some, 5 * some):
        ran = bench.run("judged", count, "auto")
        bench.figures.add(**{f"{count} seconds": ran.said["seconds"], f"{count} memory": ran.peak})
    for workers in (1, 2):
        bench.figures.add(**{f"workers {workers}": bench.ask("workers", 2 * some, "pyshacl", workers)})
    bench.figures.add(**bench.ask("texts", 100))
    bench.figures.add(mapping=bench.ask("mapping", 200) / 200 * 1000)


def tell(bench: Bench, some: int) -> None:
    """Print the figures and whether the targets are reached."""
    figures, ratio = bench.figures, bench.ratio
    print("1. DCAT-AP and Health-RI Core by pyshacl, each dataset")
    print(f"   one call per dataset: {figures.spread('naive')}; ours: {figures.spread('pyshacl')}")
    print(f"   {ratio('naive', 'pyshacl'):.1f} times as fast {_least(ratio('naive', 'pyshacl'), 2.5)}")
    print("2. Health-RI shapes, dataset by dataset")
    fast = ratio("engine pyshacl", "engine fast")
    print(f"   pyshacl {figures['engine pyshacl'] * 1000:.1f} ms, fast {figures['engine fast'] * 1000:.2f} ms")
    print(f"   {fast:.0f} times as fast {_least(fast, 20)}")
    print(f"3. {some:,} and {5 * some:,} datasets, engine 'auto'")
    time, memory = (ratio(f"{5 * some} {what}", f"{some} {what}") for what in ("seconds", "memory"))
    print(f"   {figures.spread(f'{some} seconds')}, then {figures.spread(f'{5 * some} seconds')}")
    print(f"   {time:.1f} times the time {verdict(time <= 5.5, '<= 5.5')}")
    print(f"   {figures[f'{some} memory']:.0f} MB, then {figures[f'{5 * some} memory']:.0f} MB")
    print(f"   {memory:.2f} times the memory {verdict(memory <= 1.3, '<= 1.3')}")
    print(f"4. {2 * some:,} datasets by pyshacl, by the clock, the start of the workers included")
    print(f"   this process {figures.spread('workers 1')}, two {figures.spread('workers 2')}")
    print(f"   {ratio('workers 1', 'workers 2'):.2f} times as fast {_least(ratio('workers 1', 'workers 2'), 1.6)}")
    print(f"5. {figures['triples']:,.0f} triples beside rdflib")
    for form, least in (("turtle", 30), ("json-ld", 10)):
        for what in ("write", "read"):
            found = ratio(f"{form} {what} rdflib", f"{form} {what} ours")
            print(f"   {what} {form}: {found:.0f} times as fast {_least(found, least)}")
    print("6. Mapping of a filled project by health-ri-core")
    print(f"   {figures['mapping']:.2f} ms {verdict(figures['mapping'] <= 3, '<= 3')}")


def _least(found: float, least: float) -> str:
    return verdict(found >= least, f">= {least}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--full", action="store_true", help="1,000 and 5,000 datasets")
    chosen = parser.parse_args(arguments)
    some = SOME if chosen.full else SOME // 5
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        print(f"medians of {chosen.rounds} rounds, least and most in brackets; a round runs each once, in turn")
        for _ in range(chosen.rounds):
            measure(bench, some)
        tell(bench, some)


if __name__ == "__main__":
    main()
