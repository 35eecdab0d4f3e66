"""The keys of the labels and ids that a project's subjects and sessions have, and of the names in them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from img2fair.model import Project
from img2fair.model.held import unseal
from img2fair.privacy.known_by import SOLID, is_of_few, keys_of_label, keys_of_name, keys_within
from img2fair.privacy.tokens import is_alone, tokens
from img2fair.privacy.words import is_word

_NAME, _SINGLE = 4, 5
"""Fewest letters of a word that makes the words of a label a name; of one that is somebody's name by itself."""
_LETTERS = re.compile(f"[A-Za-z]{{{_NAME},}}")


def keys_of_project(project: Project) -> set[str]:
    """Return the keys of all labels and ids, but of what the project itself goes by."""
    labels = list(dict.fromkeys(_labels(project)))
    keys = {key for label, _ in labels for key in keys_of_label(label)}
    keys |= _names(labels, len(project.subjects))
    secondary_id = keys_of_label(unseal(project.secondary_id)) if project.secondary_id else set()
    return keys - keys_within(project.id) - secondary_id


def _labels(project: Project) -> Iterator[tuple[str, str]]:
    """Yield each label or id with the id of its subject."""
    for subject in project.subjects:
        id_ = unseal(subject.id)
        yield id_, id_
        yield unseal(subject.label), id_
    for session in project.sessions:
        owner = unseal(session.subject)
        yield unseal(session.id), owner
        yield unseal(session.label), owner


def _names(labels: Iterable[tuple[str, str]], subjects: int) -> set[str]:
    """Return the keys of names in labels: ``JANSEN_PIET_2020`` and ``Müller^Anna`` name somebody, ``LGG-104`` nobody.

    :param labels: each with the id of its subject.
    """
    runs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for label, owner in labels:
        for run in _LETTERS.findall(label) if label.isascii() else _words(label):
            runs[run].append((label, owner))
    named = _rare(runs, subjects)
    owners: dict[str, set[str]] = defaultdict(set)
    for label, owner in {entry for entries in named.values() for entry in entries}:
        keys = keys_of_name(label)
        for key in keys.whole | keys.single:
            if not key.startswith(SOLID):
                owners[key].add(owner)
    return {key for key, having in owners.items() if is_of_few(len(having), subjects)} | {
        SOLID + one
        for one, entries in named.items()
        if len(one) >= _SINGLE and len({owner for _, owner in entries}) == 1
    }


def _words(label: str) -> list[str]:
    return [label[token.start : token.end] for token in tokens(label) if not token.is_number]


def _rare(runs: dict[str, list[tuple[str, str]]], subjects: int) -> dict[str, list[tuple[str, str]]]:
    """Return, of runs of letters, the tokens that can be names and belong to few subjects."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for run, entries in runs.items():
        for token in tokens(run):
            if token.end - token.start >= _NAME or is_alone(token.spelt):
                found[token.spelt] += entries
    return {
        one: entries
        for one, entries in found.items()
        if not is_word(one) and is_of_few(len({owner for _, owner in entries}), subjects)
    }
