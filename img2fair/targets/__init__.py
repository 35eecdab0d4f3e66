"""Where a catalogue is published: what every target can do, and which there are.

A target gets plain settings and knows no config file. It says what it holds (``observe``) and takes changes inside
``writing``; what a record should be is decided elsewhere (plan.py).
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from img2fair.model import Change, Check, Foreseen, Observed, Outcome, Sight

if TYPE_CHECKING:
    from img2fair.targets.fdp.settings import FdpSettings
    from img2fair.targets.site.settings import SiteSettings


class Write(Protocol):
    """Makes changes at a target that is open for them; may be called by several threads for different families."""

    def __call__(self, change: Change) -> Outcome:
        """Make one change and say what came of it; what is wrong with a single record fails that record only.

        :raises Fault: the target cannot be used any more.
        """

    def show(self, keys: Sequence[str]) -> Mapping[str, str]:
        """Make visible what was written of these records, the innermost first, parents being named first.

        Returns why a record could not be shown, by key. What nobody shows is shown at the clean end of the context,
        unless this was called: then what it did not name stays hidden.
        """


class Target(Protocol):
    """A place that shows records and can be changed."""

    @property
    def name(self) -> str:
        """The target's name in the config."""

    @property
    def siblings(self) -> int:
        """How many families (a dataset with what hangs on it) may be written at the same time."""

    @property
    def at_once(self) -> bool:
        """Whether the changes of one write become visible together at its clean end, or none of them."""

    def checks(self) -> tuple[Check, ...]:
        """Return what is right and wrong with the target, the account and the config, without changing anything.

        An unreachable target or a refused log-in is a failed check, not an exception.
        """

    def observe(self) -> Observed:
        """Return what the target holds under our catalogue, IRIs translated back to our internal ones.

        :raises Fault: the target cannot be read, or is not ours.
        """

    def foresee(self, changes: Sequence[Change]) -> Foreseen | None:
        """Return by which schemas of its own the target will judge these changes; ``None`` where it judges by none.

        :raises Fault: the target cannot be read.
        """

    def writing(self, made: str = "") -> AbstractContextManager[Write]:
        """Open the target for changes; the context gives the function that makes one.

        Parents come before their children. Whether a change is visible at once or at the clean end of the context is
        the target's; a context left by an exception leaves nothing half done.

        :param made: when the plan was made (xsd:dateTime); the date of a withdrawal that carries none of its own.
        """

    def renew(self) -> bool:
        """Make anew what people are shown where only the config or img2fair changed; tell whether anything was made.

        :raises Fault: it cannot be made; what stood there stands.
        """

    def announce(self) -> str:
        """Tell those who want to know of changes (an FDP Index); return what came of it, empty where there is nobody.

        Never fails a run: what goes wrong is said in the answer.
        """

    def rehearse(self, keys: Sequence[str]) -> tuple[Sight, ...]:
        """Return what harvesters without a log-in find of these datasets (keys); nothing where nobody can walk it yet.

        :raises Fault: the target cannot be read.
        """


def _site(settings: "SiteSettings") -> Target:
    from img2fair.targets.site.target import SiteTarget

    return SiteTarget(settings)


def _fdp(settings: "FdpSettings") -> Target:
    from img2fair.targets.fdp.target import FdpTarget

    return FdpTarget(settings)


TARGETS: dict[str, Callable[..., Target]] = {"site": _site, "fdp": _fdp}
"""The kinds of target, by the ``type`` of the config: each takes its settings and gives the target."""
