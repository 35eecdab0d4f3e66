"""How each kind of unit file writes a text, so that it means itself and nothing else."""

import json
import shlex
from collections.abc import Sequence


def systemd_word(text: str) -> str:
    """Return a word of a systemd setting: specifiers and quotes escaped (systemd.syntax(7), systemd.unit(5))."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return escaped if text and escaped == text and not set(text) & set(" \t';#") else f'"{escaped}"'


def systemd_command(words: Sequence[str]) -> str:
    """Return a command line of a service, in which ``$`` stands for variables (systemd.service(5), "Command lines")."""
    return " ".join(systemd_word(word).replace("$", "$$") for word in words)


def systemd_path(text: str) -> str:
    """Return a path that a setting takes as it is, without quotes: only specifiers are escaped."""
    return text.replace("%", "%%")


def shell_word(text: str) -> str:
    """Return a word of a shell command."""
    return shlex.quote(text)


def shell_command(words: Sequence[str]) -> str:
    """Return a command for a shell."""
    return shlex.join(words)


def cron_command(text: str) -> str:
    """Return a command as a crontab holds it: an unescaped ``%`` ends the line (crontab(5))."""
    return text.replace("%", "\\%")


def yaml_text(text: str) -> str:
    """Return a text as YAML writes it: a JSON string is one (YAML 1.2, section 1.2), whatever is in it."""
    said = json.dumps(text, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else f"\\U{ord(letter):08x}" for letter in said)


def yaml_block(text: str, indent: int) -> str:
    """Return lines as a block for people to read (YAML 1.2, section 8.1.2); what is no such lines as a quoted text."""
    lines = text.removesuffix("\n").split("\n")
    if text[:1].isspace() or not lines[-1].strip() or not text.endswith("\n") or not all(map(str.isprintable, lines)):
        return yaml_text(text)
    return "\n".join(["|", *(" " * indent + line if line else "" for line in lines)])
