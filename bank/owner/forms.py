"""What an owner may write. Every text has a length, because the address is open to whoever has a link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bank.owner.facts import Fact

LONGEST_REMARK = 500
CONFIRM, DISPUTE = "confirm", "dispute"
YES, NO = "yes", "no"
OTHER = "other"


def _remark(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Write at most %(limit_value)d characters.")},
    )


class FactsForm(forms.Form):
    """A remark for each fact and one for all else; which button was pressed is `answer`."""

    answer = forms.ChoiceField(choices=[(CONFIRM, ""), (DISPUTE, "")])

    def __init__(self, data: Any, facts: Sequence[Fact]) -> None:
        super().__init__(data)
        self.facts = facts
        for fact in facts:
            self.fields[fact.name] = _remark(_("What is wrong?"))
        self.fields[OTHER] = _remark(_("Is something else wrong or missing?"))

    @property
    def rows(self) -> list[tuple[Fact, forms.BoundField]]:
        return [(fact, self[fact.name]) for fact in self.facts]

    @property
    def other(self) -> forms.BoundField:
        return self[OTHER]

    @property
    def remarks(self) -> list[tuple[str, str]]:
        """What was written, with what it is about."""
        said = [(fact.label, self.cleaned_data.get(fact.name, "")) for fact in self.facts]
        said.append((str(_("Something else")), self.cleaned_data.get(OTHER, "")))
        return [(label, text.strip()) for label, text in said if text.strip()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        answer, remarks = data.get("answer"), self.remarks
        if answer == CONFIRM and remarks:
            raise forms.ValidationError(
                _("You have written that something is wrong. Send that, or empty the boxes if everything is right.")
            )
        if answer == DISPUTE and not remarks and not self.errors:
            raise forms.ValidationError(_("Write what is wrong, so that we can mend it."))
        return data


class RunningForm(forms.Form):
    answer = forms.ChoiceField(choices=[(YES, ""), (NO, "")])

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields[OTHER] = _remark(_("Is there something you want to tell us?"))

    @property
    def other(self) -> forms.BoundField:
        return self[OTHER]

    @property
    def remarks(self) -> list[tuple[str, str]]:
        text = self.cleaned_data.get(OTHER, "").strip()
        return [(str(_("The owner writes")), text)] if text else []
