"""Who may do what with articles: one function for each gesture.

Each answers for one person and one thing. What an editor may do is asked of
Wagtail: an editor of a site is someone whose group may publish on its root.
"""

from django.db.models import QuerySet
from wagtail.models import GroupPagePermission, Site

from articles.enums import Consent, Stage
from articles.models import (
    ArticlePage,
    Correction,
    HelpOffer,
    HelpRequest,
    Notice,
    Picture,
    Remark,
    Signature,
)
from authors.models import User

EDITABLE = (Stage.DRAFT, Stage.WAITING, Stage.SENT_BACK, Stage.PUBLISHED)
# Before readers have it: when others may be let in, to help or to read.
UNPUBLISHED = (Stage.DRAFT, Stage.WAITING, Stage.SENT_BACK)


def sites_edited_by(user: User) -> QuerySet[Site]:
    """Return the sites whose feed `user` looks after; all for a superuser."""
    sites = Site.objects.filter(is_default_site=False)
    if not user.is_authenticated or not user.is_active:
        return sites.none()
    sites = sites.select_related("root_page").order_by("site_name")
    if user.is_superuser:
        return sites
    roots = GroupPagePermission.objects.filter(
        group__user=user, permission__codename="publish_page"
    )
    return sites.filter(root_page__in=roots.values("page"))


def editors_of(site: Site) -> QuerySet[User]:
    """Return who looks after a site; the network's administrators for the portal,
    and where a site has nobody."""
    active = User.objects.filter(is_active=True)
    groups = GroupPagePermission.objects.filter(
        page=site.root_page, permission__codename="publish_page"
    )
    editors = active.filter(groups__in=groups.values("group")).distinct()
    if site.is_default_site or not editors.exists():
        return active.filter(is_superuser=True)
    return editors


def notices_seen_by(user: User) -> QuerySet[Notice]:
    """Return what was reported on the sites that one edits; all for a superuser."""
    if user.is_authenticated and user.is_active and user.is_superuser:
        return Notice.objects.all()
    return Notice.objects.filter(site__in=sites_edited_by(user))


def can_review(user: User, site: Site) -> bool:
    """Read what waits on a site, publish it, send it back."""
    return sites_edited_by(user).filter(pk=site.pk).exists()


def can_compose_front(user: User, site: Site) -> bool:
    """Choose what opens a site's front page."""
    return can_review(user, site)


def can_set_face(user: User, site: Site) -> bool:
    """Choose a site's words, colours, emblem and cover."""
    return can_review(user, site)


def can_review_article(user: User, article: ArticlePage) -> bool:
    site = article.get_site()
    return site is not None and can_review(user, site)


def can_read_draft(user: User, article: ArticlePage) -> bool:
    """See a text that is not published: those who write it, those who signed it or
    are invited to, its site's editors.

    An editor sees it once it was proposed; a draft is its writer's alone, and
    theirs whose help she accepted.
    """
    if not user.is_authenticated:
        return False
    if article.is_written_by(user) or _helps(user, article).exists():
        return True
    theirs = Signature.objects.of_person(user).filter(article=article)
    if theirs.filter(state__in=[Consent.INVITED, Consent.ACCEPTED]).exists():
        return True
    return article.stage != Stage.DRAFT and can_review_article(user, article)


def _helps(user: User, article: ArticlePage) -> QuerySet[HelpOffer]:
    """Return the accepted offer by which `user` helps with a text now."""
    offers = HelpOffer.objects.accepted().filter(by=user, request__article=article)
    return offers if article.stage in UNPUBLISHED else offers.none()


def can_write(user: User, article: ArticlePage) -> bool:
    """Change the words: those who began or signed the text, never an editor.

    And whoever helps with it, where the writer lets her.
    """
    if not user.is_authenticated or article.stage not in EDITABLE:
        return False
    if article.is_written_by(user):
        return True
    return _helps(user, article).exclude(writes_since=None).exists()


def can_propose(user: User, article: ArticlePage) -> bool:
    """Decide about the text (sign, propose, take back, delete): its writers alone."""
    return (
        user.is_authenticated
        and article.stage in EDITABLE
        and article.is_written_by(user)
    )


def can_show_draft(user: User, article: ArticlePage) -> bool:
    """Let others in before publication, by a link or for help: its writers."""
    return (
        user.is_authenticated
        and article.stage in UNPUBLISHED
        and article.is_written_by(user)
    )


def can_remark(user: User, article: ArticlePage) -> bool:
    """Leave a remark on a draft: its writers, and who helps with it."""
    if not user.is_authenticated or article.stage not in UNPUBLISHED:
        return False
    return article.is_written_by(user) or _helps(user, article).exists()


def can_settle_remark(user: User, remark: Remark) -> bool:
    """Mark a remark as done: who writes the text it is about, before publication."""
    return can_show_draft(user, remark.article)


def can_delete_remark(user: User, remark: Remark) -> bool:
    """Delete a remark: who may settle it, and who left it, while she may remark."""
    if can_settle_remark(user, remark):
        return True
    return remark.by_id == user.pk and can_remark(user, remark.article)


def can_offer_help(user: User, request: HelpRequest) -> bool:
    """Offer help: who said that she helps on that site, in that way."""
    if not user.is_authenticated or not user.is_active:
        return False
    asked = HelpRequest.objects.for_helper(user).filter(pk=request.pk)
    return asked.exists() and request.article.stage in UNPUBLISHED


def can_end_help(user: User, offer: HelpOffer) -> bool:
    """End a hand: who writes the text, and the helper herself."""
    if not user.is_authenticated:
        return False
    return offer.by_id == user.pk or offer.request.article.is_written_by(user)


def can_withdraw(user: User, article: ArticlePage) -> bool:
    """Take a published article back: its writers, its site's editors."""
    if not user.is_authenticated:
        return False
    if article.is_written_by(user):
        return True
    return article.stage != Stage.DRAFT and can_review_article(user, article)


def can_place_picture(user: User, picture: Picture) -> bool:
    """Put a picture into a text: whoever brought it."""
    return picture.uploaded_by_user_id == user.pk


def can_restore(user: User, article: ArticlePage) -> bool:
    """Put a withdrawn article back: its site's editors; its writers where one of
    them had withdrawn it."""
    if not user.is_authenticated or article.open_withdrawal is None:
        return False
    if can_review_article(user, article):
        return True
    by = article.open_withdrawal.by
    return article.is_written_by(user) and by is not None and article.is_written_by(by)


def can_manage_signatures(user: User, article: ArticlePage) -> bool:
    """Invite, credit, take an invitation back, order the names: who may write."""
    return can_write(user, article)


def can_see_signature(user: User, signature: Signature) -> bool:
    """Read an invitation, or one's own signature, and answer: its person alone."""
    stands = signature.state in (Consent.INVITED, Consent.ACCEPTED)
    return stands and can_answer(user, signature)


def can_answer(user: User, signature: Signature) -> bool:
    """Accept or decline an invitation: its person alone. Whether it still waits is
    the service's to say."""
    mine = Signature.objects.of_person(user) if user.is_authenticated else None
    return mine is not None and mine.filter(pk=signature.pk).exists()


def can_withdraw_name(user: User, signature: Signature) -> bool:
    """Take a name off a text: its person; the writers for a guest they vouch for."""
    author = signature.author
    is_guest = author and not author.is_organisation and author.user_id is None
    if is_guest and signature.vouched_by_id:
        return can_write(user, signature.article)
    return can_answer(user, signature)


def can_order(user: User, signature: Signature) -> bool:
    """Change the order of names, take an invitation back: the text's writers."""
    return can_manage_signatures(user, signature.article)


def can_correct_as_editor(user: User, article: ArticlePage) -> bool:
    """Change a published text, with a reason that everybody reads: its editors."""
    return article.stage == Stage.PUBLISHED and can_review_article(user, article)


def can_hide_correction(user: User, correction: Correction) -> bool:
    """Hide what a correction took away: the editors of the article's site."""
    return can_review_article(user, correction.article)


def can_merge_bylines(user: User) -> bool:
    """Make one byline of two: the network's administrators."""
    return user.is_authenticated and user.is_active and user.is_superuser
