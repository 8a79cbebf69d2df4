from django.db.models import Q, QuerySet
from django.utils import timezone


class MembershipQuerySet(QuerySet):
    """Mandates to act for organisations."""

    def current(self) -> "MembershipQuerySet":
        """Return the mandates that have begun and have not ended today."""
        today = timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gte=today), since__lte=today)


class AuthorQuerySet(QuerySet):
    """Bylines."""

    def for_user(self, user) -> "AuthorQuerySet":
        """Return the bylines that `user` may sign with: hers, then by mandate."""
        today = timezone.localdate()
        mandate = Q(
            Q(memberships__until=None) | Q(memberships__until__gte=today),
            memberships__user=user,
            memberships__since__lte=today,
        )
        return self.filter(Q(user=user) | mandate).distinct().order_by("-kind", "pk")
