"""A cBioPortal on loopback: cancer types, studies, clinical attributes and info, in pages."""

from collections.abc import Mapping

from tests.servers.json_service import Habits, JsonService, page_of

TYPES = {
    "brca": ("Invasive Breast Carcinoma", "breast"),
    "brain": ("CNS/Brain", "tissue"),
    "breast": ("Breast", "tissue"),
    "difg": ("Diffuse Glioma", "brain"),
    "gbm": ("Glioblastoma Multiforme", "difg"),
    "mixed": ("Mixed Cancer Types", "other"),
}
STUDIES = {
    "brca_tcga": ("Breast (TCGA)", ("SEX", "AGE", "OS_STATUS", "OS_MONTHS", "ER_STATUS")),
    "gbm_tcga": ("Glioblastoma (TCGA)", ("SEX", "AGE", "OS_STATUS", "IDH_STATUS")),
    "empty": ("Nothing of ours", ("OTHER",)),
}


class CbioportalService(JsonService):
    """The portal.

    :param pages: whether it heeds the size and number of a page.
    :param private: studies that are not public.
    """

    def __init__(self, habits: Habits | None = None, *, pages: bool = True, private: tuple[str, ...] = ()) -> None:
        self.pages, self.private = pages, private
        super().__init__("cbioportal", habits)

    def answer(self, path: str, values: Mapping[str, str]) -> object:
        rows: list[object]
        if path == "/api/info":
            return {"portalVersion": "7.0.1", "dbVersion": "2.14.0"}
        if path == "/api/cancer-types":
            rows = [
                {"cancerTypeId": code, "name": name, "dedicatedColor": "Gray", "shortName": code, "parent": parent}
                for code, (name, parent) in TYPES.items()
            ]
        elif path == "/api/studies":
            rows = [
                {"studyId": study, "name": name, "publicStudy": study not in self.private}
                for study, (name, _) in STUDIES.items()
            ]
        elif path == "/api/clinical-attributes":
            rows = [
                {"studyId": study, "clinicalAttributeId": one, "displayName": one, "patientAttribute": True}
                for study, (_, ids) in STUDIES.items()
                for one in ids
            ]
        else:
            return None
        return page_of(rows, values) if self.pages else rows
