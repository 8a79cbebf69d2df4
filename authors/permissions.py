"""Who may do what with a byline."""

from authors.models import Author, User


def can_edit_author(user: User, author: Author) -> bool:
    """The person herself; a member with a current mandate; the network's staff."""
    if not user.is_authenticated:
        return False
    if user.is_superuser or author.user_id == user.pk:
        return True
    return author.memberships.current().filter(user=user).exists()


def can_manage_members(user: User, organisation: Author) -> bool:
    """Give and end mandates: the members of today; the network's staff."""
    return organisation.is_organisation and can_edit_author(user, organisation)
