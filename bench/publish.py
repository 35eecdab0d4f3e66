"""Publishing many datasets to a FAIR Data Point that takes 20 ms a request, against the bare requests.

``publish.py --datasets 1000`` prints the seconds of a first publication and of a run on unchanged records, each beside
those of the same requests, sent again by four threads that do nothing else, and the ratio of the two. Ours and the bare
requests take turns, ``--rounds`` times; the ratio at the end is the median of theirs, since a machine is never quiet.
The CPU that each side used in the meantime is told as well.

``serve`` is the server, a process of its own. It mints an IRI from what it is sent, so that the same requests can be
sent to another one; ``work`` publishes and sends again.
"""

import argparse
import base64
import json
import resource
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock, local
from typing import Any

from processes import Server, run, script

THREADS = 4
DELAY = 0.02
MOST = {"first publication": 1.5, "unchanged rerun": 1.2}
"""How many times the bare requests each may take."""
Cost = tuple[float, float]
"""Seconds by the clock, and of CPU of the process."""
Sent = dict[str, Any]
"""A request as it was sent: method, path, body (base64) and the headers that matter; and the answer's status."""


def serve(delay: float) -> None:
    """Serve until standard input ends; answer each line with the requests since the last one, and the CPU used."""
    from uuid import NAMESPACE_URL, uuid5

    from img2fair.demo.fdp import DemoFdp
    from img2fair.demo.fdp.exchange import Response
    from img2fair.demo.fdp.handler import FdpHandler

    sent: list[Sent] = []
    lock, of_thread = Lock(), local()

    class Handler(FdpHandler):
        def _answered(self, body: bytes, fault: str) -> tuple[Response | None, str]:
            of_thread.body = body
            kept = {name: self.headers[name] for name in ("Accept", "Content-Type") if self.headers[name]}
            text = base64.b64encode(body).decode()
            one: Sent = {"method": self.command, "path": self.path, "body": text, "headers": kept}
            with lock:
                sent.append(one)
            time.sleep(delay)
            answer, user = super()._answered(body, fault)
            one["status"] = answer.status if answer else 0
            return answer, user

    class Fdp(DemoFdp):
        def __init__(self) -> None:
            super().__init__("https://w3id.org/bench")
            self._server.RequestHandlerClass = Handler
            self._store.mint = self.minted  # type: ignore[method-assign]

        def minted(self, prefix: str) -> str:
            return f"{self.persistent_url}/{prefix}/{uuid5(NAMESPACE_URL, str(of_thread.body))}"

    with Fdp() as fdp:
        print(fdp.url, flush=True)
        for _ in sys.stdin:
            with lock:
                told, sent[:] = list(sent), []
            used = resource.getrusage(resource.RUSAGE_SELF)
            print(json.dumps([told, used.ru_utime + used.ru_stime]), flush=True)


def publish(url: str, datasets: int) -> Cost:
    """Plan and apply; return what that cost, without what is made before."""
    from datetime import UTC, datetime

    from img2fair.applying import apply_plan
    from img2fair.findings import Report
    from img2fair.model import Header, Visibility
    from img2fair.pipeline import plan_for
    from img2fair.targets import TARGETS
    from img2fair.targets.fdp import FdpSettings
    from tests.servers import ADMIN
    from tests.targets import changes
    from tests.targets.fdp_changes import family, record_of

    wanted = [changes.catalog()] + [change for number in range(datasets) for change in family(f"P{number:04}")]
    records = [record_of(change) for change in wanted]
    header = Header(changes.ARCHIVE, "bench", "bench", datetime.now(UTC), "admin", projects=datasets)
    target = TARGETS["fdp"](FdpSettings("fdp", url, login=ADMIN, profile="fdp-default"))
    begun = _clocks()
    plan = plan_for(target, records, Report((), (), ()), header, "never").plan
    receipt = apply_plan(plan, target, lambda _: Visibility.PUBLIC)
    cost = _since(begun)
    assert not receipt.failed, receipt.failed[0]
    return cost


def send_again(url: str, file: Path) -> Cost:
    """Send recorded requests by bare threads; return what that cost."""
    import requests

    told: list[Sent] = json.loads(file.read_text())
    log_in = next(one for one in told if one["path"] == "/tokens")
    body = base64.b64decode(log_in["body"])
    token = requests.post(f"{url}/tokens", data=body, headers=log_in["headers"], timeout=60).json()["token"]
    of_thread = local()

    def send(one: Sent) -> int:
        if not hasattr(of_thread, "session"):
            of_thread.session = requests.Session()
            of_thread.session.trust_env = False
            of_thread.session.headers["Authorization"] = f"Bearer {token}"
        where, body = url + one["path"], base64.b64decode(one["body"])
        try:
            answer = of_thread.session.request(one["method"], where, data=body, headers=one["headers"], timeout=60)
        except requests.ConnectionError:
            return 0
        return int(answer.status_code)

    begun = _clocks()
    with ThreadPoolExecutor(THREADS) as threads:
        statuses = list(threads.map(send, told))
    cost = _since(begun)
    other = sum(status != one.get("status", 0) for status, one in zip(statuses, told, strict=True))
    if other > len(statuses) // 20:  # a record may come before the one above it
        raise RuntimeError(f"{other} of {len(statuses)} requests end otherwise when they are sent again")
    return cost


def _clocks() -> Cost:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter(), used.ru_utime + used.ru_stime


def _since(begun: Cost) -> Cost:
    now = _clocks()
    return now[0] - begun[0], now[1] - begun[1]


def measure(datasets: int, delay: float, rounds: int) -> None:
    """Publish twice to one server, send the same to another, as often as said; print the costs and ratios."""
    ratios: dict[str, list[float]] = {name: [] for name in MOST}
    for number in range(1, rounds + 1):
        with (
            tempfile.TemporaryDirectory() as folder,
            Server("publish.py", "serve", str(delay)) as ours,
            Server("publish.py", "serve", str(delay)) as bare,
        ):
            for name in MOST:
                taken, cpu = _work(Path(folder), "publish", ours.url, datasets)
                asked, _ = ours.asked()
                (Path(folder) / "sent.json").write_text(json.dumps(asked))
                plain, plain_cpu = _work(Path(folder), "again", bare.url, Path(folder) / "sent.json")
                bare.asked()
                ratios[name].append(taken / plain)
                print(
                    f"round {number}, {name}: {len(asked)} requests, {taken:.2f} s ({cpu:.2f} s CPU); "
                    f"bare {plain:.2f} s ({plain_cpu:.2f} s CPU); {taken / plain:.2f} times",
                    flush=True,
                )
    for name, most in MOST.items():
        middle = statistics.median(ratios[name])
        print(f"{datasets} datasets, {delay * 1000:.0f} ms a request, {name}: {middle:.2f} times (at most {most})")


def _work(room: Path, *arguments: object) -> Cost:
    seconds, cpu = run(script("publish.py", "work", *map(str, arguments)), room).said
    return seconds, cpu


def main() -> None:
    """Do what the arguments say."""
    if sys.argv[1:2] == ["serve"]:
        serve(float(sys.argv[2]))
    elif sys.argv[1:3] == ["work", "publish"]:
        print(json.dumps(publish(sys.argv[3], int(sys.argv[4]))))
    elif sys.argv[1:3] == ["work", "again"]:
        print(json.dumps(send_again(sys.argv[3], Path(sys.argv[4]))))
    else:
        parser = argparse.ArgumentParser(description="Publishing against the bare requests.")
        parser.add_argument("--datasets", type=int, default=100)
        parser.add_argument("--delay", type=float, default=DELAY)
        parser.add_argument("--rounds", type=int, default=3)
        said = parser.parse_args()
        measure(said.datasets, said.delay, said.rounds)


if __name__ == "__main__":
    main()
