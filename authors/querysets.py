from django.db.models import Q, QuerySet
from django.utils import timezone

from authors.names import fold


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

    def named_like(self, words: str) -> "AuthorQuerySet":
        """Return the bylines whose name holds each of these words."""
        found = self
        for word in fold(words).split()[:5]:
            found = found.filter(filed_as__contains=word)
        return found

    def findable(self) -> "AuthorQuerySet":
        """Return who agreed to be invited by name, and can answer."""
        answers = Q(user__is_active=True) | Q(memberships__isnull=False)
        return self.filter(answers, findable_since__isnull=False).distinct()

    def claimable_by(self, user) -> "AuthorQuerySet":
        """Return the bylines without an account left for an address of `user`."""
        waiting = self.filter(user=None, claim_key__in=user.mailbox_keys)
        return waiting.exclude(claim_key="")


class MandateInvitationQuerySet(QuerySet):
    """Invitations to act for an organisation."""

    def waiting(self) -> "MandateInvitationQuerySet":
        return self.filter(ended_at=None)

    def addressed_to(self, user) -> "MandateInvitationQuerySet":
        return self.filter(email_key__in=user.mailbox_keys)

    def end(self) -> None:
        self.update(ended_at=timezone.now())
