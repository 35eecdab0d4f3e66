"""What becomes of records that are shown and that nobody wants any more: not seen is not gone (design.md D6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from img2fair.errors import SafetyStop
from img2fair.model import Action, Header, Observed, Published, State, Visibility, Why

PRIVATE = "the archive says that the project is private"
GONE = "the archive no longer shows the project"
LEFT_OUT = "the config leaves the project out"
UNMADE = "the mapping no longer makes it from what the archive holds"
TWIN = "a further copy of a record that stands"
_BECAUSE = {
    GONE: "the archive no longer shows their projects",
    LEFT_OUT: "the config leaves them out",
    UNMADE: "the mapping no longer makes them",
}
_NAMED = 5
"""Datasets that would vanish are named up to so many."""
CLOSED = (PRIVATE, GONE, LEFT_OUT)
"""Why a project is no longer to be shown at all: to a guest one that turned private is gone."""

Farewell = tuple[Action, str]
"""What is to be done with an unwanted record, and why."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a harvest can testify of projects that have no record.

    ``archive`` is the base of the keys it can speak for; ``private`` are ids the archive said to be private;
    ``left_out`` ids that the config leaves out; ``unclear`` ids of which the archive did not say all, as a whole or in
    a part; ``read`` ids it read; ``whole`` that everything it wanted was read, without a limit, so that an id that is
    nowhere is gone; ``kept_in`` ids of which privacy keeps a record back; ``addresses`` are other addresses of the
    archive, by which older tools may have named its projects.
    """

    archive: str
    private: frozenset[str]
    left_out: frozenset[str]
    unclear: frozenset[str]
    read: frozenset[str]
    whole: bool
    kept_in: frozenset[str] = frozenset()
    addresses: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, header: Header, read: Iterable[str], kept_in: Iterable[str] = (), addresses: Iterable[str] = ()
    ) -> "Evidence":
        """Return the evidence of a harvest."""
        return cls(
            archive=header.archive,
            private=frozenset(w.project for w in header.withheld if w.visibility is Visibility.PRIVATE),
            left_out=frozenset(w.project for w in header.withheld if w.why is Why.CHOICE),
            unclear=frozenset(
                [w.project for w in header.withheld if w.visibility is Visibility.UNKNOWN]
                + [unread.project for unread in header.unread]
            ),
            read=frozenset(read),
            whole=header.complete and not header.only,
            kept_in=frozenset(kept_in),
            addresses=tuple(addresses),
        )

    def covers(self, key: str) -> bool:
        """Tell whether a record is of this archive: its key is under the archive's address."""
        return covers(self.archive, key)


def covers(archive: str, key: str) -> bool:
    """Tell whether a record is of an archive: its key is under the archive's address."""
    base = archive.rstrip("/")
    return key == base or key.startswith((f"{base}/", f"{base}#"))


def farewells(observed: Observed, desired: Mapping[str, str | None], evidence: Evidence) -> dict[str, Farewell]:
    """Return what becomes of the shown records of this archive that are not wanted; leaves the others out.

    :param desired: the keys of the wanted records, each with the key of the record above it.
    """
    shown = {key: held for key, held in observed.records.items() if held.state is not State.WITHDRAWN}
    found = {key: _twin(key, shown, _farewell(held, evidence)) for key, held in shown.items()
             if key not in desired and evidence.covers(key)}  # fmt: skip
    # a record on its way to another place hangs on both: the old one goes when it is empty
    above = [*((key, held.parent) for key, held in shown.items()), *desired.items(),
             *((one.at, one.parent) for one in observed.strangers)]  # fmt: skip
    while spared := _spared(found, above, shown):
        for key in spared:
            found[key] = Action.UNKNOWN, "records below it stay, so it is left as it is"
    return found


def _spared(
    found: Mapping[str, Farewell], above: Iterable[tuple[str, str | None]], shown: Mapping[str, Published]
) -> set[str]:
    """Return the records of no project that would take along records that stay, ours or other people's."""
    leaving = {key for key, (action, _) in found.items() if action is Action.WITHDRAW}
    needed = {parent for key, parent in above if key not in leaving}
    return {key for key in leaving & needed if shown[key].project is None}


def _twin(key: str, shown: Mapping[str, Published], verdict: Farewell) -> Farewell:
    """Return what becomes of a record that may be a copy: one goes, whatever the archive says, for the other stays."""
    first, copied, _ = key.partition("#duplicate-")
    stands = copied and first in shown and shown[first].state is State.PUBLISHED
    return (Action.WITHDRAW, TWIN) if stands and verdict[1] not in CLOSED else verdict


def _farewell(held: Published, evidence: Evidence) -> Farewell:
    """Decide about a record that nobody wants, by itself."""
    if held.project in evidence.private:
        return Action.WITHDRAW, PRIVATE
    if held.project in evidence.left_out:
        return Action.WITHDRAW, LEFT_OUT
    if held.project in evidence.unclear:
        return Action.UNKNOWN, "the archive could not be read for this project; it is left as it is"
    if held.project in evidence.kept_in:
        return Action.UNKNOWN, "privacy keeps something of the project in; it is left as it is"
    if held.project in evidence.read or (held.project is None and evidence.whole):
        return Action.WITHDRAW, UNMADE
    if evidence.whole:
        return Action.WITHDRAW, GONE
    return Action.UNKNOWN, "this harvest did not cover the project; it is left as it is"


def break_circuit(
    observed: Observed, leave: Mapping[str, Farewell], evidence: Evidence, confirmed: int | None = None
) -> None:
    """Stop where too many datasets would vanish of which the archive does not say that they are private.

    :param confirmed: how many an operator has said may vanish; it holds for exactly that number.
    :raises SafetyStop: more than a tenth of them, and more than one.
    """
    shown = [key for key, held in observed.records.items()
             if held.kind == "dataset" and held.state is State.PUBLISHED and evidence.covers(key)]  # fmt: skip
    gone = [key for key in shown if key in leave and leave[key][0] is Action.WITHDRAW
            and leave[key][1] not in (PRIVATE, TWIN)]  # fmt: skip
    limit = max(1, len(shown) // 10)
    if len(gone) > limit and len(gone) != confirmed:
        because = " or ".join(why for reason, why in _BECAUSE.items() if any(leave[key][1] == reason for key in gone))
        names = sorted(observed.records[key].project or key for key in gone)
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        raise SafetyStop(
            f"{len(gone)} of {len(shown)} datasets would be withdrawn because {because}: "
            f"{', '.join(names[:_NAMED])}{more}",
            where=f"target '{observed.target}'; the limit is {limit}",
            cure="see whether the archive, the account's rights or the mapping has changed. If they are to go: "
            f"--confirm-withdrawals {len(gone)}",
            vanishing=names,
        )
