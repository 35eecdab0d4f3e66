"""The page "what this study gives you in cBioPortal" as a value: for researchers who have never used it.

The report's page beside an export and the catalogue's page show the same guide. Every text of it is plain: a page
escapes it, and links are web addresses only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from img2fair.assets import find_folder
from img2fair.clinical.study_facts import Part, StudyFacts
from img2fair.clinical.study_questions import Question, questions
from img2fair.clinical.study_words import WORDS
from img2fair.codes import read_table

MOST_BARS = 12
_WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Link:
    """A web address and what it is called."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One number of a chart as text (empty: it may not be told), and the length of its bar, of 100."""

    label: str
    number: str
    share: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers of patients by one thing."""

    title: str
    unit: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the page: figures (label, number), sentences, charts, questions, rows of a table, and links."""

    id: str
    heading: str
    figures: tuple[tuple[str, str], ...] = ()
    charts: tuple[Chart, ...] = ()
    note: str = ""
    questions: tuple[Question, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    """Of the table of attributes: first its column names, then name, id, what it is of and about how many have it."""
    texts: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """The whole page in one language; ``open`` is the study in the portal."""

    language: str
    kind: str
    title: str
    lead: str
    open: Link | None
    chapters: tuple[Chapter, ...]


def guide(facts: StudyFacts, language: str) -> Guide:
    """Return what the page of a study says in a language (``en``, ``nl``)."""
    return _Writing(facts, language).guide()


@cache
def _modalities() -> dict[str, str]:
    """Return the names of DICOM's modalities by code (PS3.16, CID 29 and 33)."""
    table = read_table(find_folder("mappings") / "codes" / "dicom-modality.sssom.tsv")
    return {code.iri.rpartition("/")[2]: code.label for code in table.codes.values()}


class _Writing:
    """Writes the chapters of one study in one language."""

    def __init__(self, facts: StudyFacts, language: str) -> None:
        self.facts = facts
        self.language = language

    def say(self, name: str, /, **slots: object) -> str:
        """Return a phrase."""
        return WORDS.say(self.language, name, **slots)

    def guide(self) -> Guide:
        about = self.facts.about
        study = f"{about.portal.rstrip('/')}/study/summary?id={quote(about.study, safe='')}" if about.portal else ""
        return Guide(
            language=self.language,
            kind=self.say("kind"),
            title=about.name or about.study,
            lead=self.say("lead"),
            open=next(iter(self._links(("open", study))), None),
            chapters=tuple(self._chapters()),
        )

    def _chapters(self) -> Iterator[Chapter]:
        asked = questions(self.facts, self.language, self._modality)
        yield self._holds()
        if asked:
            yield Chapter("ask", self.say("ask" if len(asked) == 5 else "ask few"), questions=asked)
        yield Chapter(
            "day", self.say("day"), texts=(self._day(), *([self.say("age day 0")] if self.facts.has("AGE") else ()))
        )
        if self.facts.attributes:
            yield Chapter("attributes", self.say("attributes"), rows=tuple(self._attributes()))
        yield Chapter("safe", self.say("safe"), texts=(self.say(f"safe {self.facts.about.ids}"), self.say("safe rest")))
        yield Chapter("cannot", self.say("cannot"), texts=tuple(self._cannot()))
        yield Chapter("joins", self.say("joins"), texts=(self.say(f"joins {self.facts.genomic or 'none'}"),))
        yield self._access()

    def _holds(self) -> Chapter:
        facts = self.facts
        figures = [
            ("patients", facts.patients),
            ("sessions", facts.sessions),
            ("attribute count", len(facts.attributes)),
        ]
        figures += [("profile count", sum(one.entities for one in facts.profiles))] if facts.profiles else []
        charts = (
            self._chart("modalities", [Part(self._modality(one.name), one.patients) for one in facts.modalities]),
            self._chart("body parts", facts.body_parts),
            self._chart("sessions per patient", [self._band(one) for one in facts.sessions_per_patient]),
            self._chart("follow-up", [self._band(one) for one in facts.follow_up]),
        )
        drawn = tuple(chart for chart in charts if chart is not None)
        texts = []
        if facts.events:
            texts.append(self.say("events", names=", ".join(one.name for one in facts.events)))
        if facts.profiles:
            texts.append(self.say("profiles", names=", ".join(one.name for one in facts.profiles)))
        texts += [self.say("segmented")] if facts.segmented else []
        texts += [self.say("oncotree", version=facts.oncotree)] if facts.oncotree and facts.has("ONCOTREE_CODE") else []
        return Chapter(
            "holds",
            self.say("holds"),
            figures=tuple((self.say(name), self._number(many)) for name, many in figures),
            charts=drawn,
            note=self.say("rounded") if drawn else "",
            texts=tuple(texts),
        )

    def _chart(self, name: str, parts: Sequence[Part]) -> Chart | None:
        """Return the numbers that may be told as a chart; a full bar is all patients."""
        told = [(part.name, part.patients) for part in parts if part.patients is not None][:MOST_BARS]
        most = max([self.facts.patients or 0, *(many for _, many in told)])
        bars = tuple(Bar(label, self._about(many), round(100 * many / most) if most else 0) for label, many in told)
        return Chart(self.say(name), self.say("patients unit"), bars) if bars else None

    def _modality(self, code: str) -> str:
        name = _modalities().get(code, "")
        return f"{name} ({code})" if name else code

    def _band(self, part: Part) -> Part:
        return Part(part.name.replace("-", "–"), part.patients)

    def _number(self, number: int | None) -> str:
        if number is None:
            return self.say("not told")
        return f"{number:,}".replace(",", ".") if self.language == "nl" else f"{number:,}"

    def _about(self, number: int) -> str:
        return self.say("about", number=self._number(number))

    def _day(self) -> str:
        names = [self.say(name) if name in WORDS else name for name in self.facts.baselines]
        only = self.facts.baselines in ((), ("first imaging session",))
        return self.say("day first") if only else self.say("day others", names=", ".join(names))

    def _attributes(self) -> Iterator[tuple[str, ...]]:
        yield self.say("attribute"), "ID", self.say("level"), self.say("patients unit")
        for one in self.facts.attributes:
            many = self.say("not told") if one.patients is None else self._about(one.patients)
            unit = f" ({one.unit})" if one.unit else ""
            yield f"{one.name or one.id}{unit}", one.id, self.say(one.level) if one.level in WORDS else one.level, many

    def _cannot(self) -> Iterator[str]:
        facts = self.facts
        if not facts.genomic:
            yield self.say("cannot genes")
        if facts.about.samples != "table":
            yield self.say("cannot tissue", unit=self.say(f"unit {facts.about.samples}"))
        yield self.say("cannot dates")
        if not facts.has("OS_STATUS", "OS_MONTHS"):
            yield self.say("cannot survival")
        if not facts.about.viewers:
            yield self.say("cannot images")

    def _access(self) -> Chapter:
        about = self.facts.about
        texts = [] if about.licence else [self.say("no licence")]
        texts.append(self.say("cite", citation=about.citation) if about.citation else self.say("cite record"))
        papers = [Link(self.say("pubmed", id=one), f"https://pubmed.ncbi.nlm.nih.gov/{one}/")
                  for one in about.pmid.split(",") if one.isdecimal()]  # fmt: skip
        links = self._links(("request", about.access_request), ("licence", about.licence), ("record", about.record),
                            ("protocol", about.protocol))  # fmt: skip
        return Chapter("access", self.say("access"), texts=tuple(texts), links=(*links, *papers))

    def _links(self, *named: tuple[str, str]) -> list[Link]:
        return [Link(self.say(name), href) for name, href in named if href.startswith(_WEB)]
