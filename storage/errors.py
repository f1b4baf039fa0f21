"""What can go wrong with the storage itself: for the administrator and the loops, never shown to a resident."""


class StorageError(Exception):
    """One sentence that says what is wrong and what to do."""


class NoDatabase(StorageError):
    """There is nothing to look at: the first start of the bot makes it."""


class WrongKey(StorageError):
    """A sealed field does not open: another key, another row, or changed bytes."""


class Overloaded(StorageError):
    """Too many units wait for the writer; try again later."""


class CommitFailed(StorageError):
    """Nothing of the unit was kept, by no fault of its own: it may be run again."""


class AlreadyDone(StorageError):
    """Another worker finished this update first: the unit must be rolled back and the update left alone."""
