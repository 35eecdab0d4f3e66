"""What the findings of a mapping mean: the texts of ``img2fair rule CODE``."""

from img2fair.findings import RuleText

RULES: dict[str, RuleText] = {
    rule.code: rule
    for rule in (
        RuleText(
            "I2F-M001",
            "A mandatory property is empty",
            "The mapping marks the property as required, and none of the fields, form answers and config keys that its "
            "rule tries in turn has a value. Nothing is invented in its place.",
            "Fill one of the named places; the first that is not empty wins.",
            (
                "Een verplichte eigenschap is leeg",
                "De mapping merkt de eigenschap als verplicht, en geen van de velden, antwoorden en instellingen die "
                "de regel achtereenvolgens probeert, heeft een waarde. Er wordt niets voor in de plaats verzonnen.",
                "Vul een van de genoemde plaatsen; de eerste die niet leeg is, telt.",
            ),
        ),
        RuleText(
            "I2F-M002",
            "A value is not in its code table",
            "The property takes coded values only. The archive, form or config has a word that the code "
            "table of the mapping does not know, so no code was published for it. A word that is no DICOM code is not "
            "shown.",
            "Correct the value at its source, or add a row to a table of your own and name it in a mapping that "
            "extends the one in use.",
            (
                "Een waarde staat niet in de codetabel",
                "De eigenschap neemt alleen gecodeerde waarden. Het archief, formulier of configuratiebestand heeft "
                "een woord dat de codetabel van de mapping niet kent; daarom is er geen code voor gepubliceerd. Een "
                "woord dat geen DICOM-code is, wordt niet getoond.",
                "Verbeter de waarde bij de bron, of voeg een rij toe aan een eigen tabel en noem die in een mapping "
                "die de huidige uitbreidt.",
            ),
        ),
        RuleText(
            "I2F-M003",
            "A value is not of its datatype",
            "The rule promises a date, a number or the like, and the value cannot be read as one. It was left out "
            "rather than guessed at. Values from an archive are masked here.",
            "Correct the value: dates as 2024-05-01 or 2024-05-01T10:00:00+02:00, counts as whole numbers.",
            (
                "Een waarde is niet van haar datatype",
                "De regel belooft een datum, getal of iets dergelijks, en de waarde is niet zo te lezen. Ze is "
                "weggelaten; er wordt niet naar geraden. Waarden uit een archief zijn hier verborgen.",
                "Verbeter de waarde: datums als 2024-05-01 of 2024-05-01T10:00:00+02:00, aantallen als gehele "
                "getallen.",
            ),
        ),
        RuleText(
            "I2F-M004",
            "A value is not an IRI",
            "The property needs an address or identifier that begins with a scheme such as https: or mailto:, "
            "without blanks or quotes. The value is none, so it was left out.",
            "Give the whole address, such as https://example.org/licence, or an e-mail address where one is due.",
            (
                "Een waarde is geen IRI",
                "De eigenschap heeft een adres of kenmerk nodig dat begint met een schema zoals https: of mailto:, "
                "zonder spaties of aanhalingstekens. De waarde is dat niet en is weggelaten.",
                "Geef het hele adres, zoals https://example.org/licence, of een e-mailadres waar dat hoort.",
            ),
        ),
        RuleText(
            "I2F-M005",
            "An expression could not be computed",
            "The expression of the rule met a value of a kind it cannot work with, such as a text where it adds "
            "numbers. The rule gave nothing; all other rules were applied.",
            "Test for the value first with 'when', or turn it into a number with the filter 'int'.",
            (
                "Een expressie kon niet worden berekend",
                "De expressie van de regel kwam een soort waarde tegen waar ze niet mee kan werken, zoals een tekst "
                "waar ze getallen optelt. De regel gaf niets; alle andere regels zijn toegepast.",
                "Toets de waarde eerst met 'when', of maak er een getal van met het filter 'int'.",
            ),
        ),
        RuleText(
            "I2F-M006",
            "The archive did not give a part of the project",
            "A part of the harvest could not be read, so what depends on it is unknown, which is not the same as "
            "empty. Without the project's description or its form's answers the record is held back, because "
            "publishing it could take away what was published before; without subjects or sessions it lacks figures.",
            "Harvest again; if it stays so, see the harvest's list of what could not be read, and why.",
            (
                "Het archief gaf een deel van het project niet",
                "Een deel kon niet worden gelezen. Wat ervan afhangt is onbekend, en dat is iets anders dan leeg. "
                "Zonder de beschrijving van het project of de antwoorden van het formulier wordt het record "
                "tegengehouden, want publiceren zou kunnen weghalen wat er eerder stond; zonder subjects of sessies "
                "ontbreken cijfers.",
                "Lees het archief opnieuw; blijft het zo, kijk dan in de lijst van wat niet gelezen kon worden en "
                "waarom.",
            ),
        ),
        RuleText(
            "I2F-M007",
            "A text held characters that no text has",
            "Control characters, halves of characters, and marks that make a text read as another (they turn the "
            "direction of writing) are in no description that people wrote. They were taken out, and what is longer "
            "than 100,000 characters was cut; the rest of the text is as it was.",
            "Type the text anew at its source, or paste it there as plain text.",
            (
                "Een tekst bevatte tekens die in geen tekst horen",
                "Stuurtekens, halve tekens en tekens waardoor een tekst anders leest (ze keren de schrijfrichting om) "
                "horen in geen beschrijving die mensen schreven. Ze zijn eruit gehaald, en wat langer is dan 100.000 "
                "tekens is afgekapt; de rest van de tekst is zoals hij was.",
                "Typ de tekst opnieuw bij de bron, of plak hem daar als platte tekst.",
            ),
        ),
    )
}
