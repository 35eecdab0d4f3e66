"""How much the bulk lists save: our harvest beside one that asks session by session, in the same run.

    .venv/bin/python bench/harvest.py [ROUNDS]

Both log in once, keep their connections and use four threads. The archive waits 20 ms before each answer, as a server
at some distance does; without that the comparison would flatter whoever sends many small requests.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from img2fair.archives import ArchiveSettings, Login
from img2fair.demo.archive import DemoArchive, Fault
from img2fair.pipeline import harvest_to

LATENCY = 0.02
THREADS = 4


def in_bulk(url: str) -> tuple[int, int]:
    """Return the scans found and the requests sent by img2fair."""
    with tempfile.TemporaryDirectory() as room:
        settings = ArchiveSettings(url, url, Login("demo", "demo"), threads=THREADS)
        harvested = harvest_to(Path(room, "s.jsonl"), "xnat", settings, lambda *_: None)
    return harvested.scans, len(harvested.header.requests)


def one_by_one(url: str) -> tuple[int, int]:
    """Return the scans found and the requests sent by a harvester that asks for the scans of each session."""
    with requests.Session() as session, ThreadPoolExecutor(THREADS) as pool:
        session.get(f"{url}/data/JSESSION", auth=("demo", "demo")).raise_for_status()

        def rows(path: str) -> list[dict[str, str]]:
            answer = session.get(url + path, params={"format": "json"}).json()
            found: list[dict[str, str]] = answer["ResultSet"]["Result"]
            return found

        projects = [row["ID"] for row in rows("/data/projects")]
        sent = 2 + 3 * len(projects)
        scans = 0
        for project in projects:
            if session.get(f"{url}/data/projects/{project}/accessibility").text == "private":
                continue
            rows(f"/data/projects/{project}/subjects")
            sessions = [row["ID"] for row in rows(f"/data/projects/{project}/experiments")]
            sent += len(sessions)
            paths = [f"/data/experiments/{id_}/scans" for id_ in sessions]
            scans += sum(len(found) for found in pool.map(rows, paths))
        return scans, sent


def timed(work: Callable[[str], tuple[int, int]], url: str) -> tuple[float, tuple[int, int]]:
    started = time.perf_counter()
    result = work(url)
    return time.perf_counter() - started, result


def main(rounds: int) -> None:
    bulk, single = [], []
    with DemoArchive() as archive:
        archive.faults.add(Fault(path=".*", kind="slow", seconds=LATENCY))
        for _ in range(rounds):
            seconds, (scans, requests_sent) = timed(in_bulk, archive.url)
            bulk.append(seconds)
            seconds, (same, more) = timed(one_by_one, archive.url)
            single.append(seconds)
            assert scans == same, "both must find the same scans"
    print(f"{scans} scans; medians of {rounds} rounds, {LATENCY * 1000:.0f} ms a request, {THREADS} threads")
    print(f"requests   session by session {more}, bulk {requests_sent}: {more / requests_sent:.0f} times fewer")
    slow, fast = statistics.median(single), statistics.median(bulk)
    print(f"time       session by session {slow:.1f} s, bulk {fast:.1f} s: {slow / fast:.1f} times faster")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
