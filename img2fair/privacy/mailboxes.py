"""Which e-mail addresses are one person's, and which a role's, whose mailbox outlives a person's (design.md D11)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_KEYS = frozenset({"email", "mbox"})
_PERSON = re.compile(r"[^\W\d_]+(?:[._-][^\W\d_]+)+\d{0,4}")
"""Names or initials with a dot, hyphen or underscore between them, and a number for the second of a name."""
_MAILBOX = re.compile(r"(?:mailto:\s*)?[^\s@<>\"]{1,64}@[^\s@<>\"]{1,253}", re.IGNORECASE)
_MOST = 4
"""Parts of a name: jan.van.den.berg."""
_ROLES = frozenset(
    "access admin administration afdeling archive archief beheer biobank biobanking bureau catalog catalogue catalogus "
    "centre center clinical cohort contact coordination coordinator data datadesk datamanagement datasteward dataset "
    "datasets department dept desk dpo enquiries fair fdp group groep health help helpdesk hospital hub image images "
    "imaging info informatics information informatie institute it kliniek lab laboratory library mail management "
    "manager metadata mri no noreply office onderzoek oncology open pacs platform postmaster privacy program programme "
    "project public publications pathology quality radiologie radiology registry reply repository request requests "
    "research science secretariaat secretariat secretary security service servicedesk services sharing steward "
    "stewards studies study support team trial trials umc university webmaster xnat ziekenhuis zorg".split()
)
"""Words of roles, places and things; an address with one of them is nobody's own."""


def personal_mailboxes(defaults: Mapping[str, Any], projects: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the keys of a config that hold an address like one person's, dotted, in the order of the config.

    ``first.last@``, ``f.last@``, ``f.m.last@`` and ``last.f@`` look like a person's; ``info@``, ``data-desk@`` and
    ``surname@``, of which nobody can tell, do not.

    :param defaults: the config's ``defaults``; ``projects``: its ``projects``, by id.
    """
    return tuple(
        key
        for start, values in (("defaults", defaults), ("projects", projects))
        for key, address in _addresses(values, start)
        if is_personal(address)
    )


def _addresses(value: Any, path: str) -> Iterator[tuple[str, str]]:
    match value:
        case Mapping():
            for name, member in value.items():
                yield from _addresses(member, f"{path}.{name}")
        case list() | tuple():
            for member in value:
                yield from _addresses(member, path)
        case str() if path.rpartition(".")[2] in _KEYS:
            yield path, value


def is_mailbox(text: str) -> bool:
    """Tell whether a text is an e-mail address and nothing else."""
    return _MAILBOX.fullmatch(text.strip()) is not None


def is_of_a_role(address: str) -> bool:
    """Tell whether an e-mail address is surely a role's: a word of it is one of a role, place or thing."""
    local = address.strip().casefold().removeprefix("mailto:").strip().partition("@")[0]
    return not _ROLES.isdisjoint(part.strip("0123456789") for part in re.split(r"[._+-]", local))


def is_personal(address: str) -> bool:
    """Tell whether an e-mail address looks like one person's."""
    local, at, _ = address.strip().casefold().removeprefix("mailto:").partition("@")
    name = local.partition("+")[0]
    if not at or not _PERSON.fullmatch(name):
        return False
    parts = re.split(r"[._-]", name.rstrip("0123456789"))
    return len(parts) <= _MOST and max(map(len, parts)) > 1 and _ROLES.isdisjoint(parts)
