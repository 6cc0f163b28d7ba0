"""Fills an empty database: tables, registers, the few pages above the case studies, pictures, case studies, documents.

`python -m benchmarks.seed CASES`, one process for all of it. The demonstration content is left out: it takes minutes
and none of it is measured.
"""

from __future__ import annotations

import sys
from io import BytesIO, StringIO
from typing import Any

import django

from cms.settings.env import VAR

MOST_PICTURES = 40
SIZE = (1000, 625)
PAGES = (
    # model, Swedish title and slug, English title and slug; each stands below the one before
    ("home.HomePage", ("Servicebanken", "sv"), ("Servicebanken", "en")),
    ("bank.BankIndexPage", ("Banken", "banken"), ("The bank", "bank")),
    ("bank.CaseStudyIndexPage", ("Goda exempel", "goda-exempel"), ("Good examples", "good-examples")),
)


def main(cases: int) -> None:
    """From no tables to a log that is up to date."""
    django.setup()
    from django.core.management import call_command

    from cms.demo.synthetic.build import add_cases

    (VAR / "static").mkdir(parents=True, exist_ok=True)  # an empty one will do, and its absence is warned of
    call_command("compile_catalogues", verbosity=0)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_registers", verbosity=0)
    index = plant()
    add_contact()
    for number in range(max(2, min(MOST_PICTURES, cases // 25))):
        use(draw(number), index, number)
    add_cases(cases, lambda _line: None)
    call_command("rebuild_documents", stdout=StringIO())
    settle()


def settle() -> None:
    """What the worker would do, until nothing is left, and what the database would notice by itself later."""
    from django.core.management import call_command
    from django.db import connection

    from cms.publishing.models import Mark, PublishedDocument
    from cms.publishing.recording import catch_up

    # Each case names others, and those made later make it stale again, in chains. What it shows of them is the same in
    # length; making all of it anew would take longer than all the rest.
    made = PublishedDocument.objects.filter(is_stale=True).exclude(body="")
    made.update(is_stale=False, stale_again=False)
    call_command("run_worker", once=True)
    while Mark.objects.exists():
        catch_up()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def plant() -> Any:
    """The tree in both languages, in place of Wagtail's welcome page; the Swedish index of case studies."""
    from django.apps import apps
    from wagtail.models import Locale, Page, Site

    root = Page.objects.get(depth=1)
    root.get_children().delete()
    parents: list[Any] = [Page.objects.get(depth=1)] * 2
    for label, *names in PAGES:
        keys: dict[str, Any] = {}
        for place, (language, (title, slug)) in enumerate(zip(("sv", "en"), names, strict=True)):
            locale, _created = Locale.objects.get_or_create(language_code=language)
            page = apps.get_model(label)(title=title, slug=slug, summary=f"{title}.", locale=locale, **keys)
            Page.objects.get(pk=parents[place].pk).add_child(instance=page)
            page.save_revision().publish()
            parents[place], keys = page, {"translation_key": page.translation_key}
    front = Page.objects.get(depth=2, locale__language_code="sv")
    Site.objects.all().delete()
    Site.objects.create(hostname="127.0.0.1", port=8000, is_default_site=True, root_page=front)
    return parents[0]


def add_contact() -> None:
    """Whom the case studies name."""
    from cms.registers.models import ContactPerson, Organisation

    organisation = Organisation.objects.create(
        code="byalaget", name_sv="Byalaget", name_en="The group", type="local_group"
    )
    names = {"role_sv": "servicesamordnare", "role_en": "service coordinator", "role_email": "service@example.org"}
    ContactPerson.objects.create(code="samordnare", organisation=organisation, show_publicly=True, **names)


def draw(number: int) -> Any:
    """A picture with all its renditions."""
    from django.core.files.images import ImageFile
    from PIL import Image

    from cms.core.models import CustomImage
    from cms.core.renditions import make_renditions

    file = BytesIO()
    Image.linear_gradient("L").resize(SIZE).rotate(number * 9).convert("RGB").save(file, "JPEG")
    texts = {"alt_sv": "En lanthandel", "alt_en": "A village shop", "credit": "Servicebanken"}
    name = f"bench-{number}.jpg"
    image = CustomImage.objects.create(title=name, file=ImageFile(BytesIO(file.getvalue()), name=name), **texts)
    make_renditions(image)
    return image


def use(image: Any, index: Any, number: int) -> None:
    """A case study that shows the picture: one that no page shows is not public."""
    from wagtail.models import Page

    from bank.models import SECTIONS, CaseContact, CaseStudyPage
    from cms.registers.models import ContactPerson, Municipality

    case = CaseStudyPage(
        title=f"Bildfall {number}",
        slug=f"bildfall-{number}",
        main_image=image,
        municipality=Municipality.objects.first(),
        locale=index.locale,
        **dict.fromkeys(("summary", "in_30_seconds", *SECTIONS), "Se bilden."),
    )
    case.contacts = [CaseContact(contact=ContactPerson.objects.first())]
    Page.objects.get(pk=index.pk).specific.add_child(instance=case)
    case.save_revision().publish()


if __name__ == "__main__":
    main(int(sys.argv[1]))
