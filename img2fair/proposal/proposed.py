"""A config that nobody has written yet, as one plain value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Proposal:
    """An img2fair.yaml that nobody has written yet.

    :param tree: its entries, nested as in the file; only what is to be said, in the order in which it is to stand.
    :param notes: dotted key → why the value is what it is (one sentence, such as where it was read); stands as a
        comment beside the entry.
    :param open: dotted keys with a value that a person has to look at before anything is published, and why.
    """

    tree: Mapping[str, Any]
    notes: Mapping[str, str] = field(default_factory=dict)
    open: Mapping[str, str] = field(default_factory=dict)
