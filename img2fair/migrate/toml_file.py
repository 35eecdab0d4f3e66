"""A TOML file with the line of each entry, and a fault that tells all that is wrong in it at once."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from img2fair.errors import UsageFault
from img2fair.log import hide
from img2fair.problems import Problem, ProblemsFault

LARGEST_FILE = 1_000_000

Key = tuple[str, ...]

_TABLE = re.compile(r"\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(#.*)?$")
_ENTRY = re.compile(r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PLACE = re.compile(r"^(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", re.DOTALL)
_SECRET = re.compile(
    r"pass(word|wd|phrase)?$|^pass|secret|token|credential|api_?key|^user(name)?$|_user$", re.IGNORECASE
)
_LOGIN_IN_ADDRESS = re.compile(r"//([^/@\s]*)@")


class LegacyFault(ProblemsFault):
    """A config of another tool cannot be taken over."""

    shown = 12

    def __init__(self, file: Path, problems: Iterable[Problem]) -> None:
        super().__init__(f"the config {file}", str(file), problems, "mend these, then run it again")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A TOML file that was read.

    :param tree: its entries, those that are secrets left out.
    :param lines: line and column of an entry, counted from 1; of arrays of tables, those of the first.
    :param secrets: the entries that are secrets; what they say is not kept.
    """

    path: Path
    tree: Mapping[str, Any]
    lines: Mapping[Key, tuple[int, int]]
    secrets: tuple[Key, ...]

    def place(self, key: Key) -> str:
        """Return file:line of an entry, or of the table that it stands in."""
        line, _ = self._spot(key)
        return f"{self.path.name}:{line}" if line else self.path.name

    def problem(self, key: Key, subject: str, message: str, cure: str = "") -> Problem:
        """Return what is wrong with an entry, with its place."""
        line, column = self._spot(key)
        return Problem(f"{self.path}:{line}:{column}" if line else str(self.path), subject, message, cure)

    def _spot(self, key: Key) -> tuple[int, int]:
        return next((self.lines[key[:end]] for end in range(len(key), 0, -1) if key[:end] in self.lines), (0, 0))

    def said(self, key: Key) -> Any:
        """Return the value of an entry; ``None`` where there is none."""
        found: Any = self.tree
        for part in key:
            found = found.get(part) if isinstance(found, Mapping) else None
        return found


def read_toml(path: Path) -> TomlFile:
    """Return a TOML file (https://toml.io/en/v1.0.0). What looks like a secret is forgotten, and never told.

    :raises UsageFault: it cannot be read, is too large, is not UTF-8 or not TOML; with file:line:column.
    """
    text = _text(path)
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(path, str(error)) from None
    except RecursionError:
        raise UsageFault("not a config: nested too deep", where=str(path)) from None
    secrets: list[Key] = []
    return TomlFile(path, _without_secrets(tree, (), secrets), dict(_lines(text)), tuple(secrets))


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        cure = "give the TOML file that img2catalog was run with; without -c that is ~/.img2catalog/config.toml"
        raise UsageFault(f"cannot read the config: {error.strerror}", where=str(path), cure=cure) from None
    if len(data) > LARGEST_FILE:
        raise UsageFault(f"the config has more than {LARGEST_FILE} bytes", where=str(path))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UsageFault("the config is not UTF-8", where=f"{path}:{line}", cure="save it as UTF-8") from None


def _not_toml(path: Path, said: str) -> UsageFault:
    """Return the fault for text that is not TOML; what the library says quotes at most a key or a character."""
    found = _PLACE.match(said)
    spot = f":{found['line']}:{found['column']}" if found and found["line"] else ""
    what = re.sub(r"\([^)]*\)", "a table", found["what"] if found else "").strip() or "it breaks off"
    return UsageFault(f"not valid TOML: {what[:1].lower()}{what[1:]}", where=f"{path}{spot}",
                      cure="img2catalog would not read it either; mend the line")  # fmt: skip


def _without_secrets(tree: Mapping[str, Any], above: Key, secrets: list[Key]) -> dict[str, Any]:
    """Return a table without what looks like a secret; those are noted, and hidden from all that is told."""
    kept: dict[str, Any] = {}
    for key, value in tree.items():
        if _SECRET.search(key) or _holds_login(value):
            secrets.append((*above, key))
            _hide(value)
        elif isinstance(value, Mapping):
            kept[key] = _without_secrets(value, (*above, key), secrets)
        elif isinstance(value, list):
            kept[key] = [_without_secrets(one, (*above, key), secrets) if isinstance(one, Mapping) else one
                         for one in value]  # fmt: skip
        else:
            kept[key] = value
    return kept


def _holds_login(value: Any) -> bool:
    texts = value if isinstance(value, list) else [value]
    return any(isinstance(one, str) and _LOGIN_IN_ADDRESS.search(one) for one in texts)


def _hide(value: Any) -> None:
    """Let a secret, and the log-in in an address, be told no more."""
    if isinstance(value, str):
        hide(value)
        for login in _LOGIN_IN_ADDRESS.findall(value):
            hide(login.partition(":")[2] or login)
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            _hide(one)


def _lines(text: str) -> Iterator[tuple[Key, tuple[int, int]]]:
    """Yield each entry of a valid TOML text with line and column; texts of several lines may add what is no entry."""
    table: Key = ()
    seen: set[Key] = set()
    for number, line in enumerate(text.split("\n"), 1):
        head, entry = _TABLE.match(line), _ENTRY.match(line)
        if head:
            table = _parts(head[1])
            found = table
        elif entry:
            found = (*table, *_parts(entry[1]))
        else:
            continue
        if found not in seen:
            seen.add(found)
            yield found, (number, len(line) - len(line.lstrip()) + 1)


def _parts(dotted: str) -> Key:
    return tuple(part.strip().strip("\"'") for part in re.findall(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""", dotted))
