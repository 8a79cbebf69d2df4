"""How pictures and videos in a body are shown: as figures, as links that say where."""

from django.template.loader import render_to_string
from wagtail.rich_text import EmbedHandler

from articles import videos
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
            "in_portfolio": attrs.get("format") == "portfolio",
        }
        return render_to_string("articles/_figure.html", context)

    @classmethod
    def extract_references(cls, attrs):
        yield Picture, attrs["id"], "", ""


class VideoEmbed(EmbedHandler):
    """Turn `<embed embedtype="video">` into a card that leads to its provider.

    Nothing is asked of the provider before the reader goes there.
    """

    identifier = "video"

    @classmethod
    def expand_db_attributes(cls, attrs: dict) -> str:
        video = videos.find(attrs.get("url", ""))
        if video is None:
            return ""
        context = {"video": video, "title": attrs.get("title", "")}
        return render_to_string("articles/_video.html", context)
