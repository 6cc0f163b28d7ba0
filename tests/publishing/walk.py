"""A walk of editors' actions in random order, by as many routes as we know, for tests that prove the log."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction, Revision
from wagtail_localize.models import TranslationSource

from bank.models import CaseStudyPage, Confirmation, MethodUsed, ResourceArticlePage
from cms.core.models import CustomImage
from cms.registers.models import ContactPerson, Organisation, ServiceType
from home.models import ContentPage
from tests import factories
from tests.factories import Tree
from tests.publishing.proof import OVERRIDE

Step = Callable[["Walk"], object]
STEPS: list[Step] = []


def step(function: Step) -> Step:
    """Something that happens on a walk."""
    STEPS.append(function)
    return function


class Walk:
    """A section with pages, a picture that several of them show, and somebody who may do everything in the admin."""

    def __init__(self, site: Tree, admin: Client, seed: int) -> None:
        self.site, self.admin = site, admin
        self.dice = random.Random(seed)
        self.image = factories.make_image()
        self.number = 0
        for _number in range(3):
            self.new_case()
        factories.make_resource(main_image=self.image)
        factories.make_plan()
        section = factories.make_content_page(parent=site.home)
        factories.make_content_page(parent=section)

    def go(self, steps: int) -> list[str]:
        """Take so many steps; returns their names, to be told when something is wrong."""
        names = []
        for _number in range(steps):
            chosen = self.dice.choice(STEPS)
            names.append(getattr(chosen, "__name__", ""))
            try:
                chosen(self)
            except ValidationError as refusal:  # an editor who is told why
                names[-1] += f" (refused: {refusal})"
        return names

    def new_case(self) -> CaseStudyPage:
        self.number += 1
        return factories.make_case(
            title=f"Vandring {self.number}",
            main_image=self.image if self.dice.random() < 0.6 else None,
            service_types=[self.dice.choice(["fuel", "groceries", "pharmacy"])],
        )

    def one(self, model: type[Page] = Page, **conditions: Any) -> Any:
        """Some page of a type, whole, or None."""
        pages = model.objects.filter(depth__gt=3, **conditions).order_by("pk")
        keys = list(pages.values_list("pk", flat=True))
        return model.objects.get(pk=self.dice.choice(keys)).specific if keys else None

    def post(self, name: str, *args: Any, **data: Any) -> None:
        """Send a form of the admin. Nothing that an editor can send is a server error."""
        answer = self.admin.post(reverse(name, args=args), {**data, **OVERRIDE})
        assert answer.status_code < 500


def _with(find: Callable[[Walk], Any]) -> Callable[[Callable[[Walk, Any], object]], Step]:
    """A step that needs something; nothing happens where there is none."""

    def decorate(function: Callable[[Walk, Any], object]) -> Step:
        def taken(walk: Walk) -> object:
            found = find(walk)
            return None if found is None else function(walk, found)

        taken.__name__ = function.__name__
        return step(taken)

    return decorate


case = _with(lambda walk: walk.one(CaseStudyPage, locale=walk.site.home.locale, alias_of=None))
content = _with(lambda walk: walk.one(ContentPage, alias_of=None))
content_of_the_bank = _with(lambda walk: walk.one(walk.dice.choice([CaseStudyPage, ContentPage, ResourceArticlePage])))
any_page = _with(lambda walk: walk.one(live=True))
hidden = _with(lambda walk: walk.one(live=False, alias_of=None))


@step
def publish_a_new_case(walk: Walk) -> None:
    walk.new_case()


@case
def change_and_publish(walk: Walk, page: CaseStudyPage) -> None:
    page.title = f"{page.title[:40]} {walk.dice.randrange(100)}"
    page.save_revision().publish()


@case
def change_a_draft(walk: Walk, page: CaseStudyPage) -> None:
    page.title = "Ett utkast som ingen ska se"
    page.save_revision()


@case
def write_past_the_models(walk: Walk, page: CaseStudyPage) -> None:
    CaseStudyPage.objects.filter(pk=page.pk).update(summary=f"Skrivet förbi, {walk.dice.random()}")


@case
def use_a_method(walk: Walk, page: CaseStudyPage) -> None:
    method = ResourceArticlePage.objects.order_by("pk").first()
    if method is not None:
        page.methods_used = [MethodUsed(resource=method, worked=walk.dice.choice(["yes", "partly"]))]
        page.save_revision().publish()


@case
def translate(walk: Walk, page: CaseStudyPage) -> None:
    if page.live and not page.has_translation(walk.site.home_en.locale):
        factories.translate_page(page)


@case
def translate_by_the_translation_editor(walk: Walk, page: CaseStudyPage) -> None:
    walk.post("wagtail_localize:submit_page_translation", page.pk, locales=[walk.site.home_en.locale_id])


@any_page
def sync_translations(walk: Walk, page: Page) -> None:
    source = TranslationSource.objects.filter(object_id=page.translation_key).first()
    if source is not None:
        walk.post("wagtail_localize:update_translations", source.pk, publish_translations="on")


@case
def confirm_the_facts(walk: Walk, page: CaseStudyPage) -> None:
    now = timezone.now()
    Confirmation.objects.create(case=page, asked_at=now, answered_at=now, outcome="confirmed")


@any_page
def unpublish(walk: Walk, page: Page) -> None:
    page.unpublish()


@any_page
def unpublish_in_the_admin(walk: Walk, page: Page) -> None:
    walk.post("wagtailadmin_pages:unpublish", page.pk)


@any_page
def take_down_past_the_models(walk: Walk, page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(live=False)


@hidden
def publish_what_was_hidden(walk: Walk, page: Page) -> None:
    page.save_revision().publish()


@hidden
def publish_in_bulk(walk: Walk, page: Page) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    assert walk.admin.post(f"{address}?id={page.pk}", OVERRIDE).status_code < 500


@content
def rename_a_section(walk: Walk, page: ContentPage) -> None:
    page.slug = f"avdelning-{walk.dice.randrange(1000)}"
    page.save_revision().publish()


@content
def move_a_section(walk: Walk, page: ContentPage) -> None:
    target = walk.dice.choice([walk.site.home, walk.site.network, walk.site.home])
    target = Page.objects.get(pk=target.pk)
    if page.locale_id == target.locale_id and not target.path.startswith(page.path):
        page.move(target, pos="last-child")


@any_page
def restrict(walk: Walk, page: Page) -> None:
    if not page.view_restrictions.exists():
        PageViewRestriction.objects.create(page=page, restriction_type="login")


@any_page
def restrict_in_the_admin(walk: Walk, page: Page) -> None:
    walk.post("wagtailadmin_pages:set_privacy", page.pk, restriction_type="login")


@step
def lift_a_restriction(walk: Walk) -> None:
    restriction = PageViewRestriction.objects.order_by("pk").first()
    if restriction is not None:
        restriction.delete()


@step
def lift_all_restrictions_past_the_models(walk: Walk) -> None:
    PageViewRestriction.objects.all().delete()


@content_of_the_bank
def delete(walk: Walk, page: Page) -> None:
    if walk.dice.random() < 0.4:
        page.delete()


@content_of_the_bank
def delete_in_the_admin(walk: Walk, page: Page) -> None:
    if walk.dice.random() < 0.4:
        walk.post("wagtailadmin_pages:delete", page.pk)


@any_page
def copy_in_the_admin(walk: Walk, page: Page) -> None:
    parent = page.get_parent()
    values = {"new_title": "En kopia", "new_slug": f"kopia-{walk.dice.randrange(10**6)}", "new_parent_page": parent.pk}
    walk.post("wagtailadmin_pages:copy", page.pk, **values, publish_copies="on")


@any_page
def make_an_alias(walk: Walk, page: Page) -> None:
    page.create_alias(update_slug=f"alias-{walk.dice.randrange(10**6)}", parent=page.get_parent())


@step
def turn_an_alias_into_a_page(walk: Walk) -> None:
    alias = Page.objects.filter(alias_of__isnull=False).order_by("pk").first()
    if alias is not None:
        walk.post("wagtailadmin_pages:convert_alias", alias.pk)


@case
def schedule(walk: Walk, page: CaseStudyPage) -> None:
    page.save_revision(approved_go_live_at=timezone.now() + timezone.timedelta(days=1))


@step
def let_the_time_come(walk: Walk) -> None:
    past = timezone.now() - timezone.timedelta(minutes=1)
    Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=past)
    call_command("publish_scheduled", verbosity=0)


@step
def change_a_register_label(walk: Walk) -> None:
    term = ServiceType.objects.get(code=walk.dice.choice(["fuel", "groceries", "pharmacy"]))
    term.name_sv = f"{term.code} {walk.dice.randrange(100)}"
    term.save()


@step
def change_an_organisation_past_the_models(walk: Walk) -> None:
    Organisation.objects.update(name_sv=f"Byalaget {walk.dice.randrange(100)}")


@step
def hide_or_show_the_contact(walk: Walk) -> None:
    contact = ContactPerson.objects.get(code="servicesamordnare")
    contact.show_publicly = not contact.show_publicly
    contact.save()


@step
def change_the_picture(walk: Walk) -> None:
    image = CustomImage.objects.get(pk=walk.image.pk)
    image.credit = f"Bild: {walk.dice.randrange(100)}"
    image.save()


@step
def close_or_open_the_pictures(walk: Walk) -> None:
    image = CustomImage.objects.get(pk=walk.image.pk)
    closed = CollectionViewRestriction.objects.filter(collection=image.collection)
    if closed.exists():
        closed.delete()
    else:
        CollectionViewRestriction.objects.create(collection=image.collection, restriction_type="login")


@step
def a_day_passes(walk: Walk) -> None:
    from cms.publishing.clock import keep_the_clock

    keep_the_clock()
