"""Custom forms as XNAT's administrators define them: what each asks, about what, in which projects.

Source: XNAT's CustomFormsApi (``GET /xapi/customforms``), PseudoConfiguration and CustomVariableAppliesTo; of a form's
components, form.io's documentation of layout and data components, and XNAT's CustomFormHelper, which walks them alike.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from img2fair.archives.values import held
from img2fair.model import FormDefinition, FormField

_GROUPS = frozenset("container datagrid dynamicwizard editgrid form tree".split())
"""Components whose answers lie in an answer of their own; all others that hold components are layout."""
_WHOLE = frozenset({"address"})
"""Components that hold others and are one question all the same."""
_NO_QUESTIONS = frozenset("button recaptcha".split())
"""Input components that nobody answers."""
DEEPEST = 50
"""Components within components; a form within a form has a dozen levels."""
_SITE = "Site"
"""What stands in the place of a project's id where a form is every project's."""
_PATH = re.compile(r"datatype/([^/]+)(?:/|$)")
_PLAIN = re.compile(r"[\w.-]{1,64}", re.ASCII)


class _Malformed(ValueError):
    """A definition is of another shape than XNAT's."""


@dataclass(slots=True)
class Defined:
    """What the archive says of its forms.

    :param forms: those that projects have which are read, in the order of the list.
    :param titles: title of every form by UUID, also of those that are no longer asked.
    :param unread: why something of them is not known.
    """

    forms: tuple[FormDefinition, ...] = ()
    titles: dict[str, str] = field(default_factory=dict, repr=False)
    unread: tuple[str, ...] = ()


def defined(listed: Sequence[Any], projects: Sequence[str]) -> Defined:
    """Return what a list of definitions says; a definition of another shape is left out, and said to be.

    :param projects: the ids of the projects that are read. A list can name others, which this account may not see.
    """
    found = Defined()
    for number, definition in enumerate(listed, start=1):
        try:
            uuid, contents = _contents(definition)
            title = _text(contents.get("title"))
            if title:
                found.titles[uuid] = title
            limited = _limited_to(definition, projects)
            if limited is not None:
                found.forms += (FormDefinition(uuid, held(title), _about(definition), limited, _questions(contents)),)
        except _Malformed:
            found.unread += (f"the definition of form {_name(definition, number)} is of another shape than XNAT's",)
    return found


def _contents(definition: Any) -> tuple[str, Mapping[str, Any]]:
    """Return a definition's UUID and its form.io part, which is JSON in a text.

    :raises _Malformed: one of them is not there.
    """
    if not isinstance(definition, dict) or not isinstance(definition.get("formUUID"), str):
        raise _Malformed
    contents = definition.get("contents")
    try:
        contents = json.loads(contents) if isinstance(contents, str) else contents
    except (ValueError, RecursionError):
        raise _Malformed from None
    if not isinstance(contents, dict) or not isinstance(contents.get("components"), list):
        raise _Malformed
    return definition["formUUID"], contents


def _name(definition: Any, number: int) -> str:
    uuid = definition.get("formUUID") if isinstance(definition, dict) else None
    return uuid if isinstance(uuid, str) and _PLAIN.fullmatch(uuid) else f"number {number}"


def _about(definition: Mapping[str, Any]) -> str:
    match = _PATH.match(str(definition.get("path") or ""))
    return match[1] if match else ""


def _limited_to(definition: Mapping[str, Any], projects: Sequence[str]) -> tuple[str, ...] | None:
    """Return the projects a form is limited to, none for a form that all have; ``None`` where no project has it.

    A form of the site can be turned off, and projects can opt out of it.

    :raises _Malformed: it does not say where it applies.
    """
    uses = definition.get("appliesToList")
    if not isinstance(uses, list) or not all(isinstance(use, dict) for use in uses):
        raise _Malformed
    asked = {_entity(use) for use in uses if _enabled(use)}
    if _SITE not in asked or str(definition.get("scope")).casefold() == "project":
        return tuple(sorted(asked.intersection(projects))) or None
    left = set(projects) - {_entity(use) for use in uses if not _enabled(use)}
    return () if left == set(projects) else tuple(sorted(left)) or None


def _entity(use: Mapping[str, Any]) -> str:
    return str(use.get("entityId") or "")


def _enabled(use: Mapping[str, Any]) -> bool:
    return str(use.get("status") or "enabled").casefold() == "enabled"


def _questions(contents: Mapping[str, Any]) -> tuple[FormField, ...]:
    """Return the questions of a form, each key once, in their order.

    :raises _Malformed: its components are of another shape.
    """
    found: dict[str, FormField] = {}
    for question in _walk(contents, "", DEEPEST):
        found.setdefault(question.key, question)
    return tuple(found.values())


def _walk(above: Mapping[str, Any], prefix: str, deepest: int) -> Iterator[FormField]:
    """Yield the questions within a component or form."""
    if deepest < 0:
        raise _Malformed
    for component in _within(above):
        kind = _text(component.get("type"))
        group, whole = kind.casefold() in _GROUPS, kind.casefold() in _WHOLE
        if group:
            yield _question(component, prefix, kind)
            yield from _walk(component, f"{prefix}{_key(component)}.", deepest - 1)
        elif not whole and any(True for _ in _within(component)):
            yield from _walk(component, prefix, deepest - 1)
        elif component.get("input") is True and kind.casefold() not in _NO_QUESTIONS:
            yield _question(component, prefix, kind)


def _question(component: Mapping[str, Any], prefix: str, kind: str) -> FormField:
    return FormField(prefix + _key(component), held(_text(component.get("label"))), kind)


def _key(component: Mapping[str, Any]) -> str:
    key = _text(component.get("key")).strip()
    if not key:
        raise _Malformed
    return key


def _within(above: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what lies in a component: in its ``components``, in its ``columns``, in the cells of its ``rows``."""
    yield from _objects(above.get("components"))
    cells = [cell for row in _lists(above.get("rows")) for cell in _lists(row)]
    for cell in (*_lists(above.get("columns")), *cells):
        if isinstance(cell, dict):
            yield from _objects(cell.get("components"))


def _lists(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def _objects(found: Any) -> list[Mapping[str, Any]]:
    """Return a list of components; the cells of some tables are not lists.

    :raises _Malformed: a component is none.
    """
    if not all(isinstance(one, dict) for one in _lists(found)):
        raise _Malformed
    return _lists(found)


def _text(found: Any) -> str:
    """Return a text without halves of surrogate pairs, which no file can hold; the empty text for anything else."""
    return found.encode("utf-8", "ignore").decode() if isinstance(found, str) else ""
