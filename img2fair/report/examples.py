"""What a finding looks like in a record, config or mapping, and mended: for ``img2fair rule CODE``."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """Lines that give a finding of a code, and the same lines mended."""

    wrong: str
    mended: str


EXAMPLES: dict[str, Example] = {
    "I2F-S001": Example(
        "dcat:theme:\n  - from: form.theme",
        "dcat:theme:\n  - from: [form.theme, defaults.theme]\n    as: iri",
    ),
    "I2F-S002": Example(
        "dct:issued:\n  - {from: form.release_date, as: dateTime}\n  - {from: project.inserted, as: dateTime}",
        "dct:issued:\n  - {from: [form.release_date, project.inserted], as: dateTime}",
    ),
    "I2F-S003": Example('<#d> dct:issued "27 May 2024" .', '<#d> dct:issued "2024-05-27T15:00:00Z"^^xsd:dateTime .'),
    "I2F-S004": Example(
        '<#d> dct:license "CC BY 4.0" .', "<#d> dct:license <https://creativecommons.org/licenses/by/4.0/> ."
    ),
    "I2F-S005": Example(
        "<#d> dct:accessRights <https://example.org/open> .",
        "<#d> dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> .",
    ),
    "I2F-S006": Example(
        "<#contact> vcard:hasEmail <https://example.org/contact> .",
        "<#contact> vcard:hasEmail <mailto:data@example.org> .",
    ),
    "I2F-S007": Example(
        "<#d> dct:rights <https://example.org/terms> .",
        "<#d> dct:rights <https://example.org/terms> .\n<https://example.org/terms> a dct:RightsStatement .",
    ),
    "I2F-S008": Example(
        "<#d> dct:publisher <https://ror.org/018906e22> .",
        "defaults:\n  publisher: {name: Example Hospital, identifier: https://ror.org/018906e22, "
        "email: data@example.org, homepage: https://example.org}",
    ),
    "I2F-S009": Example(
        '<#d> dct:title "Glioma"@en, "Brain tumours"@en .', '<#d> dct:title "Glioma"@en, "Glioom"@nl .'
    ),
    "I2F-S010": Example("<#files> dcat:byteSize 0 .", '<#files> dcat:byteSize "1024"^^xsd:nonNegativeInteger .'),
    "I2F-S011": Example(
        '<#time> dcat:startDate "2024-05-01"^^xsd:date ; dcat:endDate "2023-05-01"^^xsd:date .',
        '<#time> dcat:startDate "2023-05-01"^^xsd:date ; dcat:endDate "2024-05-01"^^xsd:date .',
    ),
    "I2F-S099": Example("<#d> a dct:Collection .", "<#d> a dcat:Dataset ."),
    "I2F-M001": Example("defaults: {}", "defaults:\n  license: https://creativecommons.org/licenses/by/4.0/"),
    "I2F-M002": Example(
        "dct:subject:\n  - {each: scans.modalities, from: it, lookup: modality}",
        "extends: health-ri-core\ntables:\n  modality: our-modalities.sssom.tsv",
    ),
    "I2F-M003": Example("defaults: {issued: 27 May 2024}", "defaults: {issued: 2024-05-27}"),
    "I2F-M004": Example(
        "defaults: {license: CC BY}", "defaults: {license: https://creativecommons.org/licenses/by/4.0/}"
    ),
    "I2F-M005": Example('from: "form.records + 1"', 'from: "form.records|int + 1"\nwhen: form.records'),
}
