"""Running commands in a world of their own, and gathering all that they leave, say and send."""

import json
import logging
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import requests
from requests.adapters import HTTPAdapter

from img2fair.cli import run
from img2fair.mapping import Mapping, load_mapping

LOUD = ("-vv", "--debug")
REPORT = ".report"
"""Ends the folder beside a study that is for its steward."""
HOMES = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")


_loaded: dict[tuple[str, ...], Mapping] = {}


def loaded_once(names: str | tuple[str, ...], *, beside: Path | None = None) -> Mapping:
    """Return shipped mappings, read once for all tests: that takes longer than all else a small command does."""
    key = (names,) if isinstance(names, str) else names
    if key not in _loaded:
        _loaded[key] = load_mapping(names, beside=beside)
    return _loaded[key]


@dataclass(repr=False)
class Watch:
    """A folder with a home, a place for temporary files and a current folder, and what came of commands there.

    :param archive: the archive's address: what is sent there stays with who has it.
    """

    folder: Path
    archive: str
    capsys: pytest.CaptureFixture[str]
    said: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    passing: set[str] = field(default_factory=set)

    @property
    def config(self) -> Path:
        """The config file."""
        return self.folder / "img2fair.yaml"

    @property
    def work(self) -> Path:
        """The work folder."""
        return self.folder / "work"

    @property
    def snapshot(self) -> str:
        """The text of the work folder's snapshot."""
        return (self.work / "snapshot.jsonl").read_text("utf-8")

    def run(self, *arguments: str, config: bool = True) -> int:
        """Run a command and keep what it says, as it would in a process of its own: libraries' warnings too."""
        with _library_warnings():
            code = run([*arguments, *(("-c", str(self.config)) if config else ())])
        told = self.capsys.readouterr()
        self.said += [told.out, told.err]
        return code

    def look(self) -> None:
        """Note the temporary files that there are now, by what they are called and hold; those of others are none."""
        for path in (self.folder / "tmpdir").rglob("*"):
            try:
                text = path.read_text("utf-8", "replace") if path.is_file() else ""
            except OSError:
                continue
            self.passing.add(f"{path.relative_to(self.folder)} {text}")

    def forget(self) -> None:
        """Forget what was said and sent so far."""
        self.said.clear()
        self.sent.clear()
        self.passing.clear()

    def everything(self) -> str:
        """Return all that was written, said and sent, but for what is private: reports, and snapshots but their header.

        Without its custom forms, which hold what questions are asked.
        """
        files = [path for path in self.folder.rglob("*") if path.is_file() and not path.parent.name.endswith(REPORT)]
        private = [path for path in files if "snapshot" in path.name]
        assert all(path.stat().st_mode & 0o077 == 0 for path in private), "a snapshot is its owner's alone"
        texts = [path.read_bytes().decode("utf-8", "replace") for path in files if path not in private]
        texts += [_header(path) for path in private]
        names = [str(path.relative_to(self.folder)) for path in self.folder.rglob("*")]
        return "\n".join((*texts, *names, *self.said, *self.sent, *self.passing))

    def for_stewards(self) -> str:
        """Return what stands in the folders beside studies, which only their owner can open."""
        folders = [path for path in self.folder.rglob(f"*{REPORT}") if path.is_dir()]
        assert all(path.stat().st_mode & 0o077 == 0 for path in folders)
        return "\n".join(file.read_text("utf-8") for folder in folders for file in folder.iterdir())


def _header(snapshot: Path) -> str:
    header = json.loads(snapshot.read_text("utf-8").partition("\n")[0])
    return json.dumps({name: value for name, value in header.items() if name != "forms"})


@contextmanager
def _library_warnings() -> Iterator[None]:
    """Send warnings to stderr, which pytest keeps for itself, and what libraries log (``logging.lastResort``)."""
    handler, root = logging.StreamHandler(sys.stderr), logging.getLogger()
    handler.setLevel(logging.WARNING)
    root.addHandler(handler)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.showwarning = lambda message, category, *_: print(category.__name__, message, file=sys.stderr)
            yield
    finally:
        root.removeHandler(handler)


def watched(folder: Path, archive: str, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> Watch:
    """Return a watch in a new folder: home, temporary files, the current folder and what is sent are all looked at."""
    watch = Watch(folder, archive, capsys)
    for name in HOMES:
        place = folder / name.lower()
        place.mkdir(mode=0o700)
        patch.setenv(name, str(place))
    patch.setattr(tempfile, "tempdir", None)
    (folder / "here").mkdir()
    patch.chdir(folder / "here")
    send = HTTPAdapter.send

    def listening(self: HTTPAdapter, request: requests.PreparedRequest, *given: Any, **named: Any) -> requests.Response:
        if not str(request.url).startswith(archive):
            body = request.body or b""
            text = body if isinstance(body, str) else bytes(body).decode("utf-8", "replace")
            watch.sent.append(
                f"{request.method} {unquote(str(request.url))}\n{json.dumps(dict(request.headers))}\n{text}"
            )
        return send(self, request, *given, **named)

    patch.setattr(HTTPAdapter, "send", listening)
    patch.setattr("img2fair.publication.settings.load_mapping", loaded_once)
    return watch
