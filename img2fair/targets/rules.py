"""What the findings of a target mean."""

from img2fair.findings import RuleText

RULES = {
    "I2F-T001": RuleText(
        "I2F-T001",
        "The target's own schemas refuse the record",
        "A FAIR Data Point checks what it is sent against schemas of its own, which can ask for more than the profiles "
        "of the config. The record was not written; all others were.",
        "Mend the property that is named, in XNAT or in img2fair.yaml; or choose the profile that the server's schemas "
        "were made for (targets.<name>.profile).",
        (
            "De eigen schema's van het doel weigeren het record",
            "Een FAIR Data Point toetst wat het krijgt aan eigen schema's, en die kunnen meer vragen dan de profielen"
            " van de configuratie. Dit record is niet geschreven; alle andere wel.",
            "Verbeter de genoemde eigenschap, in XNAT of in img2fair.yaml; of kies het profiel waarvoor de schema's "
            "van de server gemaakt zijn (targets.<naam>.profile).",
        ),
    ),
}
