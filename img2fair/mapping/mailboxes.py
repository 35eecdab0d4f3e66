"""Addresses that look like one person's, as findings: published from the config, or kept in from an archive's form."""

from collections.abc import Iterable

from img2fair.findings import Finding, Judge, Place, Severity
from img2fair.phrases import LANGUAGES, Phrases
from img2fair.places import Ground, config_place, places

PERSONAL = "I2F-P020"

SENTENCES = Phrases({
    "message": ("{path} is an e-mail address like one person's, and is published",
                "{path} is een e-mailadres als van één persoon, en wordt gepubliceerd"),
    "kept": ("{path} is an e-mail address that may be one person's, so it stays in",
             "{path} is een e-mailadres dat van één persoon kan zijn, en blijft daarom binnen"),
    "cure": ("Prefer a role mailbox, such as datadesk@. An address that is to be published stands in img2fair.yaml.",
             "Gebruik liever een functioneel adres, zoals datadesk@. Een adres dat gepubliceerd moet worden, staat in "
             "img2fair.yaml."),
})  # fmt: skip


def mailbox_findings(paths: Iterable[str], key: str, project: str | None = None) -> tuple[Finding, ...]:
    """Return a finding for each key of the config that holds such an address; it keeps nothing back.

    :param paths: dotted keys (``personal_mailboxes``).
    :param key: the record that the address is published with: the catalogue's, or a project's dataset.
    """
    return tuple(_finding("message", path, config_place(path), key, project) for path in paths)


def kept_mailboxes(paths: Iterable[str], key: str, ground: Ground) -> tuple[Finding, ...]:
    """Return a finding for each answer of a form that is such an address; the mapping takes the config's instead.

    :param paths: fields, as the mapping language names them (``Guard.mailboxes``).
    """
    return tuple(
        _finding("kept", path, place, key, ground.project) for path in paths for place in places([path], ground)
    )


def _finding(name: str, path: str, place: Place, key: str, project: str | None) -> Finding:
    said = {language: SENTENCES.say(language, name, path=path) for language in LANGUAGES}
    return Finding(
        code=PERSONAL,
        severity=Severity.INFO,
        judge=Judge.PRIVACY,
        key=key,
        message=said["en"],
        focus=key,
        project=project,
        where=(place,),
        cure=SENTENCES.say("en", "cure"),
        who=place.who,
        message_nl=said["nl"],
        cure_nl=SENTENCES.say("nl", "cure"),
    )
