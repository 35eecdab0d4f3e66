"""The site as a target: observed from its own files, changed all at once."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from img2fair.model import Action, Change, Check, Observed, Outcome, Sight
from img2fair.targets import Write
from img2fair.targets.index import told
from img2fair.targets.site.building import site_files
from img2fair.targets.site.checking import checks
from img2fair.targets.site.entries import Entry, Holdings
from img2fair.targets.site.folder import clear_left_over, present, replace_version
from img2fair.targets.site.past import shared
from img2fair.targets.site.reading import MANIFEST, observed, read_manifest, read_past, read_site, shows_nothing_more
from img2fair.targets.site.settings import SiteSettings


@dataclass(slots=True)
class _Write:
    """Makes changes to holdings; all that is to be shown is so at once when the new site is swapped in."""

    holdings: Holdings
    made: str
    before: dict[str, Entry | None] = field(default_factory=dict)
    asked: bool = False

    def __call__(self, change: Change) -> Outcome:
        if change.action is not Action.WITHDRAW:
            self.before.setdefault(change.key, self.holdings.entries.get(change.key))
        return self.holdings.apply(change, self.made)

    def show(self, keys: Sequence[str]) -> Mapping[str, str]:
        self.asked = True
        for key in keys:
            self.before.pop(key, None)
        return {}

    def take_back(self) -> None:
        """Leave as it was what nobody wants shown: its project was closed in the meantime."""
        for key, entry in self.before.items() if self.asked else ():
            if entry is None:
                self.holdings.entries.pop(key, None)
            else:
                self.holdings.entries[key] = entry


@dataclass(frozen=True, slots=True)
class SiteTarget:
    """A static FAIR Data Point in a folder."""

    settings: SiteSettings
    siblings: int = 1
    at_once: bool = True

    @property
    def name(self) -> str:
        """The target's name in the config."""
        return self.settings.name

    @property
    def _path(self) -> Path:
        return self.settings.path.absolute()

    def checks(self) -> tuple[Check, ...]:
        """Return what is right and wrong with the folder, and with the addresses that the pages lead to."""
        return tuple(checks(self.settings, self._path))

    def observe(self) -> Observed:
        """Return what the site holds; an absent or empty folder is an empty site.

        What a killed run left beside the site is removed first: it may hold what was withdrawn since.

        :raises UsageFault: the folder is not ours, or a file of ours is damaged.
        """
        clear_left_over(self._path, shows_nothing_more)
        return observed(self.name, read_site(present(self._path, MANIFEST)))

    def foresee(self, changes: Sequence[Change]) -> None:
        """Return nothing: a folder has no schemas."""

    @contextmanager
    def writing(self, made: str = "") -> Iterator[Write]:
        """Take changes, and swap in the new site at a clean end of the context: all of them or none.

        Without a change that alters anything nothing is touched.

        :raises UsageFault: the folder is not ours.
        :raises LockFault, SafetyStop: another run writes, or has written, the site meanwhile.
        :raises OutputFault: the new site cannot be written; the old one stands.
        """
        before = present(self._path, MANIFEST)
        holdings = read_site(before)

        write = _Write(holdings, made)
        yield write
        write.take_back()
        if holdings.changed:
            files = site_files(holdings, self.settings, read_past(before))
            replace_version(self._path, before, files, MANIFEST, keep_before=not holdings.withdrew)

    def renew(self) -> bool:
        """Make the pages anew where settings or img2fair changed since they were made; tell whether they were.

        :raises Fault: as :meth:`writing`.
        """
        before = present(self._path, MANIFEST)
        if before is None or read_manifest(before).get("shared") == shared(self.settings):
            return False
        files = site_files(read_site(before), self.settings, read_past(before))
        replace_version(self._path, before, files, MANIFEST)
        return True

    def announce(self) -> str:
        """Tell the FDP Index of the config; empty where it names none."""
        return told(self.settings.index, self.settings.root) if self.settings.index else ""

    def rehearse(self, keys: Sequence[str]) -> tuple[Sight, ...]:  # noqa: ARG002
        """Return nothing: who serves the folder is not known here."""
        return ()
