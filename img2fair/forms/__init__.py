"""The form that asks in XNAT for what a catalogue wants to know and the archive does not.

questions   mappings/forms/dataset.yaml, read and checked     choices      what can be chosen, from our tables
parts       one question as a form.io component               save_call    the body of XNAT's call that saves a form
definition  the whole form as form.io JSON                    submission   which keys answers of it have
"""

from img2fair.forms.definition import form_json, form_text
from img2fair.forms.questions import FORM_TITLES, read_form
from img2fair.forms.save_call import save_call

__all__ = ["FORM_TITLES", "form_json", "form_text", "read_form", "save_call"]
