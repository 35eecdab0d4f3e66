"""A log-in that is a canary: in no file, no line, no process, whatever a server answers and wherever it breaks."""

import contextlib
import os
import subprocess
import sys
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from img2fair import cli
from img2fair.config.logins import find_token, seek_login
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent
from img2fair.errors import Fault, UsageFault
from img2fair.log import hidden, hide
from tests.attacks.asking import PASSWORD, RECORD, TOKEN, USER, WAYS, Asking, forms, leaks
from tests.attacks.hostile import head, hostile
from tests.sizes import FULL, size

LOUD = ("-vv", "--debug")


def said_back(request: bytes) -> bytes:
    """What a server could make of a log-in: as it came, decoded, and once more."""
    found = [line.partition(b"Basic ")[2] for line in request.split(b"\r\n") if b"Basic " in line]
    return b" ".join((request.replace(b"\r\n", b" "), *map(b64decode, found)))


ECHOES: dict[str, Callable[[bytes], bytes]] = {
    "in a refusal": lambda said: head("401 No", "Content-Type: text/plain") + said,
    "in its headers": lambda said: head("401 No", "X-Why: " + said.decode("latin-1")),
    "in the reason": lambda said: head("500 " + said.decode("latin-1")),
    "in an error": lambda said: head("500 Broken", "Content-Type: text/html") + b"<html>" + said,
    "in a bad request": lambda said: (
        head("400 Bad", "Content-Type: application/json") + b'{"message": "' + said + b'"}'
    ),
    "in what is not there": lambda said: head("404 No", "Content-Type: text/turtle") + b"<urn:a> <" + said,
    "in a redirect": lambda said: head("302 Found", "Location: https://x.example.org/" + said.decode("latin-1")),
    "in a host": lambda said: head("302 Found", "Location: https://" + said.decode("latin-1")),
    "in the type": lambda said: head("200 OK", "Content-Type: text/" + said.decode("latin-1")) + b"x",
    "in a cookie": lambda said: head("200 OK", "Set-Cookie: JSESSIONID=" + said.decode("latin-1")) + said,
    "in the length": lambda said: head("200 OK", "Content-Length: " + said.decode("latin-1")) + said,
    "in a good answer": lambda said: head("200 OK", "Content-Type: application/json") + b'"' + said + b'"',
    "in no answer": lambda said: said,
    "in the time to wait": lambda said: head("403 No", "Retry-After: " + said.decode("latin-1")),
}


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all that is asked again be asked at once."""
    monkeypatch.setattr("img2fair.http.client.ATTEMPTS", 2)


@WAYS
@pytest.mark.parametrize("name", ECHOES)
@pytest.mark.parametrize("form", ["text", "json"][:: size(2, 1)])
def test_a_server_that_says_it_back(asking: Asking, way: str, name: str, form: str) -> None:
    if not FULL and (len(name) + len(way)) % 2:
        form = "json"
    with hostile(lambda request: [ECHOES[name](said_back(request))]) as server:
        code, said = asking.ask(way, server.url, *LOUD, "--log-format", form)
        heard = b"".join(map(said_back, server.heard))
    assert way == "shapes" or leaks(heard), "the server has it: the test looks where there is something to see"
    assert code in (2, 3, 4, 5, 9)
    assert leaks(said) == [], said
    assert [found for kept in asking.kept() for found in leaks(kept)] == []


@pytest.mark.parametrize("fault", ["img2fair.http.client.measured", "img2fair.http.client.Client._refuse_passing"])
@pytest.mark.parametrize("way", ["xnat", "dicomweb", "fdp"])
def test_a_crash_with_the_request_in_hand(
    asking: Asking, way: str, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> None:
        headers = [dict(vars(one).get("request", one).headers) for one in arguments if hasattr(one, "headers")]
        raise RuntimeError(f"broken with {headers} {os.environ} {PASSWORD} {TOKEN}")

    if way == "fdp" and fault.endswith("_refuse_passing"):
        fault = "img2fair.targets.fdp.connection.Connection._answer"
    monkeypatch.setattr(fault, broken)
    with hostile(lambda _: [head("200 OK")]) as server:
        code, said = asking.ask(way, server.url, *LOUD)
    assert (code, "RuntimeError" in said, leaks(said)) == (1, True, []), said


BAD_FILES = {
    "a word too many": f"machine 127.0.0.1 login u {TOKEN}\n",
    "no machine": f"{TOKEN}\n",
    "no end": f'machine 127.0.0.1 login u password "{TOKEN}',
    "a macro": f"macdef {TOKEN}",
    "not UTF-8": f"machine 127.0.0.1 login u password {TOKEN}\udcff\n",
}


@pytest.mark.parametrize("text", BAD_FILES.values(), ids=BAD_FILES)
def test_a_netrc_that_cannot_be_read_is_not_quoted(
    asking: Asking, text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = Path(os.environ["HOME"]) / ".netrc"
    netrc.write_bytes(text.encode("utf-8", "surrogateescape"))
    netrc.chmod(0o600)
    for name in ("XNAT_USER", "XNAT_PASS"):
        monkeypatch.delenv(name)
    with hostile(lambda _: [head("404 No")]) as server:
        code, said = asking.ask("xnat", server.url, *LOUD)
    assert code in (2, 4) and leaks(said) == [], said
    del tmp_path


BAD_SECRETS = {
    "two lines": f"{TOKEN}\n{TOKEN}",
    "a line break": f"{TOKEN}\r\nX: 1",
    "NUL": f"{TOKEN}\0",
    "bell": f"{TOKEN}\a",
}


@pytest.mark.parametrize("secret", BAD_SECRETS.values(), ids=BAD_SECRETS)
@pytest.mark.parametrize("variable", ["FDP_TOKEN", "XNAT_PASS"])
def test_a_secret_that_is_more_than_one_line(
    secret: str, variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text(secret)
    monkeypatch.setenv("XNAT_USER", USER)
    monkeypatch.setenv(f"{variable}_FILE", str(tmp_path / "secret"))
    with pytest.raises(UsageFault, match="not one line") as caught:
        find_token("FDP_TOKEN")
        seek_login("https://x.example.org", "XNAT_USER", "XNAT_PASS")
    assert leaks(str(caught.value)) == []


def test_bytes_that_are_no_text_are_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_bytes(b"\xff" + TOKEN.encode())
    monkeypatch.setenv("FDP_TOKEN_FILE", str(tmp_path / "secret"))
    with pytest.raises(UsageFault, match="not UTF-8"):
        find_token("FDP_TOKEN")


@pytest.mark.parametrize("token", [f"{TOKEN} x", f"{TOKEN}é", f"{TOKEN}€"])
def test_a_token_that_no_header_can_carry(asking: Asking, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FDP_TOKEN", token)
    with hostile(lambda _: [head("200 OK")]) as server:
        code, said = asking.ask("fdp", server.url, *LOUD)
        assert code == 5 and "cannot be sent" in said and leaks(said) == [] and server.heard == []


def commands(command: click.Command, path: str = "") -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, f"{path} {name}")


def test_no_option_takes_a_secret() -> None:
    words = ("pass", "secret", "token", "credential", "login", "user", "insecure", "verify", "auth")
    seen = 0
    for path, command in commands(cli.img2fair):
        for parameter in command.params:
            seen += 1
            for name in (*parameter.opts, *parameter.secondary_opts):
                assert not any(word in name.lower() for word in words), f"img2fair{path} {name}"
            assert parameter.envvar is None
    assert seen > 50


def test_config_show_does_not_print_it(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FDP_TOKEN", TOKEN)
    (asking.folder / "img2fair.yaml").write_text('archive: {url: "https://x.example.org"}\n')
    assert cli.run(["config", "show", *LOUD]) == 0
    said = "".join(asking.capsys.readouterr())
    assert USER in said and leaks(said) == []


def test_the_whole_flow_leaves_it_nowhere(
    asking: Asking, content: ArchiveContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Archive and target refuse the log-in of one, so both a log-in that works and one that does not are seen."""
    with DemoArchive(content.only("tcga_kich")) as archive:
        code, said = asking.ask("xnat", archive.url, *LOUD)
        assert code == 5 and leaks(said) == []
        for name in ("XNAT_USER", "XNAT_PASS"):
            monkeypatch.delenv(name)
        code, said = asking.ask("xnat", archive.url, *LOUD)
        assert code == 0 and leaks(said) == []
    for words in (["map", ".img2fair/snapshot.jsonl"], ["publish", "--yes"], ["plan"]):
        cli.run([*words, *LOUD])
        assert leaks("".join(asking.capsys.readouterr())) == []
    assert [found for kept in asking.kept() for found in leaks(kept)] == []


def command_lines(group: int) -> list[str]:
    """The command lines of the processes of a group, as /proc shows them to everybody."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended
            if os.getpgid(int(folder.name)) == group:
                found.append((folder / "cmdline").read_text(errors="replace"))
    return found


def test_processes_that_need_no_secret_have_none_on_their_command_line(asking: Asking) -> None:
    """Their environment is their parent's, which the system shows to its owner alone."""
    for number in range(40):
        (asking.folder / f"r{number}.ttl").write_text(RECORD.replace("/a>", f"/{number}>"))
    words = ["validate", str(asking.folder), "--workers", "2", *LOUD]
    process = subprocess.Popen(
        [sys.executable, "-m", "img2fair", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    lines: list[str] = []
    ends = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < ends:
        lines += command_lines(process.pid)
        time.sleep(0.05)
    said, _ = process.communicate()
    assert lines and leaks("\n".join(lines)) == [] and leaks(said) == []


@pytest.mark.parametrize("secret", [PASSWORD, TOKEN, "Passw0rd", "kort1"])
def test_what_is_hidden_is_hidden_in_every_form(secret: str) -> None:
    hide(secret)
    for form in forms(secret):
        text = form.decode("utf-8", "replace")
        if len(text) >= len(secret) and "=" not in text[-2:]:
            assert secret not in hidden(f"a {text} b")
    assert hidden(f"({secret})") == "(***)"


def test_ordinary_words_are_not_hidden() -> None:
    for word in ("", "a", "abc", "demo", "password", "imaging"):
        hide(word)
    assert hidden("the password of the imaging demo, abc") == "the password of the imaging demo, abc"


def test_faults_are_told_without_secrets(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    hide(TOKEN)

    def broken(*_: object, **__: object) -> None:
        raise Fault(f"it is {TOKEN}", where=TOKEN, cure=TOKEN)

    monkeypatch.setattr(cli.img2fair, "main", broken)
    assert cli.run(["list", "--debug"]) == 1
    assert leaks("".join(capsys.readouterr())) == []
