"""Small readers of unit files, after the manuals: as strict as what reads them, and no more lenient."""

import re
from dataclasses import dataclass

Unit = dict[str, dict[str, list[str]]]


def read_unit(text: str) -> Unit:
    """Return the sections of a systemd unit: setting → values (systemd.syntax(7)); specifiers are left alone."""
    found: Unit = {}
    section: dict[str, list[str]] | None = None
    for line in text.split("\n"):
        if not line.strip() or line.startswith(("#", ";")):
            continue
        if line.startswith("["):
            assert re.fullmatch(r"\[[A-Z][A-Za-z]+\]", line), line
            section = found.setdefault(line[1:-1], {})
            continue
        name, equals, value = line.partition("=")
        assert section is not None and equals and re.fullmatch(r"[A-Z][A-Za-z]+", name), line
        assert not value.endswith("\\"), f"the line goes on: {line}"
        section.setdefault(name, []).append(value)
    return found


def words(value: str) -> list[str]:
    """Return the words of a setting: quotes taken off, escapes and ``%%`` undone."""
    found: list[str] = []
    word, quote, begun, at = "", "", False, 0
    while at < len(value):
        letter = value[at]
        if letter == "\\":
            at += 1
            assert value[at] in "\\\"'", value
            word, begun = word + value[at], True
        elif letter == quote:
            quote = ""
        elif not quote and letter in "\"'" and not begun:
            quote, begun = letter, True
        elif not quote and letter in " \t":
            found += [word] if begun else []
            word, begun = "", False
        else:
            word, begun = word + letter, True
        at += 1
    assert not quote, value
    found += [word] if begun else []
    assert not [word for word in found if re.search(r"(?<!%)(?:%%)*%(?!%)[^d]", word)], f"a specifier: {value}"
    return [word.replace("%%", "%") for word in found]


@dataclass(frozen=True, slots=True)
class Job:
    """One line of a crontab."""

    minute: int
    hour: int
    command: str


def read_crontab(text: str) -> tuple[dict[str, str], list[Job]]:
    """Return the variables and the daily jobs of a user's crontab (crontab(5))."""
    assert text.endswith("\n"), "cron passes over a last line that does not end"
    variables: dict[str, str] = {}
    jobs: list[Job] = []
    for line in text.split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        variable = re.fullmatch(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)", line)
        if variable:
            variables[variable[1]] = variable[2]
            continue
        minute, hour, *days, command = line.split(" ", 5)
        assert days == ["*", "*", "*"], line
        assert int(minute) in range(60) and int(hour) in range(24), line
        assert not re.search(r"(?<!\\)%", command), f"the rest would be its input: {line}"
        assert len(line) < 1000, "cron's longest command"
        jobs.append(Job(int(minute), int(hour), command.replace("\\%", "%")))
    return variables, jobs
