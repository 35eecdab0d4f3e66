"""One question of the form as a form.io component.

Source: form.io's documentation of components, validation and simple conditions (https://help.form.io/userguide/forms),
and the library of XNAT 1.8 and 1.9, formio.js 4.14.
"""

import json
from collections.abc import Mapping

from img2fair.forms.choices import choices_of
from img2fair.forms.questions import LISTS, Kind, Question, Said, Source
from img2fair.shacl import list_profiles

Component = dict[str, object]

_KINDS: Mapping[Kind, Mapping[str, object]] = {
    "text": {"type": "textfield"},
    "paragraph": {"type": "textarea", "rows": 3, "autoExpand": True},
    "texts": {"type": "textfield", "multiple": True},
    # form.io's own spelling; a comma may be part of a keyword.
    "words": {"type": "tags", "storeas": "array", "delimeter": ";"},
    "address": {"type": "url"},
    "addresses": {"type": "url", "multiple": True},
    "mailbox": {"type": "email"},
    # Not form.io's calendar: it is fetched from a server of form.io, and without it the form stays empty.
    "date": {"type": "textfield"},
    "number": {"type": "number", "decimalLimit": 0, "requireDecimal": False, "delimiter": False},
    "choice": {"type": "select"},
    "choices": {"type": "select", "multiple": True},
}
_WRONG: Mapping[Kind, tuple[str, str]] = {
    "address": ("invalid_url", "address"),
    "addresses": ("invalid_url", "address"),
    "mailbox": ("invalid_email", "mailbox"),
    "number": ("number", "number"),
}
"""By kind, form.io's name of the mistake that is made with it, and our words for it."""


_PATTERNS: Mapping[Kind, str] = {"address": "address", "addresses": "address", "date": "date"}


class Wording:
    """The texts of the form in one language.

    :param source: the questions.
    :param language: ``en`` or ``nl``.
    """

    def __init__(self, source: Source, language: str) -> None:
        self.source, self.language = source, language
        self._profiles = {name: title for name, title, _ in list_profiles()}

    def word(self, name: str, **slots: object) -> str:
        """Return a text that questions share, its slots filled."""
        return self.source.words[name].to(self.language).format(**slots)

    def sentences(self, *texts: Said | None, needed: tuple[str, ...] = ()) -> str:
        """Return texts as one, and after them which profiles need the answer."""
        told = [text.to(self.language) for text in texts if text]
        profiles = ", ".join(self._profiles[name] for name in needed)
        return " ".join([*told, *([self.word("needed", profiles=profiles)] if profiles else [])])


def component(asked: Question, wording: Wording) -> Component:
    """Return a question as form.io has it."""
    told = wording.sentences(asked.help, asked.empty, needed=asked.needed)
    made: Component = {
        "key": asked.key,
        **_KINDS[asked.kind],
        "input": True,
        "tableView": False,
        "label": asked.label.to(wording.language),
    }
    made |= {name: text for name, text in (("description", told), ("placeholder", asked.example)) if text}
    if asked.choices:
        made |= {"data": {"values": choices_of(asked, wording.language)}, "placeholder": wording.word("choose")}
    elif asked.kind in LISTS:
        made["addAnother"] = wording.word("another")
    if asked.after:
        # Shown once the other is answered; what was said before stays, seen or not.
        made |= {"conditional": {"show": False, "when": asked.after, "eq": ""}, "clearOnHide": False}
    return made | _checks(asked, wording)


def _checks(asked: Question, wording: Wording) -> Component:
    """Return how form.io checks an answer, and its words for each mistake."""
    label = asked.label.to(wording.language)
    validate: Component = {}
    errors: dict[str, str] = {}

    def check(name: str, value: object, word: str, **slots: object) -> None:
        if value not in (None, "", False):
            validate[name] = value
            errors[name] = wording.word(word, label=label, **slots)

    check("required", asked.required, "required")
    check("min", asked.least, "least", limit=asked.least)
    check("max", asked.most, "most", limit=asked.most)
    name = asked.pattern or _PATTERNS.get(asked.kind, "")
    if name:
        validate |= {
            "pattern": wording.source.patterns[name],
            "patternMessage": wording.word(name, label=label),
        }
    if asked.kind in _WRONG:
        mistake, word = _WRONG[asked.kind]
        errors[mistake] = wording.word(word, label=label)
    if asked.together:
        validate["custom"] = _together(asked.together, wording.word("required", label=label))
    return {name: value for name, value in (("validate", validate), ("errors", errors)) if value}


def _together(other: str, message: str) -> str:
    """Return the expression that asks for an answer where another is given (form.io: Custom Validation).

    Within XNAT's page the form lies in a container, so ``row`` holds its answers, not ``data``. No ampersands: parts of
    XNAT escape them.
    """
    empty = "_.isEmpty(_.compact(_.castArray({})))"
    answer, beside = empty.format("input"), empty.format(f"_.get(row, {json.dumps(other)})")
    return f"valid = !{answer} || {beside} ? true : {json.dumps(message)};"
