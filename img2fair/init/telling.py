"""What a look has shown, in words; nothing of it names a project or a person."""

from collections.abc import Iterator

from img2fair.init.looking import Sight
from img2fair.init.proposing import counted


def sight_text(sight: Sight) -> str:
    """Return the lines that tell what was seen."""
    return "\n".join(_lines(sight))


def _lines(sight: Sight) -> Iterator[str]:
    access = ", ".join(
        f"{number} {who}" for who, number in sorted(sight.by_access.items(), key=lambda one: _order(one[0]))
    )
    name = f"XNAT {sight.version}".strip()
    whom = "your account" if sight.account == "user" else "a guest"
    total = sum(sight.by_access.values())
    yield f"{name} shows {whom} {counted(total, 'project')}" + (f": {access}." if access else ".")
    if sight.account != "user":
        yield "A log-in may show more: set XNAT_USER and XNAT_PASS."
    if sight.by_access.get("private"):
        yield "Nothing but their number is read of private projects."
    for form in sight.forms:
        yield f"The form '{form.title}' is asked in {form.projects} of {counted(sight.offered, 'project')}."
    for words, meant in ((sight.opt_in, "publish this"), (sight.opt_out, "do not publish this")):
        for word, number in words.items():
            yield f"{counted(number, 'project').capitalize()}: keyword '{word}', which may say '{meant}'."
    for reason in sight.unread:
        yield f"Not read: {reason}."


def _order(access: str) -> int:
    return ("public", "protected", "private", "unknown").index(access)
