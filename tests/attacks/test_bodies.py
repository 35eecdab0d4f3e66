"""Bodies that lie: bombs, halves, no end, numbers and depths that no parser likes. None is believed, none is quoted."""

import gzip
import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from img2fair.cli import run
from img2fair.errors import RemoteFault
from img2fair.http import Client, Journal, body, streamed
from tests.attacks.asking import CONFIGS, TABLE, Asking
from tests.attacks.hostile import Answer, head, hostile, says
from tests.sizes import size

MARK = b"Qu0ted"
JSON = "Content-Type: application/json"
GZIP = "Content-Encoding: gzip"
DEEP, LONG = size(20_000, 100_000), size(100_000, 1_000_000)
"""Brackets in brackets, and digits of a number; Python's own limits are 1,000 and 4,300."""


def listing(value: bytes) -> bytes:
    """A list as XNAT writes it, with one odd value."""
    return b'{"ResultSet":{"Result":[{"id":"P","project_access":"public","name":' + value + b'}],"totalRecords":"1"}}'


@contextmanager
def limited_memory() -> Iterator[None]:
    """Let the process grow by a GiB and no more."""
    least, most = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + (1 << 30), most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (least, most))


def blanks(count: int) -> bytes:
    """So many MiB of blanks, packed to a thousandth; a packed file may have several parts (RFC 1952 2.2)."""
    return gzip.compress(b" " * (1 << 20), 9) * count


BOMB = blanks(size(80, 600))
ENDLESS = b'{"ResultSet":{"Result":[' + b'{"id":"' + MARK + b'"},' * 40_000
NOTHING_PACKED = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + b"\x00\x00\x00\xff\xff" * 100_000
BODIES: dict[str, Answer] = {
    "a bomb": says("200 OK", BOMB, JSON, GZIP),
    "a bomb in a bomb": says("200 OK", gzip.compress(BOMB), JSON, "Content-Encoding: gzip, gzip"),
    "ten times packed": says("200 OK", b"x", JSON, "Content-Encoding: " + ", ".join(["gzip"] * 10)),
    "packed as nothing known": says("200 OK", MARK, JSON, "Content-Encoding: br"),
    "without end": lambda _: [head("200 OK", JSON), *[ENDLESS] * 400],
    "chunked without end": lambda _: [
        head("200 OK", JSON, "Transfer-Encoding: chunked"),
        *[b"%x\r\n%b\r\n" % (len(ENDLESS), ENDLESS)] * 400,
    ],
    "packed, half": says("200 OK", gzip.compress(listing(b'"' + MARK + b'"'))[:-9], JSON, GZIP),
    "packed, broken": says("200 OK", gzip.compress(listing(b'"x"'))[:30] + MARK * 9, JSON, GZIP),
    "longer than it says": lambda _: [head("200 OK", JSON, "Content-Length: 20"), listing(b'"x"') + MARK],
    "shorter than it says": lambda _: [head("200 OK", JSON, "Content-Length: 9000"), listing(b'"' + MARK + b'"')],
    "two lengths": lambda _: [head("200 OK", JSON, "Content-Length: 5", "Content-Length: 90"), MARK],
    "a length that is none": lambda _: [head("200 OK", JSON, "Content-Length: -5"), MARK],
    "chunks that are none": lambda _: [head("200 OK", JSON, "Transfer-Encoding: chunked"), b"zz\r\n" + MARK],
    "a chunk too large": lambda _: [head("200 OK", JSON, "Transfer-Encoding: chunked"), b"f" * 40 + b"\r\n" + MARK],
    "no answer at all": lambda _: [MARK * 100],
    "headers too long": lambda _: [head("200 OK", JSON, "X: " + "x" * 70_000), MARK],
    "too many headers": lambda _: [head("200 OK", JSON, *["X: 1"] * 500), MARK],
    "deep": says("200 OK", b"[" * DEEP + b"]" * DEEP, JSON),
    "deep in a list": says("200 OK", listing(b'{"a":' * DEEP + b"1" + b"}" * DEEP), JSON),
    "rather deep": says("200 OK", listing(b"[" * 400 + b"]" * 400), JSON),
    "a number of many digits": says("200 OK", listing(b"9" * LONG), JSON),
    "not UTF-8": says("200 OK", listing(b'"\xff\xfe' + MARK + b'"'), JSON),
    "a page": says("200 OK", b"<html>" + MARK, "Content-Type: text/html; charset=punycode"),
    "a codec that is none": says("200 OK", MARK, "Content-Type: text/html; charset=undefined"),
    "a type that quotes": says("200 OK", MARK, "Content-Type: text/\x1b[31m"),
    "an error that quotes": says("500 " + MARK.decode(), MARK, JSON),
    "twice the same key": says("200 OK", listing(b'"x"')[:-1] + b',"ResultSet":"' + MARK + b'"}', JSON),
    "not a list": says("200 OK", b'"' + MARK + b'"', JSON),
    "nothing, for ever": lambda _: [head("200 OK", JSON, GZIP), *[NOTHING_PACKED] * 5],
}
WORKING: dict[str, Answer] = {
    "UTF-16": says("200 OK", listing(b'"x"').decode().encode("utf-16"), JSON),
    "a mark of order": says("200 OK", b"\xef\xbb\xbf" + listing(b'"x"'), JSON),
    "no number": says("200 OK", listing(b"NaN"), JSON),
    "endless numbers": says("200 OK", listing(b"[Infinity,-Infinity,1e999]"), JSON),
    "half a letter": says("200 OK", listing(b'"\\ud800x\\udfff"'), JSON),
    "twice the same member": says("200 OK", listing(b'"x","name":"y"'), JSON),
    "NUL": says("200 OK", listing(b'"\\u0000"'), JSON),
}
"""What can be read; the rest of the site cannot, and it ends there."""


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all that is asked again be asked at once."""
    monkeypatch.setattr("img2fair.http.client.ATTEMPTS", 2)


CASES = [
    (way, name)
    for step, way in ((1, "xnat"), (size(2, 1), "dicomweb"), (size(4, 1), "fdp"))
    for name in list(BODIES)[::step]
]


@pytest.mark.parametrize(("way", "name"), CASES)
def test_a_body_that_lies_is_a_fault_of_the_server(asking: Asking, way: str, name: str) -> None:
    with hostile(BODIES[name]) as server:
        code, said = asking.ask(way, server.url, "--debug", "-vv")
    assert code in (4, 5), said[-2000:]
    assert MARK.decode() not in said and "\x1b" not in said
    error = said[said.rindex("error:") :]
    assert "where:" in error and len(error) < 1000


@pytest.mark.parametrize("way", ["xnat", "dicomweb"])
@pytest.mark.parametrize("answer", WORKING.values(), ids=WORKING)
def test_odd_but_whole(asking: Asking, way: str, answer: Answer) -> None:
    """It ends as any site does that has only this to say: in words."""
    with hostile(answer) as server:
        code, said = asking.ask(way, server.url, "--debug")
    assert code in (0, 3, 4, 5, 9), said[-2000:]


PROGRAM = """
import resource, sys
from img2fair.errors import RemoteFault
from img2fair.http import Client, Journal, streamed
client = Client(sys.argv[1], Journal())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
reads = {"whole": lambda answer: answer.content,
         "stream": lambda answer: sum(map(len, streamed(answer, 1 << 16)))}
try:
    client.get("/x", read=reads[sys.argv[2]], tries=1)
except RemoteFault as fault:
    print(fault.what)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def measured(url: str, how: str) -> tuple[str, int]:
    """Return what a program of its own says of an answer, and by how many MiB it grew."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, url, how], capture_output=True, text=True, check=True)
    said, _, grown = done.stdout.strip().rpartition("\n")
    return said, int(grown)


def test_a_bomb_takes_no_more_memory_than_a_document_may() -> None:
    with hostile(says("200 OK", BOMB, JSON, GZIP)) as server:
        said, grown = measured(server.url, "whole")
        assert "larger than 64 MiB" in said and grown < 3 * 64
        assert len(server.heard) == 1, "it is not asked for again"


def test_a_stream_takes_no_memory_and_ends() -> None:
    with hostile(says("200 OK", blanks(600), JSON, GZIP)) as server:
        said, grown = measured(server.url, "stream")
        assert "larger than 512 MiB" in said and grown < 20


def test_a_body_that_unpacks_to_nothing_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "STREAM", 4_000_000)
    pieces = [head("200 OK", GZIP), NOTHING_PACKED, *[NOTHING_PACKED[10:]] * 40]
    with hostile(lambda _: pieces) as server, pytest.raises(RemoteFault, match="larger than"):
        Client(server.url, Journal()).get("/x", read=lambda answer: answer.content, tries=1)


@pytest.mark.parametrize("over", [0, 1])
def test_the_size_of_a_document_is_exact(monkeypatch: pytest.MonkeyPatch, over: int) -> None:
    monkeypatch.setattr(body._Measured, "most", 100_000)
    with hostile(says("200 OK", gzip.compress(b" " * (100_000 + over)), GZIP)) as server:
        client = Client(server.url, Journal())
        if over:
            with pytest.raises(RemoteFault, match="larger than"):
                client.get("/x", read=lambda answer: answer.content)
        assert client.get("/x", read=lambda answer: sum(map(len, streamed(answer, 1000)))) == 100_000 + over
        client.session.close()


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "gzip, gzip"])
@pytest.mark.parametrize("part", [0, 1, 1000, 1024, 1 << 16])
def test_gzip_of_several_parts_is_read_whole(part: int, encoding: str) -> None:
    """Also where a piece that is read ends with a part: there the library takes all memory, or loses the rest."""
    packed = gzip.compress(b"x" * part) * 64 + gzip.compress(b"y")
    whole = b"x" * part * 64 + b"y"
    if "," in encoding:
        packed = gzip.compress(packed[:500]) + gzip.compress(packed[500:])
    with hostile(says("200 OK", packed, f"Content-Encoding: {encoding}")) as server, limited_memory():
        client = Client(server.url, Journal())
        for size_ in (1000, 1024, 1 << 16):
            assert client.get("/x", read=lambda got, most=size_: b"".join(streamed(got, most)), tries=1) == whole  # type: ignore[misc]
        assert client.get("/x", read=lambda got: got.content, tries=1) == whole
        client.session.close()


# ---- files -------------------------------------------------------------------------------------------------------

TEXTS: dict[str, bytes] = {
    "deep": b"[" * DEEP + b"]" * DEEP,
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "a long number": b"9" * LONG,
    "a long number within": b'{"schema":' + b"9" * LONG + b"}",
    "no number": b"NaN",
    "a list": b"[]",
    "null": b"null",
    "half": b'{"schema": "img2fair/snapshot", "' + MARK,
    "UTF-16": '{"schema": "x"}'.encode("utf-16"),
    "a mark of order": b"\xef\xbb\xbf{}",
    "not UTF-8": b'{"schema": "\xff\xfe' + MARK + b'"}',
    "half a letter": b'{"schema": "\\ud800' + MARK + b'"}',
    "NUL": b"\0" * 1000,
    "gzip": gzip.compress(b'{"schema": "x"}'),
    "empty": b"",
    "many lines": b"\n" * 100_000,
    "twice": b'{"schema":"img2fair/snapshot","schema":"' + MARK + b'","version":3}',
}
READERS: dict[str, tuple[str, ...]] = {
    "snapshot": ("map", "{file}", "-o", "out"),
    "snapshot to export": ("export", "cbioportal", "{file}", "--project", "P", "-o", "out"),
    "plan": ("apply", "{file}"),
    "report": ("validate", "record.ttl", "--format", "html", "--since", "{file}"),
    "record": ("validate", "{file}.jsonld"),
    "config": ("config", "show"),
    "mapping": ("mapping", "check", "{file}.yaml"),
    "shapes": ("validate", "record.ttl", "--shapes", "{file}.jsonld"),
}


def commands(folder: Path, reader: str, text: bytes) -> list[str]:
    """Write a text where a command reads it, and return the command."""
    file = folder / "file"
    for suffix in ("", ".jsonld", ".yaml"):
        (folder / f"file{suffix}").write_bytes(text)
    config = str(file) if reader == "config" else str(folder / "img2fair.yaml")
    words = [word.format(file=file) for word in READERS[reader]]
    return [*words] if reader == "mapping" else [*words, "-c", config]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_file_that_lies_is_told_in_words(asking: Asking, reader: str, text: bytes) -> None:
    (asking.folder / "img2fair.yaml").write_text('archive: {url: "https://x.example.org"}\n')
    code = run([*commands(asking.folder, reader, text), "--debug"])
    said = "".join(asking.capsys.readouterr())
    assert code in (2, 3, 4, 0, 9), said[-1500:]
    assert code != 0 or reader in ("record", "mapping", "plan"), "nothing of it is taken for what it is not"
    assert MARK.decode() not in said or reader in ("record", "mapping", "config", "shapes"), said[-1500:]


OUTPUTS: dict[str, tuple[str, ...]] = {
    "snapshot": ("harvest", "-o", "{place}"),
    "records": ("map", "{work}/snapshot.jsonl", "-o", "{place}"),
    "report": ("validate", "record.ttl", "--format", "html", "-o", "{place}"),
    "worklists": ("validate", "record.ttl", "--worklists", "{place}"),
    "plan": ("plan", "-o", "{place}"),
}
SITE = "targets: {{site: {{type: site, path: public, base: 'https://x.example.org/c'}}}}\nblock_on: never\n"


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """Let files have so many bytes and no more, as on a disk that is full (errno EFBIG in place of ENOSPC).

    What is imported meanwhile is not compiled to a file: Python would write half of it, and fail at it ever after.
    """
    compiles, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    least, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, most))  # Python ignores the signal that comes with it
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (least, most))
        sys.dont_write_bytecode = compiles


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which everything has been made once."""
    folder = tmp_path_factory.mktemp("made")
    text = CONFIGS["fdp"].partition("targets")[0] + SITE
    (folder / "img2fair.yaml").write_text(text.format(url=""))
    (folder / "t.csv").write_text(TABLE)
    assert run(["publish", "--yes", "-c", str(folder / "img2fair.yaml")]) in (0, 3)
    return folder


@pytest.fixture
def made(asking: Asking, once: Path) -> Asking:
    """The same as a folder of one's own."""
    shutil.copytree(once, asking.folder, dirs_exist_ok=True)
    return asking


def everything(folder: Path) -> dict[str, bytes]:
    """All files, with what they hold."""
    return {
        str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "lock"
    }


FULL_DISKS = [(command, room) for room in (0, 100) for command in (*OUTPUTS, "site")]


@pytest.mark.parametrize(("command", "room"), FULL_DISKS)
def test_a_full_disk_leaves_what_there_was(made: Asking, command: str, room: int) -> None:
    work = made.folder / ".img2fair"
    place = {"snapshot": work / "snapshot.jsonl", "records": work / "records", "plan": work / "plan.json"}.get(
        command, made.folder / command
    )
    words = OUTPUTS.get(command, ("publish", "--yes"))
    if command == "site":
        (made.folder / "t.csv").write_text("id,title\nA,Another title\n")
    before = everything(made.folder)
    given = [word.format(place=place, work=work) for word in words]
    with full_disk(room):
        code = run(given)
    said = made.capsys.readouterr().err
    assert code in (2, 4), said
    assert "cannot write" in said and "Traceback" not in said
    after = everything(made.folder)
    assert {name: after.get(name) for name in before} == before


@pytest.mark.parametrize("command", OUTPUTS)
def test_a_place_where_nothing_can_be_written(made: Asking, command: str) -> None:
    """A file stands where a folder is due; permissions would not stop the super-user who may run this test."""
    (made.folder / "file").write_text("kept")
    place = made.folder / "file" / "below" / "x"
    code = run([word.format(place=place, work=made.folder / ".img2fair") for word in OUTPUTS[command]])
    said = "".join(made.capsys.readouterr())
    assert code == 2 and "error: " in said and (made.folder / "file").read_text() == "kept", said


def test_json_that_says_a_word_twice_is_read_one_way() -> None:
    """The last one counts everywhere (RFC 8259 4 leaves it open); a test to notice when a parser changes its mind."""
    assert json.loads('{"a": 1, "a": 2}') == {"a": 2}
