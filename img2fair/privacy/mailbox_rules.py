"""What the finding about a person's own mailbox means: its text of ``img2fair rule CODE``."""

from img2fair.findings import RuleText

MAILBOX_RULES: dict[str, RuleText] = {
    rule.code: rule
    for rule in (
        RuleText(
            "I2F-P020",
            "An address is one person's own",
            "An e-mail address looks like one person's, such as first.last@. From the config it is published: "
            "everybody can copy it, and it goes nowhere when the person leaves. An answer of a form in the archive "
            "stays in, and the mapping takes the config's address instead.",
            "Give the address of a role or desk, such as datadesk@. Where there is none, the address may stay: nothing "
            "is kept back for it.",
            (
                "Een adres is van één persoon",
                "Een e-mailadres lijkt van één persoon te zijn, zoals voornaam.achternaam@. Uit de configuratie wordt "
                "het gepubliceerd: iedereen kan het overnemen, en het komt nergens meer aan als die persoon vertrekt. "
                "Een antwoord uit een formulier van het archief blijft binnen; de mapping neemt dan het adres uit de "
                "configuratie.",
                "Geef het adres van een functie of loket, zoals datadesk@. Is dat er niet, dan mag het adres blijven: "
                "er wordt niets om tegengehouden.",
            ),
        ),
    )
}
