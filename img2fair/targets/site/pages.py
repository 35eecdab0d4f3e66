"""The pages of a site in all its languages, and what they are dressed with."""

from collections.abc import Iterator, Mapping

from img2fair.assets import find_folder
from img2fair.targets.site.edition import Edition
from img2fair.targets.site.entries import Entry, Holdings
from img2fair.targets.site.settings import SiteSettings
from img2fair.targets.site.studies import studies_shown
from img2fair.targets.site.wording import other_languages, page_name

ASSETS = ("site.css", "study.css", "filter.js", "copy.js", "mark.svg")
NOT_FOUND = "404.html"


class Pages:
    """Renders the pages of one state of a site; the first of ``languages`` is that of pages without a mark."""

    def __init__(self, holdings: Holdings, settings: SiteSettings) -> None:
        self.languages = other_languages(settings.language)
        self._studies = studies_shown(holdings, settings)
        self._editions = {language: Edition(holdings, settings, language, self._studies) for language in self.languages}

    @property
    def title(self) -> str:
        """The site's title: the operator's, else the first catalogue's in the first language."""
        return self._edition("").title

    def files(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """Yield the path and text of a record's page in each language."""
        for language in self.languages:
            yield self.name(f"{entry.kind}/{entry.slug}", language), self.record(entry, language)

    def tops(self) -> Iterator[tuple[str, str]]:
        """Yield the path and text of the start page in each language, and of the page for what is not there."""
        for language in self.languages:
            yield self.name("index", language), self.start(language)
        yield NOT_FOUND, self.not_found()

    def studies(self) -> Iterator[tuple[str, str, str]]:
        """Yield the path and text of each study's page in each language, and when its dataset's record changed last."""
        for study in self._studies.values():
            for language in self.languages:
                page = self._edition(language).study(study)
                yield self.name(study.place, language), page, study.dataset.modified

    def name(self, place: str, language: str) -> str:
        """Return what the page of a place (``dataset/LGG``) is called in a language."""
        return page_name(place, language, self.languages[0])

    def start(self, language: str = "") -> str:
        """Return the start page in a language, the first one unless told."""
        return self._edition(language).start()

    def record(self, entry: Entry, language: str = "") -> str:
        """Return the page of a record in a language, the first one unless told."""
        return self._edition(language).record(entry)

    def not_found(self) -> str:
        """Return the page for what is not there, in all languages at once."""
        return self._edition("").not_found()

    def assets(self) -> Mapping[str, bytes]:
        """Return the style, scripts and picture that the pages use, by name."""
        folder = find_folder("templates") / "site"
        return {name: (folder / name).read_bytes() for name in ASSETS}

    def _edition(self, language: str) -> Edition:
        return self._editions[language or self.languages[0]]
