"""Of how few subjects each exact total of a project tells (docs/decisions/006-few-subjects.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from img2fair.model import Project
from img2fair.model.held import total, unseal
from img2fair.privacy.counts import behind, tellable
from img2fair.privacy.overlapping import crowded, told_values
from img2fair.privacy.scanned import Scan, Spread, magnetic_in, scans_of, spread, subjects_of

Spreads = Mapping[str, Mapping[str, Spread]]
"""By what they are about (``breakdown.CODED``): values, and the subjects that have them."""
_OF_A_SCAN = ("modality", "body_part", "manufacturer")
"""What a scan has one value of; a session has one field strength."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What the totals of a project are about.

    ``filed`` tells whether the number of files leaves the values of scans untold.
    """

    concerned: Mapping[str, int]
    filed: bool


def totals(
    project: Project,
    everyone: set[str],
    acquired: Sequence[Scan],
    derived: Sequence[Scan],
    spreads: Spreads,
    least: int,
) -> Totals:
    """Return of how few subjects the numbers of sessions, scans and derived objects tell, by path.

    :param least: fewest people that may be counted in public.
    """
    imaged = {unseal(session.subject) for session in project.sessions}
    scans, objects, sessions = scans_of(acquired), scans_of(derived), len(project.sessions)
    of_scans = [_having(spreads[about], everyone) for about in _OF_A_SCAN]
    files = total(resource.files for _, profile in acquired for resource in profile.resources)

    people = len(everyone)
    room = least if people >= 2 * least - 1 else None

    def narrow(figure: int) -> bool:
        return any(crowded(figure, having, told_values(having, people, least), people, room) for having in of_scans)

    def told_of(figure: int, having: set[str], narrows: bool) -> int:
        return 1 if narrows else behind(figure, having, everyone, least)

    crowd = crowded(objects, _having(spread(derived, "modality"), everyone), (), people, room)
    return Totals(
        {
            "sessions.count": told_of(sessions, imaged, _strengths_crowded(sessions, spreads, everyone, least)),
            "scans.count": told_of(scans, subjects_of(acquired), narrow(scans)),
            "scans.derived": told_of(objects, subjects_of(derived), crowd),
        },
        filed=files is None or not narrow(unseal(files)),
    )


def _strengths_crowded(sessions: int, spreads: Spreads, everyone: set[str], least: int) -> bool:
    magnetic = len(magnetic_in(_having(spreads["modality"], everyone)))
    having = _having(spreads["field_strength"], everyone)
    told = told_values(having, magnetic, least) if tellable(magnetic, len(everyone), least) else ()
    room = least if len(everyone) >= 3 * least else None  # of fewer, somebody could tell who has MR and no strength
    return crowded(sessions, having, told, len(everyone), room)


def _having(values: Mapping[str, Spread], everyone: set[str]) -> dict[str, set[str]]:
    return {value: one.subjects & everyone for value, one in values.items()}
