"""Views of webhooks in the admin. None of them talks to a receiver: what is to be sent is left to the worker."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.api.admin_secrets import AskView, RotationForm, with_secret
from cms.publishing.models import WebhookDelivery, WebhookSubscription
from cms.publishing.webhooks import subscriptions

SHOWN_ONCE = "admin/webhooks/secret.html"
ON_A_PAGE = 50


def _possible(view: Any, webhook: WebhookSubscription) -> list[Button]:
    """What can be done with a webhook, besides changing what it says."""
    deliveries, test, rotate = (
        reverse(name, args=[webhook.pk])
        for name in (view.deliveries_url_name, view.test_url_name, view.rotate_url_name)
    )
    return [
        Button(_("What was sent"), url=deliveries, icon_name="history", priority=30),
        Button(_("Send a test event"), url=test, icon_name="mail", priority=35),
        Button(_("New secret"), url=rotate, icon_name="rotate", priority=40),
    ]


class IndexView(generic.IndexView):
    deliveries_url_name = test_url_name = rotate_url_name = ""

    def get_base_queryset(self) -> QuerySet[WebhookSubscription]:
        return WebhookSubscription.objects.with_counts()

    def get_list_more_buttons(self, instance: WebhookSubscription) -> list[Any]:
        buttons = super().get_list_more_buttons(instance)
        if self.user_has_permission("change"):
            buttons += _possible(self, instance)
        return list(buttons)


class CreateView(generic.CreateView):
    def save_instance(self) -> WebhookSubscription:
        """In place of Wagtail's own action, which would save a webhook without a secret."""
        webhook: WebhookSubscription = self.form.save(commit=False)
        self.secret = subscriptions.make(webhook, by=self.request.user)
        return webhook

    def save_action(self) -> HttpResponse:
        return with_secret(self, self.object, self.secret, template=SHOWN_ONCE)


class EditView(generic.EditView):
    deliveries_url_name = test_url_name = rotate_url_name = ""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *_possible(self, self.object)]

    def save_instance(self) -> WebhookSubscription:
        was_active = bool(self.form["is_active"].initial)
        webhook: WebhookSubscription = super().save_instance()
        subscriptions.changed(webhook, was_active=was_active)
        return webhook


class WebhookView(AskView):
    """Something that is done with one webhook."""

    model = WebhookSubscription
    deliveries_url_name = ""


class RotateView(WebhookView):
    page_title = gettext_lazy("New secret")
    template_name = "admin/webhooks/rotate.html"
    form_class = RotationForm

    def form_valid(self, form: forms.Form) -> HttpResponse:
        grace = dt.timedelta(days=form.cleaned_data["grace_days"])
        secret = subscriptions.rotate(self.object, by=self.request.user, grace=grace)
        return with_secret(self, self.object, secret, template=SHOWN_ONCE)


class SendTestView(WebhookView):
    page_title = gettext_lazy("Send a test event")
    template_name = "admin/webhooks/test.html"

    def form_valid(self, form: forms.Form) -> HttpResponse:
        subscriptions.send_test(self.object, by=self.request.user)
        messages.success(self.request, _("The test event is on its way. Reload this page to see the answer."))
        return redirect(self.deliveries_url_name, self.object.pk)


class ReplayForm(forms.Form):
    """One message, or all that were given up."""

    delivery = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class DeliveriesView(WebhookView):
    """The delivery log, and sending again what was given up."""

    page_title = gettext_lazy("What was sent")
    template_name = "admin/webhooks/deliveries.html"
    form_class = ReplayForm

    def form_valid(self, form: forms.Form) -> HttpResponse:
        number = subscriptions.replay(self.object, by=self.request.user, delivery=form.cleaned_data["delivery"])
        text = ngettext("%(number)d event is sent again.", "%(number)d events are sent again.", number)
        messages.success(self.request, text % {"number": number})
        return redirect(self.deliveries_url_name, self.object.pk)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        messages.error(self.request, _("There is no such event."))
        return redirect(self.deliveries_url_name, self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deliveries = self.object.deliveries.prefetch_related("log")
        request: HttpRequest = self.request
        page = Paginator(deliveries, ON_A_PAGE).get_page(request.GET.get("p"))
        pages = Page.objects.in_bulk([delivery.page_id for delivery in page if delivery.page_id])
        for delivery in page:
            delivery.page = pages.get(delivery.page_id)  # None: deleted since
        dead = deliveries.filter(state=WebhookDelivery.State.DEAD).exclude(event=WebhookDelivery.Event.TEST).count()
        url = reverse(self.deliveries_url_name, args=[self.object.pk])
        return {**super().get_context_data(**kwargs), "page_obj": page, "dead": dead, "linkurl": url}
