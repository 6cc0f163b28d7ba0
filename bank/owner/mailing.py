"""The mails to an owner, in the owner's language. They wait in the queue with the transaction that they tell of."""

from __future__ import annotations

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from bank.models import OwnerRequest
from bank.owner.links import link_to


def send(request: OwnerRequest, *, reminder: bool = False) -> None:
    """Send the link to whoever owns the case."""
    owner = request.owner
    if owner is None:
        return
    page = request.revision.as_object() if request.revision else request.case
    with override(owner.language):
        is_about_facts = request.kind == OwnerRequest.Kind.FACTS
        question = (
            _("Is what we write about “%(title)s” right?") if is_about_facts else _("Is “%(title)s” still running?")
        )
        subject = question % {"title": page.title}
        if reminder:
            subject = _("Reminder: %(subject)s") % {"subject": subject}
        context = {
            "name": owner.name,
            "title": page.title,
            "link": link_to(request, owner.language),
            "expires_on": request.expires_at,
            "reminder": reminder,
        }
        body = render_to_string(f"mail/owner/{request.kind}.txt", context)
    # The line of the subject is one line, whatever a title holds.
    send_mail(" ".join(subject.split()), body, None, [owner.email], fail_silently=True)
