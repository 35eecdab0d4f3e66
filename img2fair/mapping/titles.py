"""Which form asks a question: for the hints of a check that has the archive's own forms at hand."""

import difflib
from collections.abc import Iterable, Mapping

from img2fair.model import FormDefinition, Header
from img2fair.privacy import Guard, Rule, release

_OF_PROJECTS = "projectdata"


def form_titles(forms: Iterable[FormDefinition]) -> dict[str, str]:
    """Return the keys of an archive's forms about projects, dotted, each with the title of its form.

    The keys are what ``load_mapping`` takes as ``form_keys``. Where two forms ask under one key, the first names it.
    """
    found: dict[str, str] = {}
    for form in forms:
        title = release(form.title, Rule("variables.form", "", Guard())) or ""
        for question in form.fields if form.about.casefold().endswith(_OF_PROJECTS) else ():
            found.setdefault(question.key, title)
    return found


def tells_forms(header: Header) -> bool:
    """Tell whether a harvest knows which forms each project has: only XNAT has forms, and a list can be kept back."""
    return header.kind == "xnat" and not any(one.part == "forms" for one in header.unread)


def asked_in(key: str, titles: Mapping[str, str]) -> str:
    """Return where the known question most like this key is asked, in brackets; nothing where no form is like it."""
    near = difflib.get_close_matches(key, sorted(titles), n=1, cutoff=0.6)
    return f" ('form.{near[0]}' is asked in the form '{titles[near[0]]}')" if near and titles[near[0]] else ""
