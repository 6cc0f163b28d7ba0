"""Forms of the account page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.admin.widgets import AdminDateInput

from cms.core.models import User
from cms.editorial.dashboard.rows import name_of
from cms.editorial.models import Absence
from cms.editorial.models.absences import has_all_roles_of
from cms.editorial.notifications.switches import events_behind, switches_of

LABELS = {
    "submitted_notifications": _("Mail about what waits for you"),
    "rejected_notifications": _("Mail about what is sent back"),
    "approved_notifications": _("Mail about what is approved"),
}


class SwitchesForm(NotificationPreferencesForm):
    """The switches that our table of mail names, and Wagtail's own about comments."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = switches_of(self.instance.user)
        for name, label in LABELS.items():
            if name not in mine:
                self.fields.pop(name, None)
                continue
            # Wagtail leaves out a field of those who have not the rights that its own mail asks for.
            field = self.fields.setdefault(name, self.base_fields[name])
            field.label, field.help_text = label, _one_line([str(event.label) for event in events_behind(name)])
        self.order_fields([*LABELS, "updated_comments_notifications"])


class AbsenceForm(forms.ModelForm):
    """From, until and who stands in: all three, or none for somebody who is not away."""

    class Meta:
        model = Absence
        fields = ["first_day", "last_day", "deputy"]
        widgets = {"first_day": AdminDateInput(), "last_day": AdminDateInput()}
        help_texts = {
            "deputy": _("Somebody with the same roles as you. Leave all three empty when you are not away."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.last_day < timezone.localdate():
            self.initial = {}
        people = (
            User.objects.filter(is_active=True).prefetch_related("groups").order_by("first_name", "last_name", "pk")
        )
        for field in self.fields.values():
            field.required = False
        deputy: Any = self.fields["deputy"]
        deputy.queryset = people
        # Only who fits is offered; who does not, by whatever way, is refused with a sentence.
        fitting = [(user.pk, name_of(user)) for user in people if self._why_not(user) is None]
        deputy.choices = [("", _("Nobody")), *fitting]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last, deputy = (data.get(name) for name in self.Meta.fields)
        if self.errors or not (first or last or deputy):
            return data
        for name in self.Meta.fields:
            if not data.get(name):
                self.add_error(name, _("Give the first day, the last day and a deputy, or leave all three empty."))
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        elif last and last < timezone.localdate():
            self.add_error("last_day", _("This time is over. Give a last day that is not before today."))
        if deputy and (why := self._why_not(deputy)):
            self.add_error("deputy", why)
        elif deputy and first and last and _is_away(deputy, first, last):
            self.add_error("deputy", _("%(name)s is away during that time as well.") % {"name": name_of(deputy)})
        return data

    def _post_clean(self) -> None:
        """Nothing to validate, and nothing to save, where nobody is away."""
        if self._is_empty():
            return
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, which the stubs do not know

    def save(self, commit: bool = True) -> Any:
        if not self._is_empty():
            return super().save(commit)
        Absence.objects.filter(user=self.instance.user).delete()
        return self.instance

    def _is_empty(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in self.Meta.fields) and not self.errors

    def _why_not(self, deputy: User) -> Any:
        user = self.instance.user
        if deputy == user:
            return _("You cannot be your own deputy.")
        if not has_all_roles_of(deputy, user):
            return _("%(name)s does not have the same roles as you: what waits for you cannot be done there.") % {
                "name": name_of(deputy)
            }
        return None


def _one_line(sentences: list[str]) -> str:
    """``A page waits, or a page is sent back.`` of sentences that begin with a capital and have no full stop."""
    first, *rest = sentences
    return "; ".join([first, *(text[:1].lower() + text[1:] for text in rest)]) + "."


def _is_away(user: User, first: Any, last: Any) -> bool:
    return Absence.objects.filter(user=user, first_day__lte=last, last_day__gte=first).exists()
