"""What of a project's source fields nobody has decided on yet: it stops the export, and the report tells it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from img2fair.clinical.decisions import Decide, Decisions, FieldDecision
from img2fair.clinical.outcome import Came, FieldSeen
from img2fair.clinical.reading import UNDECIDED, folded, read


@dataclass(frozen=True, slots=True)
class Open:
    """A field without a decision, one of its values without a target, or how many such values are not shown.

    :param value: the source value, of the file or released for the draft; empty where the field itself is open.
    :param line: its line in the file; 0 where it does not stand there.
    :param unshown: how many values this is about that too few patients have, or that may tell of somebody.
    :param written: whether the value stands in the file; one that does not is the archive's word, which report and
        draft show and no message.
    """

    path: str
    value: str = ""
    line: int = 0
    unshown: int = 0
    written: bool = False

    @property
    def is_field(self) -> bool:
        """Whether nobody has decided on the field itself."""
        return not (self.value or self.unshown)

    @property
    def count(self) -> int:
        """How many decisions are wanted."""
        return self.unshown or 1


def undecided(decisions: Decisions, seen: Iterable[FieldSeen]) -> tuple[Open, ...]:
    """Return what is open: fields and assays with ``?``, values with ``?``, fields seen that the file does not have.

    A field that is named as a day (baseline, ``day``, ``until``) or that an assay takes up needs no decision of its
    own. A value that its field can neither look up nor read is open too, unless it says ``unlisted: missing``; those
    that are not shown are counted.
    """
    found = [*_in_file(decisions)]
    for field in seen:
        own = decisions.of(field.path)
        if own is None and not decisions.uses(field.path):
            found.append(Open(field.path))
        elif own is not None and own.decide is Decide.EXPORT:
            texts = [text for text, _ in field.values if folded(text) not in own.values]
            found += (Open(own.path, text, own.line) for text in texts if is_unread(own, text))
            found += [Open(own.path, line=own.line, unshown=field.unread)] if field.unread else []
    return tuple(found)


def is_unread(field: FieldDecision, text: str) -> bool:
    """Tell whether a source value is neither in the field's table nor read by its kind."""
    return read(field, text).came in (Came.UNMAPPED, Came.UNREADABLE)


def _in_file(decisions: Decisions) -> Iterator[Open]:
    for field in decisions.fields:
        if field.decide is Decide.UNDECIDED:
            yield Open(field.path, line=field.line)
        elif field.decide is Decide.EXPORT:
            yield from (
                Open(field.path, key, field.line, written=True) for key, to in field.values.items() if to == UNDECIDED
            )
    for assay in decisions.assays:
        if assay.decide is Decide.UNDECIDED:
            yield Open(f"assays.{assay.profile}", line=assay.line)
