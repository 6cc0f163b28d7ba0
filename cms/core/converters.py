"""Parts of addresses that are checked before any view is asked."""

from django.urls.converters import StringConverter


class PersistentIdConverter:
    """``sb-000123`` ↔ 123."""

    regex = "sb-[0-9]{6,12}"

    def to_python(self, value: str) -> int:
        number = int(value.removeprefix("sb-"))
        if self.to_url(number) != value:
            raise ValueError(value)
        return number

    def to_url(self, value: int) -> str:
        return f"sb-{value:06d}"


class MunicipalityCodeConverter(StringConverter):
    """The four digits that Statistics Sweden gives a municipality."""

    regex = "[0-9]{4}"
