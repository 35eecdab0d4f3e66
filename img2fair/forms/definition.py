"""The whole form as form.io JSON."""

import html
import json

from img2fair.forms.parts import Component, Wording, component
from img2fair.forms.questions import Panel, Rows, read_form


def form_json(language: str = "en") -> Component:
    """Return the form as XNAT keeps it: form.io's title, display and components.

    Panels hold questions only and rows stand beside them, since XNAT's read-only view (formioIncludesBase.vm,
    sanitizeNestedFormData) ends in an error where a layout component holds one that holds others.

    :param language: ``en`` or ``nl``; keys and values are the same in both.
    :raises UsageFault: a table that the form offers terms of is missing.
    """
    source = read_form()
    wording = Wording(source, language)
    parts = [_panel(part, wording) if isinstance(part, Panel) else _rows(part, wording) for part in source.parts]
    return {
        "title": source.titles.to(language),
        "display": "form",
        "settings": {},
        "components": [_told("about_form", source.about.to(language)), *parts, *map(_kept, source.kept)],
    }


def form_text(language: str = "en") -> str:
    """Return the form as a JSON text in ASCII, so that it survives every clipboard and every character set."""
    return json.dumps(form_json(language), indent=1) + "\n"


def _panel(part: Panel, wording: Wording) -> Component:
    said = wording.sentences(part.help, needed=part.needed)
    told = [_told(f"about_{part.panel}", said)] if said else []
    return {
        "key": f"panel_{part.panel}",
        "type": "panel",
        "input": False,
        "tableView": False,
        "title": part.title.to(wording.language),
        "collapsible": True,
        "collapsed": not part.open,
        "components": [*told, *(component(question, wording) for question in part.questions)],
    }


def _rows(part: Rows, wording: Wording) -> Component:
    return {
        "key": part.rows,
        "type": "datagrid",
        "input": True,
        "tableView": False,
        "label": part.label.to(wording.language),
        "description": wording.sentences(part.help, part.empty, needed=part.needed),
        "initEmpty": True,
        "reorder": False,
        "addAnother": part.another.to(wording.language),
        "addAnotherPosition": "bottom",
        "components": [_below_each_other(part, wording)],
    }


def _below_each_other(part: Rows, wording: Wording) -> Component:
    """Return the questions of a row as one cell, so that they have room on a phone too."""
    return {
        "key": f"cell_{part.rows}",
        "type": "columns",
        "input": False,
        "tableView": False,
        "hideLabel": True,
        "label": "",
        "columns": [{"width": 12, "components": [component(question, wording) for question in part.fields]}],
    }


def _told(key: str, text: str) -> Component:
    """Return a paragraph."""
    paragraph = f"<p>{html.escape(text, quote=False)}</p>"
    return {"key": key, "type": "content", "input": False, "tableView": False, "label": "", "html": paragraph}


def _kept(key: str) -> Component:
    """Return a part that nobody sees: form.io drops the answers that no part of a form has."""
    return {"key": key, "type": "hidden", "input": True, "tableView": False, "label": key}
