class WrongState(Exception):
    """The gesture is not one that this text allows now; the message says why."""


class OutOfDate(WrongState):
    """Someone saved another version since this one was opened."""


class LastName(WrongState):
    """A text that people read would bear no name any more."""
