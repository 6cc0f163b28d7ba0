"""What is asked of somebody who decides on a page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

COMMENT_LENGTH = 2000


class ApprovalForm(forms.Form):
    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=COMMENT_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )


class RejectionForm(forms.Form):
    comment = forms.CharField(
        label=_("Reason"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Say what has to change, so that the author knows what to do. The author gets this text."),
        error_messages={"required": _("Write a reason: the author must know what to change.")},
    )
