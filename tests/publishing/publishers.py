"""People who change what is public all at the same time, each in a process of their own."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from treebeard.exceptions import InvalidMoveToDescendant
from wagtail.models import Page, PageViewRestriction

from bank.models import CaseStudyPage
from cms.core.models import CustomImage
from cms.registers.models import ServiceType
from home.models import ContentPage
from tests import factories
from tests.factories import Tree
from tests.publishing.processes import Talk
from tests.publishing.proof import OVERRIDE

REFUSED = (ValidationError, ObjectDoesNotExist, InvalidMoveToDescendant)
"""What an editor meets whose page somebody else has just moved or deleted."""
Step = Callable[["Publisher"], object]


def build(site: Tree) -> None:
    """Something for everybody to work on: two sections with pages, cases that show a picture and register labels."""
    image = factories.make_image(title="Gemensam")
    for section in [factories.make_content_page(parent=site.home, title=f"Avdelning {n}") for n in range(2)]:
        for _number in range(2):
            factories.make_content_page(parent=section)
    for code in ("fuel", "groceries", "pharmacy"):
        factories.make_case(service_types=[code], main_image=image)


class Publisher:
    """One of several people; the dice decide what each does next."""

    def __init__(self, admin: Client, seed: int) -> None:
        self.admin, self.seed, self.dice = admin, seed, random.Random(seed)
        self.number = 0

    def go(self, steps: int) -> Counter[str]:
        """Take so many steps; returns how many of each worked, were refused, or came second in a race for a place."""
        done: Counter[str] = Counter()
        for _number in range(steps):
            step = self.dice.choice(STEPS)
            try:
                step(self)
            except REFUSED:
                done["refused"] += 1
            except IntegrityError as error:
                # Wagtail gives two pages that are added below the same one at once the same place; the second fails.
                if "path" not in str(error):
                    raise
                done["second"] += 1
            else:
                done[step.__name__] += 1
        return done

    def one(self, model: type[Page], **conditions: Any) -> Any:
        """Some page, read now; a step that finds none is refused."""
        keys = list(model.objects.filter(depth__gt=3, **conditions).order_by("pk").values_list("pk", flat=True))
        if not keys:
            raise ObjectDoesNotExist
        return model.objects.get(pk=self.dice.choice(keys)).specific

    def name(self) -> str:
        """A title that nobody else gives."""
        self.number += 1
        return f"Utgivare {self.seed} nummer {self.number}"


def publish_new(by: Publisher) -> None:
    factories.make_case(title=by.name(), service_types=["fuel"])


def change(by: Publisher) -> None:
    page = by.one(CaseStudyPage)
    page.title = by.name()
    page.save_revision().publish()


def change_and_change_back(by: Publisher) -> None:
    page = by.one(CaseStudyPage, live=True)
    with transaction.atomic():
        page.save_revision().publish()
        page.unpublish()
        page.save_revision().publish()


def give_up(by: Publisher) -> None:
    with transaction.atomic():
        change(by)
        transaction.set_rollback(True)


def unpublish(by: Publisher) -> None:
    by.one(CaseStudyPage, live=True).unpublish()


def unpublish_in_the_admin(by: Publisher) -> None:
    page = by.one(CaseStudyPage, live=True)
    assert by.admin.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), OVERRIDE).status_code < 500


def publish_what_was_hidden(by: Publisher) -> None:
    by.one(CaseStudyPage, live=False).save_revision().publish()


def move(by: Publisher) -> None:
    page, target = by.one(ContentPage, numchild=0), by.one(ContentPage, numchild__gt=0)
    if page.pk != target.pk:
        page.move(target, pos="last-child")


def rename_a_section(by: Publisher) -> None:
    page = by.one(ContentPage, numchild__gt=0)
    page.slug = f"avdelning-{by.seed}-{by.dice.randrange(1000)}"
    page.save_revision().publish()


def restrict(by: Publisher) -> None:
    page = by.one(ContentPage)
    if not page.view_restrictions.exists():
        PageViewRestriction.objects.create(page=page, restriction_type="login")


def restrict_in_the_admin(by: Publisher) -> None:
    address = reverse("wagtailadmin_pages:set_privacy", args=[by.one(ContentPage).pk])
    assert by.admin.post(address, {**OVERRIDE, "restriction_type": "login"}).status_code < 500


def lift(by: Publisher) -> None:
    restriction = PageViewRestriction.objects.order_by("?").first()
    if restriction is not None:
        restriction.delete()


def change_a_label(by: Publisher) -> None:
    term = ServiceType.objects.get(code=by.dice.choice(["fuel", "groceries", "pharmacy"]))
    term.name_sv = f"{term.code} {by.dice.randrange(100)}"
    term.save()


def change_the_picture(by: Publisher) -> None:
    image = CustomImage.objects.get(title="Gemensam")
    image.credit = f"Bild: {by.dice.randrange(100)}"
    image.save()


def write_past_the_models(by: Publisher) -> None:
    CaseStudyPage.objects.filter(pk=by.one(CaseStudyPage).pk).update(summary=by.name())


STEPS: tuple[Step, ...] = (
    publish_new,
    change,
    change,
    change_and_change_back,
    give_up,
    unpublish,
    unpublish_in_the_admin,
    publish_what_was_hidden,
    move,
    rename_a_section,
    restrict,
    restrict_in_the_admin,
    lift,
    change_a_label,
    change_the_picture,
    write_past_the_models,
)


def publish(_talk: Talk, admin: Client, seed: int, steps: int) -> Counter[str]:
    """What such a process does."""
    return Publisher(admin, seed).go(steps)
