"""The body of XNAT's call that saves a form, ``PUT /xapi/customforms/save``.

Source: XNAT's CustomFormsApi and ClientPojo, and the request its own screen sends (formJsonConfig.js).
"""

from collections.abc import Mapping, Sequence

NEW = "-1_-1"
"""What stands for the row of a form that is not there yet (RowIdentifier)."""
ORDER = 10
"""Where the form stands among others; XNAT's own default."""


def save_call(form: Mapping[str, object], projects: Sequence[str] = ()) -> dict[str, object]:
    """Return what XNAT is sent to make a new form about projects.

    Sent twice it makes two forms; XNAT does not look for one of the same title.

    :param form: its form.io JSON, with a title.
    :param projects: ids of the projects that are to have it; none for all of the site.
    """
    return {
        "submission": {
            "data": {
                "idCustomVariableFormAppliesTo": NEW,
                "formType": "form",
                "formTitle": form["title"],
                "zIndex": ORDER,
                "xnatDatatype": {"label": "Project", "value": "xnat:projectData"},
                "isThisASiteWideConfiguration": "no" if projects else "yes",
                "xnatProject": [{"label": project, "value": project} for project in projects],
                "xnatProtocol": [],
                "xnatVisit": [],
                "xnatSubtype": [],
            },
            "state": "submitted",
        },
        "builder": form,
    }
