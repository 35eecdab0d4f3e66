"""The page "what this study gives you in cBioPortal" as one HTML file, to lie beside an export."""

from img2fair.clinical.study_facts import StudyFacts
from img2fair.clinical.study_guide import guide
from img2fair.report.page_words import Speech
from img2fair.report.rendering import render


def to_html(facts: StudyFacts, language: str = "en") -> str:
    """Return the researcher's page of a study as one self-contained HTML file.

    :param language: ``en`` or ``nl``.
    """
    styles = ["report/report.css", "site/study.css"]
    return render("report/study_page.html", styles, say=Speech(language), guide=guide(facts, language))
