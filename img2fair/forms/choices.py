"""What can be chosen in the form: terms of shapes/vocabularies or mappings/codes, or what dataset.yaml writes out."""

from collections.abc import Iterator, Mapping

from img2fair import codes
from img2fair.assets import find_folder
from img2fair.errors import UsageFault
from img2fair.forms.questions import Choice, Question
from img2fair.phrases import DUTCH
from img2fair.shacl import vocabulary

_CODES = "codes/"


def choices_of(question: Question, language: str) -> list[dict[str, str]]:
    """Return the choices of a question as form.io's ``values``: the term as value, its label in a language.

    ``only`` decides on which there are, and on their order: codes of a vocabulary, labels of a code table.

    :raises UsageFault: a table is missing, or has no such term.
    """
    return [{"label": label, "value": value} for value, label in _chosen(question, language)]


def _chosen(question: Question, language: str) -> Iterator[tuple[str, str]]:
    for source in question.choices:
        if isinstance(source, Choice):
            yield source.value, source.to(language)
            continue
        named = _coded(source) if source.startswith(_CODES) else _listed(source, language)
        for name in question.only or named:
            if name not in named:
                raise UsageFault(f"the table '{source}' has no '{name}', which the form offers", where=question.key)
            yield named[name]


def _listed(name: str, language: str) -> Mapping[str, tuple[str, str]]:
    """Return the terms of a vocabulary by code, with their labels."""
    table = vocabulary.read_table(find_folder("shapes") / "vocabularies" / f"{name}.tsv")
    labels = {**table.labels, **(table.dutch if language == DUTCH else {})}
    return {term.removeprefix(f"{table.scheme}/"): (term, labels[term]) for term in table.labels}


def _coded(name: str) -> Mapping[str, tuple[str, str]]:
    """Return the concepts of a code table by label; it has no Dutch ones."""
    table = codes.read_table(find_folder("mappings") / "codes" / f"{name.removeprefix(_CODES)}.sssom.tsv")
    return {code.label: (code.iri, code.label) for code in table.codes.values()}
