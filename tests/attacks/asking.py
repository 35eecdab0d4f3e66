"""The four ways in which img2fair asks a server, each as a command with a log-in that is a canary."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from img2fair.cli import run

USER = "canary.user"
PASSWORD = "Cn4ry é\"'<&%+/\\:#ß€ pass"
TOKEN = "Cn4ry.T0ken-_~+/=.x1"
TABLE = "id,title\nA,A dataset\n"
RECORD = "<https://x.example.org/a> a <http://www.w3.org/ns/dcat#Dataset> .\n"


def forms(secret: str) -> set[bytes]:
    """How a secret may be written: raw, escaped, encoded, and as a log-in header has it."""
    texts = {
        secret,
        repr(secret)[1:-1],
        ascii(secret)[1:-1],
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        escape(secret),
        b64encode(secret.encode()).decode(),
        b64encode(f"{USER}:{secret}".encode()).decode(),
        secret[: len(secret) // 2 + 2],
    }
    return {text.encode() for text in texts} | {secret.encode("latin-1", "replace")}


SECRETS = forms(PASSWORD) | forms(TOKEN)


def leaks(text: str | bytes) -> list[bytes]:
    """Return what a text tells of the log-in."""
    data = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
    return sorted(secret for secret in SECRETS if secret in data)


CONFIGS: Mapping[str, str] = {
    "xnat": 'archive: {{url: "{url}"}}\n',
    "dicomweb": 'archive: {{type: dicomweb, url: "{url}", grouping: {{by: archive, project: P}}}}\n',
    "fdp": (
        'archive: {{type: table, path: t.csv, iri: "https://x.example.org", visibility: public}}\n'
        'targets: {{fdp: {{type: fdp, url: "{url}", profile: fdp-default}}}}\n'
    ),
}
COMMANDS: Mapping[str, Callable[[str], list[str]]] = {
    "xnat": lambda _: ["harvest"],
    "dicomweb": lambda _: ["harvest"],
    "fdp": lambda _: ["withdraw", "A"],
    "shapes": lambda url: ["validate", "record.ttl", "--shapes", f"{url}/s.ttl"],
}
WAYS = pytest.mark.parametrize("way", COMMANDS)


@dataclass
class Asking:
    """A folder to work in, and what commands in it said."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def ask(self, way: str, url: str, *words: str) -> tuple[int, str]:
        """Ask a server in one of the ways; return the exit code and all that was said."""
        (self.folder / "img2fair.yaml").write_text(CONFIGS.get(way, CONFIGS["xnat"]).format(url=url))
        code = run([*COMMANDS[way](url), *words])
        told = self.capsys.readouterr()
        return code, told.out + told.err

    def kept(self) -> Iterator[bytes]:
        """All files there are, with their names."""
        for path in self.folder.rglob("*"):
            yield str(path).encode()
            if path.is_file():
                yield path.read_bytes()


@pytest.fixture
def asking(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Asking:
    """A folder with what each way needs, and the log-ins in the environment."""
    for name in ("XNAT", "DICOMWEB", "FDP"):
        monkeypatch.setenv(f"{name}_USER", USER)
        monkeypatch.setenv(f"{name}_PASS", PASSWORD)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text(TABLE)
    (tmp_path / "record.ttl").write_text(RECORD)
    return Asking(tmp_path, capsys)
