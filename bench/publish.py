"""Publishing many datasets to a FAIR Data Point that takes 20 ms a request, against the bare requests.

``publish.py --datasets 1000`` prints the seconds of a first publication and of a run on unchanged records, each beside
those of the same requests, sent again by four threads that do nothing else, and the ratio of the two.

``serve`` is the server, a process of its own. It mints an IRI from what it is sent, so that the same requests can be
sent to another one; ``work`` publishes and sends again.
"""

import argparse
import base64
import json
import resource
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


def publish(url: str, datasets: int) -> float:
    """Plan and apply; return the seconds of that, without what is made before."""
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
    begun = time.perf_counter()
    plan = plan_for(target, records, Report((), (), ()), header, "never").plan
    receipt = apply_plan(plan, target, lambda _: Visibility.PUBLIC)
    seconds = time.perf_counter() - begun
    assert not receipt.failed, receipt.failed[0]
    return seconds


def send_again(url: str, file: Path) -> float:
    """Send recorded requests by bare threads; return the seconds."""
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

    begun = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as threads:
        statuses = list(threads.map(send, told))
    seconds = time.perf_counter() - begun
    other = sum(status != one.get("status", 0) for status, one in zip(statuses, told, strict=True))
    if other > len(statuses) // 50:  # a record may come before the one above it
        raise RuntimeError(f"{other} of {len(statuses)} requests end otherwise when they are sent again")
    return seconds


def measure(datasets: int, delay: float) -> None:
    """Publish twice to one server, send the same to another, and print the seconds and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        with Server("publish.py", "serve", str(delay)) as ours, Server("publish.py", "serve", str(delay)) as bare:
            for name, most in (("first publication", 1.5), ("unchanged rerun", 1.2)):
                taken = _work(room, "publish", ours.url, datasets)
                asked, _ = ours.asked()
                (room / "sent.json").write_text(json.dumps(asked))
                plain = _work(room, "again", bare.url, room / "sent.json")
                print(
                    f"{datasets} datasets, {delay * 1000:.0f} ms a request, {name}: {len(asked)} requests, "
                    f"{taken:.1f} s; bare {plain:.1f} s; {taken / plain:.2f} times (at most {most})"
                )


def _work(room: Path, *arguments: object) -> float:
    seconds: float = run(script("publish.py", "work", *map(str, arguments)), room).said
    return seconds


def main() -> None:
    """Do what the arguments say."""
    if sys.argv[1:2] == ["serve"]:
        serve(float(sys.argv[2]))
    elif sys.argv[1:3] == ["work", "publish"]:
        print(publish(sys.argv[3], int(sys.argv[4])))
    elif sys.argv[1:3] == ["work", "again"]:
        print(send_again(sys.argv[3], Path(sys.argv[4])))
    else:
        parser = argparse.ArgumentParser(description="Publishing against the bare requests.")
        parser.add_argument("--datasets", type=int, default=100)
        parser.add_argument("--delay", type=float, default=DELAY)
        said = parser.parse_args()
        measure(said.datasets, said.delay)


if __name__ == "__main__":
    main()
