"""How the Wagtail admin shows what it does not change."""

from wagtail.admin.panels import FieldPanel
from wagtail.rich_text import RichText

from articles.display import displayed


class BodyPanel(FieldPanel):
    """The body as readers get it, instead of its markup."""

    def format_value_for_display(self, value):
        return RichText(displayed(value))
