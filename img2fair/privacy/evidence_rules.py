"""What the findings on de-identification mean: the texts of ``img2fair rule CODE``."""

from img2fair.findings import RuleText

EVIDENCE_RULES: dict[str, RuleText] = {
    rule.code: rule
    for rule in (
        RuleText(
            "I2F-P010",
            "DICOM headers contradict or deny de-identification",
            "Some of the DICOM headers that were read say that the patient's identity was not removed. Or they say "
            "that it was, by YES, a method or a code, and the same header says NO, or holds a full birth date, an "
            "address, a telephone number, other names of the patient or the mother's birth name. No profile of DICOM "
            "PS3.15 leaves those. It is no proof: a birth date can be shifted, a name can be a pseudonym. Only a "
            "sample was read, and only counts are kept.",
            "Look at such objects in the archive, and de-identify them again. XNAT's anonymization script changes what "
            "arrives after it, not what is there. With privacy: deid: block in the config the record stays as it is "
            "until then, and the run ends with exit code 7.",
            (
                "DICOM-headers spreken de-identificatie tegen",
                "Een deel van de gelezen DICOM-headers zegt dat de identiteit van de patiënt niet verwijderd is. Of ze "
                "zeggen van wel, met YES, een methode of een code, en dezelfde header zegt NO, of bevat een volledige "
                "geboortedatum, een adres, een telefoonnummer, andere namen van de patiënt of de geboortenaam van de "
                "moeder. Geen profiel van DICOM PS3.15 laat die staan. Het is geen bewijs: een geboortedatum kan "
                "verschoven zijn, een naam een pseudoniem. Er is alleen een steekproef gelezen, en alleen aantallen "
                "worden bewaard.",
                "Bekijk zulke objecten in het archief en de-identificeer ze opnieuw. Het anonymization script van XNAT "
                "verandert wat erna binnenkomt, niet wat er al is. Met privacy: deid: block in de configuratie blijft "
                "het record tot dan zoals het is, en eindigt de run met code 7.",
            ),
        ),
        RuleText(
            "I2F-P011",
            "DICOM headers do not say whether they were de-identified",
            "Most archives' headers say nothing of it, so this is a note and keeps nothing back. A script of XNAT "
            "leaves a mark that it ran, which does not tell what it removed.",
            "Ask how the project was de-identified. A script can write it down: Patient Identity Removed (0012,0062) "
            "YES, and the method in De-identification Method (0012,0063).",
            (
                "DICOM-headers zeggen niet of ze gede-identificeerd zijn",
                "In de meeste archieven zeggen headers er niets over; dit is dus een opmerking, die niets tegenhoudt. "
                "Een script van XNAT laat na dat het gedraaid heeft, en dat zegt niet wat het verwijderde.",
                "Vraag na hoe het project is gede-identificeerd. Een script kan het vastleggen: Patient Identity "
                "Removed (0012,0062) YES, en de methode in De-identification Method (0012,0063).",
            ),
        ),
        RuleText(
            "I2F-P012",
            "Names may stand in the images themselves",
            "Headers say so (Burned In Annotation is YES), or say neither YES nor NO in a modality whose images often "
            "show a name: ultrasound, endoscopy, captured screens, scanned papers, photographs, documents. "
            "De-identifiers such as RSNA's CTP keep this attribute as it is, so YES can stand in a header that is "
            "clean.",
            "Look at such images; blank out what names a person, or take them out of the project. Where nothing is in "
            "them, write NO into Burned In Annotation (0028,0301). With privacy: deid: block in the config, YES keeps "
            "the record as it is until then.",
            (
                "Er kunnen namen in de beelden zelf staan",
                "Headers zeggen dat (Burned In Annotation is YES), of zeggen YES noch NO bij een modaliteit waarvan "
                "beelden vaak een naam tonen: echografie, endoscopie, schermafdrukken, gescand papier, foto's, "
                "documenten. De-identificatiesoftware zoals RSNA's CTP laat dit attribuut staan, dus YES kan ook in "
                "een schone header staan.",
                "Bekijk zulke beelden; maak onleesbaar wat iemand aanwijst, of haal ze uit het project. Staat er niets "
                "in, schrijf dan NO in Burned In Annotation (0028,0301). Met privacy: deid: block in de configuratie "
                "houdt YES het record tot dan zoals het is.",
            ),
        ),
        RuleText(
            "I2F-P013",
            "Attributes that can tell of a person are filled",
            "Headers hold attributes that a de-identified header need not have, the strongest first: a full birth date "
            "(1 January counts as a year), the patient's address, telephone numbers, other names, the mother's birth "
            "name; then other ids, comments, staff, institution, device and descriptions, which can be pseudonyms or "
            "cleaned texts. Only how many headers have them is kept, not what stands there. It is a warning where one "
            "of the strong ones is among them, and keeps nothing back.",
            "Look at what stands in them. A pseudonym or a cleaned text may stay; what points at a person is to be "
            "removed.",
            (
                "Attributen die iets van een persoon kunnen zeggen zijn gevuld",
                "Headers bevatten attributen die een gede-identificeerde header niet hoeft te hebben, de sterkste "
                "eerst: een volledige geboortedatum (1 januari telt als jaar), adres, telefoonnummers of andere namen "
                "van de patiënt, de geboortenaam van de moeder; dan andere id's, opmerkingen, medewerkers, instelling, "
                "apparaat en beschrijvingen, die pseudoniemen of opgeschoonde teksten kunnen zijn. Bewaard wordt "
                "alleen in hoeveel headers ze staan, niet wat er staat. Het is een waarschuwing als er een sterke bij "
                "is, en houdt niets tegen.",
                "Bekijk wat erin staat. Een pseudoniem of opgeschoonde tekst mag blijven; wat een persoon aanwijst "
                "moet eruit.",
            ),
        ),
        RuleText(
            "I2F-P014",
            "DICOM headers could not be read",
            "Some scans of the sample have no DICOM file, their files are not shown to this account, or they are "
            "damaged. Nothing is known of how these were de-identified. It is a note and keeps nothing back.",
            "Look whether these scans have DICOM files, and whether the account that harvests may read them; then "
            "harvest again with --deid-evidence.",
            (
                "DICOM-headers waren niet te lezen",
                "Een deel van de scans in de steekproef heeft geen DICOM-bestand, de bestanden zijn voor dit account "
                "niet te zien, of ze zijn beschadigd. Van deze scans is niet bekend hoe ze gede-identificeerd zijn. "
                "Het is een opmerking, die niets tegenhoudt.",
                "Kijk of deze scans DICOM-bestanden hebben, en of het account dat harvest ze mag lezen; harvest dan "
                "opnieuw met --deid-evidence.",
            ),
        ),
    )
}
