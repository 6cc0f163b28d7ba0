"""Wagtail's v2 serialisers with our shapes: times in UTC, whole addresses, translations, nothing that is not public."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from rest_framework.fields import Field
from wagtail import fields as wagtail_fields
from wagtail.api.v2.serializers import BaseSerializer, PageSerializer
from wagtail.models import Page

from cms.core.addresses import absolute_url, page_address
from cms.core.api_values import detail_address, moment_value, renditions_value, rich_text_value
from cms.core.translation_state import translation_state
from cms.core.visibility import public_pages, public_translations


class WholeField(Field):
    """A field that is worked out from the whole object."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def get_attribute(self, instance: Any) -> Any:
        return instance


class MomentField(Field):
    """A time in UTC with ``Z``, whatever the time zone of the site is."""

    def __init__(self, **_kwargs: Any) -> None:
        super().__init__(read_only=True)

    def to_representation(self, value: dt.datetime) -> str:
        return moment_value(value)


class RichTextField(Field):
    """Rich text as HTML."""

    def __init__(self, **_kwargs: Any) -> None:
        super().__init__(read_only=True)

    def to_representation(self, value: str) -> str | None:
        return rich_text_value(value)


class PageTypeField(WholeField):
    def to_representation(self, page: Page) -> str:
        return page.specific_class._meta.label


class PageAddressField(WholeField):
    def to_representation(self, page: Page) -> str:
        return page_address(page)


class PageDetailField(WholeField):
    def to_representation(self, page: Page) -> str:
        return detail_address(page.pk)


class LocaleField(WholeField):
    def to_representation(self, page: Page) -> str:
        return page.locale.language_code


class TranslationsField(WholeField):
    """All public versions of the page, itself included, Swedish first."""

    def to_representation(self, page: Page) -> list[dict[str, Any]]:
        return [
            {
                "locale": version.locale.language_code,
                "id": version.pk,
                "html_url": page_address(version),
                "detail_url": detail_address(version.pk),
            }
            for version in public_translations(page)
        ]


class TranslationStateField(WholeField):
    def to_representation(self, page: Any) -> str:
        return translation_state(page).value


class ParentField(WholeField):
    """The page above, when it is public."""

    def to_representation(self, page: Page) -> dict[str, Any] | None:
        parent = public_pages(Page.objects.filter(path=page.path[: -page.steplen])).first()
        if parent is None:
            return None
        meta = {
            "type": parent.specific_class._meta.label,
            "detail_url": detail_address(parent.pk),
            "html_url": page_address(parent),
        }
        return {"id": parent.pk, "meta": meta, "title": parent.title}


class NoAliasField(WholeField):
    """Aliases are not public, so no page here is one; the key is part of Wagtail's contract."""

    def to_representation(self, page: Page) -> None:
        return None


MAPPING = {
    **BaseSerializer.serializer_field_mapping,
    models.DateTimeField: MomentField,
    wagtail_fields.RichTextField: RichTextField,
}


class PublicPageSerializer(PageSerializer):
    """A page as its ``api_fields`` say, serialised in the page's own language."""

    serializer_field_mapping = MAPPING
    type = PageTypeField()
    detail_url = PageDetailField()
    html_url = PageAddressField()
    locale = LocaleField()
    parent = ParentField()
    alias_of = NoAliasField()
    translations = TranslationsField()
    translation_state = TranslationStateField()


class TagsField(WholeField):
    """Names of the tags, read together for all objects of a list."""

    def to_representation(self, instance: Any) -> list[str]:
        return sorted(tag.name for tag in instance.tags.all())


class ModelField(WholeField):
    """Type of an object."""

    def to_representation(self, instance: Any) -> str:
        return instance._meta.label


class ObjectAddressField(WholeField):
    """Where the API has the whole object; `endpoint` is its list."""

    def __init__(self, endpoint: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.endpoint = endpoint

    def to_representation(self, instance: Any) -> str:
        return absolute_url(f"/api/v2/{self.endpoint}/{instance.pk}/")


class FileAddressField(WholeField):
    """Where the file itself is."""

    def to_representation(self, instance: Any) -> str:
        return absolute_url(instance.url if hasattr(instance, "url") else instance.file.url)


class RenditionsField(WholeField):
    def to_representation(self, image: Any) -> list[dict[str, Any]]:
        return renditions_value(image)


class PublicImageSerializer(BaseSerializer):
    serializer_field_mapping = MAPPING
    type = ModelField()
    detail_url = ObjectAddressField("images")
    tags = TagsField()
    download_url = FileAddressField()
    renditions = RenditionsField()


class PublicDocumentSerializer(BaseSerializer):
    serializer_field_mapping = MAPPING
    type = ModelField()
    detail_url = ObjectAddressField("documents")
    tags = TagsField()
    download_url = FileAddressField()
