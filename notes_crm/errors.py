"""What can stop a command: every exception a person may see, each a sentence that ends in what to do.

CrmError
├── NoVault            not inside a vault
├── BadSettings        crm.toml or the user's settings cannot be read
├── UnknownName        no customer, person or vault of that name; carries the nearest
├── AmbiguousName      several equally good matches; carries them
├── AlreadyExists      a customer, note or file of that name
├── BadName            a name that cannot be a file on some system
├── BadDate            words that are no date
├── BadQuery           what in the query could not be read, and where
├── BadTemplate        file, line, reason
├── BadImport          file, line, reason
├── Unreadable         a file named by the user that cannot be read
├── Unwritable         a place that cannot be written to
│   └── UnsafePlace    a place where an index must not lie
├── EditedMeanwhile    the file changed since it was read
├── VanishedVault      nothing there now, but plenty before
├── IndexBusy          another process holds the index
├── NothingPlanned     no visit on that day
├── NotTold            an alert reached nobody: the program that tells it is missing or failed
├── NoPrinter          nothing on this machine prints
└── NoEngine           no program on this machine can make the PDF
"""

from collections.abc import Sequence


class CrmError(Exception):
    """What stops a command; `str()` is one sentence for the person who typed it."""

    exit_code = 2


class NoVault(CrmError):
    """No vault was named and none was found above the working directory."""


class BadSettings(CrmError):
    """A settings file cannot be read; the sentence names file, line and reason."""


class UnknownName(CrmError):
    """Nothing has that name; `nearest` holds what was near."""

    def __init__(self, sentence: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.nearest = tuple(nearest)


class AmbiguousName(CrmError):
    """Several things have that name; `candidates` holds them."""

    def __init__(self, sentence: str, candidates: Sequence[str]) -> None:
        super().__init__(sentence)
        self.candidates = tuple(candidates)


class AlreadyExists(CrmError):
    """There is one of that name already; nothing was written."""


class BadName(CrmError):
    """A name that cannot be stored as a file on every system the vault may be synced to."""


class BadDate(CrmError):
    """Words that are no date, duration or period."""


class BadQuery(CrmError):
    """A query that cannot be read; the sentence marks the place."""


class BadTemplate(CrmError):
    """A template with an error: file, line, reason."""


class BadImport(CrmError):
    """A file of another program that cannot be read: file, line, reason."""


class Unreadable(CrmError):
    """A file that the user named cannot be read."""


class Unwritable(CrmError):
    """A place where something should be written does not take it."""


class NoEditor(CrmError):
    """The editor that VISUAL or EDITOR names can't be started."""


class UnsafePlace(Unwritable):
    """An index there could be read or made by others; nothing in it is opened."""


class EditedMeanwhile(CrmError):
    """The file changed since it was read; nothing was written."""


class VanishedVault(CrmError):
    """The vault looks empty though the index knows many notes; the index was kept."""


class IndexBusy(CrmError):
    """Another process is updating the index and did not finish in time."""


class IndexDamaged(CrmError):
    """The index turned out to be damaged in mid-command; it is begun anew."""


class NothingPlanned(CrmError):
    """No visit is planned on that day, so there is no route."""


class NotTold(CrmError):
    """An alert could not be told: what should tell it is missing, failed or took too long."""


class NoPrinter(CrmError):
    """No program that prints is there, or it refused."""


class NoEngine(CrmError):
    """No PDF engine is installed that can make this page."""
