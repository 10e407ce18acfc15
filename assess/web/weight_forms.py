"""Forms of the facilitator about weights: asking an expert, and deciding."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Length

from assess.scoring.expert_panel import WeightMethod
from assess.web.staff_form import Filled, StaffForm


class ExpertForm(StaffForm):
    office = StringField(
        _("Jabatan atau instansi pakar (boleh dikosongkan)"),
        validators=[Length(max=120, message=_("Paling panjang 120 karakter."))],
    )


class CloseLinkForm(StaffForm):
    """Nothing but the forgery token."""


class DecisionForm(StaffForm):
    """`method` gets its choices from the view: the methods that can be adopted now."""

    method = RadioField(
        _("Bobot mana yang ditetapkan?"), validators=[Filled(_("Pilih satu cara."))]
    )
    note = TextAreaField(
        _("Dasar keputusan"),
        validators=[
            Filled(_("Tulis dasarnya, misalnya nomor berita acara rapat.")),
            Length(max=500, message=_("Dasar keputusan paling panjang 500 karakter.")),
        ],
        render_kw={"rows": 3},
    )
    seen_budget = HiddenField()
    seen_pairwise = HiddenField()

    def seen(self, method: WeightMethod) -> str:
        """Which entries stood behind the weights on the page that was decided on."""
        fields = {
            WeightMethod.BUDGET: self.seen_budget,
            WeightMethod.PAIRWISE: self.seen_pairwise,
        }
        field = fields.get(method)
        return (field.data or "") if field is not None else ""
