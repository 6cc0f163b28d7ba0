"""What is asked of somebody who decides on a page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

COMMENT_LENGTH = 2000


class ApprovalForm(forms.Form):
    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=COMMENT_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )


class TakeDownForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "What is wrong, unlawful or private. It is kept in the history, and whoever reviews the page reads it."
        ),
        error_messages={"required": _("Write why the page has to go: whoever reviews it must know.")},
    )


class WaiverForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why it may stay as it is. It is kept in the history, and whoever approves the page reads it."),
        error_messages={
            "required": _("Write why this may stay as it is: whoever approves the page must know."),
        },
    )


class PurgeForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It is kept, without the title of the page: do not write here what has to go."),
        error_messages={"required": _("Write why it cannot lie here for 30 days.")},
    )


class RejectionForm(forms.Form):
    comment = forms.CharField(
        label=_("Reason"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Say what has to change, so that the author knows what to do. The author gets this text."),
        error_messages={"required": _("Write a reason: the author must know what to change.")},
    )


class GoingOnForm(forms.Form):
    comment = forms.CharField(
        label=_("Reason"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why you go on without an answer. The page will say that the facts are not confirmed."),
        error_messages={"required": _("Write why you go on without the owner's answer.")},
    )
