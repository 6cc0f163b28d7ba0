"""What is asked of somebody who proposes, or decides on what another has proposed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from cms.editorial.models import Proposal
from cms.editorial.proposals.acts import PAGE_KINDS, Kind
from cms.editorial.roles import label_of

LONGEST = 2000


class GroupsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Group) -> str:
        return label_of(obj.name)


def _reason() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Whoever decides reads it, and it is kept in the history."),
        error_messages={"required": gettext_lazy("Write why: whoever decides must know.")},
    )


class FileProposalForm(forms.ModelForm):
    """Why; what is to change comes from the form of the file itself."""

    class Meta:
        model = Proposal
        fields = ("reason",)

    reason = _reason()


class ProposalForm(forms.ModelForm):
    class Meta:
        model = Proposal
        fields = ("kind", "target", "groups", "reason")
        widgets = {"kind": forms.RadioSelect, "groups": forms.CheckboxSelectMultiple}
        help_texts = {
            "target": gettext_lazy("For a move: the section or page below which it is to stand."),
            "groups": gettext_lazy("For closing: everybody else stops seeing the page."),
        }

    kind = forms.ChoiceField(
        label=gettext_lazy("What is proposed"),
        widget=forms.RadioSelect,
        initial=Kind.MOVE,
        choices=[(kind.value, kind.label) for kind in PAGE_KINDS],
    )
    target = forms.ModelChoiceField(
        Page.objects.filter(depth__gt=1), label=gettext_lazy("New place"), required=False, widget=AdminPageChooser
    )
    groups = GroupsField(
        Group.objects.order_by("name"),
        label=gettext_lazy("Who may read it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = _reason()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("kind") == Kind.RESTRICT and not values.get("groups"):
            self.add_error("groups", _("Choose at least one group."))
        return values


class DecisionForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed when you decline. Whoever proposed it reads it."),
    )
