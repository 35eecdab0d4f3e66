"""What an export is asked for: which settings, which files it reads, and where what it makes goes."""

from dataclasses import dataclass
from pathlib import Path

from img2fair.cbioportal import StudySettings
from img2fair.cbioportal.key import REPORT
from img2fair.errors import UsageFault


@dataclass(frozen=True, slots=True)
class Order:
    """What a config says of one study, with the files that belong to it.

    :param key: of the pseudonyms; ``work``: the folder that may be deleted; ``beside``: the config's own.
    :param mapping: the harmonisation file; ``None``: sex and age alone are exported.
    :param sample_table: who the subjects are in a genomic study (``samples: table``).
    :param oncotree: a file or the address of OncoTree's service; empty: our own small table.
    :param portal: the cBioPortal that shows the study; ``compare``: one whose public studies it is compared with.
    :param min_count: fewest people that may be counted in public, for the researcher's page.
    """

    study: StudySettings
    key: Path
    work: Path
    beside: Path = Path()
    mapping: Path | None = None
    sample_table: Path | None = None
    oncotree: str = ""
    portal: str = ""
    compare: str = ""
    min_count: int = 10


@dataclass(frozen=True, slots=True)
class Output:
    """Where an export goes.

    :param study: the study's folder.
    :param report: the folder of what is for the steward, never inside the study; beside it by default.
    :param into: the folder of a study that is there, which the imaging is joined to; it is only read.
    :param incremental: the folder for ``metaImport.py -d``.
    """

    study: Path
    report: Path | None = None
    into: Path | None = None
    incremental: Path | None = None

    @property
    def reports(self) -> Path:
        """The folder of the report."""
        return self.report or self.study.with_name(f"{self.study.name}{REPORT}")


def refuse_overlap(order: Order, output: Output) -> None:
    """Refuse places that lie in each other: the report would be a part of the study, or a swap would delete a file.

    :raises UsageFault: the message names the two.
    """
    made = {"study": output.study, "report": output.reports, "incremental folder": output.incremental}
    read = {"study that it joins": output.into, "harmonisation file": order.mapping, "table": order.sample_table}
    for outer, folder in made.items():
        for inner, path in {**made, **read}.items():
            if folder is not None and path is not None and outer != inner and _lies_in(path, folder):
                raise UsageFault(
                    f"the {inner} would lie in the {outer}", where=str(path), cure="keep them apart: name another place"
                )


def _lies_in(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
