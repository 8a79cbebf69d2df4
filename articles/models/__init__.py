"""What: articles and all that belongs to one."""

from articles.models.attachment import Attachment
from articles.models.correction import Correction
from articles.models.helping import HelpOffer, HelpRequest
from articles.models.notice import Notice
from articles.models.page import ArticlePage, Keyword, SectionPage, TaggedArticle
from articles.models.picture import Picture, PictureRendition
from articles.models.placement import ContentVersion, Placement
from articles.models.remark import DraftLink, Remark
from articles.models.review import ReviewTask, Withdrawal
from articles.models.saving import Autosave
from articles.models.signature import Signature
from articles.models.usage import DailyUse

__all__ = [
    "ArticlePage",
    "Attachment",
    "Autosave",
    "ContentVersion",
    "Correction",
    "DailyUse",
    "DraftLink",
    "HelpOffer",
    "HelpRequest",
    "Keyword",
    "Notice",
    "Picture",
    "PictureRendition",
    "Placement",
    "Remark",
    "ReviewTask",
    "SectionPage",
    "Signature",
    "TaggedArticle",
    "Withdrawal",
]
