"""How pictures in a body are shown: as figures with caption and credit."""

from django.template.loader import render_to_string
from wagtail.rich_text import EmbedHandler

from articles.models import Picture


class PictureEmbed(EmbedHandler):
    """Turn `<embed embedtype="image">` into a figure; two queries for a body."""

    identifier = "image"

    @staticmethod
    def get_model():
        return Picture

    @classmethod
    def expand_db_attributes(cls, attrs: dict) -> str:
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        ids = [attrs.get("id") for attrs in attrs_list]
        found = Picture.objects.filter(pk__in=ids).to_show().in_bulk()
        return [cls._figure(attrs, found) for attrs in attrs_list]

    @staticmethod
    def _figure(attrs: dict, found: dict[int, Picture]) -> str:
        picture = found.get(int(attrs.get("id") or 0))
        if picture is None:
            return ""
        context = {
            "picture": picture,
            "alt": attrs.get("alt") or picture.description,
            "caption": attrs.get("caption", ""),
        }
        return render_to_string("articles/_figure.html", context)

    @classmethod
    def extract_references(cls, attrs):
        yield Picture, attrs["id"], "", ""
