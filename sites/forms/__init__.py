"""What readers ask, and what editors fill in."""

from sites.forms.face import FaceForm
from sites.forms.search import SearchForm

__all__ = ["FaceForm", "SearchForm"]
