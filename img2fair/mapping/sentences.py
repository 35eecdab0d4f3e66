"""The sentences of a mapping's findings in English and Dutch."""

from img2fair.phrases import DUTCH, LANGUAGES, Phrases

SENTENCES = Phrases({
    "empty": ("{name}: mandatory, but empty", "{name}: verplicht, maar leeg"),
    "empty after": ("{name}: mandatory, but empty: tried {tried}", "{name}: verplicht, maar leeg: geprobeerd {tried}"),
    "withheld": ("{path} (withheld for privacy)", "{path} (blijft intern vanwege privacy)"),
    "uncomputed": ("'{text}' could not be computed ({kind})", "'{text}' kon niet worden berekend ({kind})"),
    "refused": ("{name}: {value} is not {expected}", "{name}: {value} moet {expected} zijn"),
    "refused of": ("{name}: {value} is not {expected} (read from {paths})",
                   "{name}: {value} moet {expected} zijn (gelezen uit {paths})"),
    "cleaned": ("{name}: {number} characters that no text has were taken out (read from {paths})",
                "{name}: {number} tekens die in geen tekst horen zijn eruit gehaald (gelezen uit {paths})"),
    "the value": ("the value", "de waarde"),
    "unread": ("the archive did not give the part '{part}' of project {project}",
               "het archief gaf het deel '{part}' van project {project} niet"),
    "missed": ("{name}: {value} not in table {table}", "{name}: {value} staat niet in tabel {table}"),
    "missed near": ("{name}: {value} not in table {table}; nearest: '{near}'",
                    "{name}: {value} staat niet in tabel {table}; het meest lijkt: '{near}'"),
    "misses": ("{value} not in table {table} ({extent})", "{value} staat niet in tabel {table} ({extent})"),
    "scans in": ("{scans} in {where}", "{scans} in {where}"),
    "in": ("in {where}", "in {where}"),
    "the site": ("the site", "de site"),
    "scan": ("{number} scan", "{number} scan"),
    "scans": ("{number} scans", "{number} scans"),
    "project": ("{number} project", "{number} project"),
    "projects": ("{number} projects", "{number} projecten"),
    "an IRI": ("an IRI", "een IRI"),
    "a single value": ("a single value", "één enkele waarde"),
    "a language tag": ("a language tag", "een taalcode"),
    "a term of the table": ("a term of the table", "een term uit de tabel"),
})  # fmt: skip

Both = tuple[str, str]
"""A text in English and in Dutch."""


def both(name: str, /, **slots: str | int | Both) -> Both:
    """Return a sentence in both languages; a slot that differs between them is given in both."""
    english, dutch = (
        SENTENCES.say(language, name, **{slot: _in(language, text) for slot, text in slots.items()})
        for language in LANGUAGES
    )
    return english, dutch


def expected(text: str) -> Both:
    """Return what a value should have been, in both languages: an IRI, of datatype date."""
    if text in SENTENCES:
        return both(text)
    return text, text.replace("of datatype ", "van datatype ")


def joined(parts: list[Both]) -> Both:
    """Return a list of texts, with commas, in both languages."""
    return ", ".join(part[0] for part in parts), ", ".join(part[1] for part in parts)


def _in(language: str, text: str | int | Both) -> str | int:
    return text[language == DUTCH] if isinstance(text, tuple) else text
