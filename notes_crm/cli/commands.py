"""The commands by purpose, as the help lists them: where each is defined, and its line in the help.

They stand here so that a command loads its own module alone, and the help of `crm` none.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Entry(NamedTuple):
    """The module of this room whose COMMANDS hold it, and its `short_help`."""

    module: str
    said: str


PURPOSES: Mapping[str, Mapping[str, Entry]] = {
    "Begin": {
        "init": Entry("begin", "A new vault, or adopt the folder of notes you have."),
        "demo": Entry("begin", "An example vault to play with: searched, and a sheet printed."),
        "me": Entry("begin", "Say who you are, so that your notes are signed."),
    },
    "Write": {
        "log": Entry("write", "Write down a visit, a call, an e-mail: one line, dates in words."),
        "add": Entry("write", "A new customer, or somebody or something of theirs."),
        "attach": Entry("write", "Copy files into a customer's folder, and link them."),
        "next": Entry("visits", "When to be in touch next: look, set it, or clear it."),
        "visit": Entry(
            "visits", "Type up a visit: the sheet's questions, one by one, all skippable."
        ),
        "inbox": Entry("inbox", "Sort what lies in the inbox: slips, texts, e-mails, photos."),
        "done": Entry("settle", "A promise is kept: tick it as Obsidian Tasks would."),
        "reopen": Entry("settle", "A promise is not kept after all: untick it."),
        "postpone": Entry("settle", "Another day for a promise."),
        "withdraw": Entry("settle", "A promise can't be kept: withdraw it with the reason."),
        "assign": Entry("settle", "Somebody else keeps a promise."),
        "ready": Entry("settle", "A promise is done, but they do not know yet."),
    },
    "Ask": {
        "search": Entry("find", "Every note that says so, best first."),
        "asked": Entry("find", "Have we asked or told them this already?"),
        "who": Entry("ask", "Who last spoke to them, when, how; what is open, what is next."),
        "customers": Entry("ask", "All customers, by name."),
        "due": Entry("due", "What is overdue, due today and ahead; whom to contact."),
        "today": Entry("today", "Your day: visits, promises, calls; --write makes a note of it."),
        "promises": Entry("promises", "What became of promises: open, kept, kept late, withdrawn."),
        "follow": Entry(
            "feed", "Follow a customer or a tag: what is new there comes in your feed."
        ),
        "feed": Entry(
            "feed", "What is new since you last looked: notes of others, promises, mentions."
        ),
        "handover": Entry(
            "handover", "What a colleague takes over: promises, cases, cautions, what to say first."
        ),
        "remind": Entry(
            "remind", "Tell you what is due: on the desktop, by a command, to a telephone."
        ),
        "timeline": Entry("timeline", "What passed with a customer, contact by contact."),
    },
    "Print": {
        "brief": Entry("paper", "The sheet to read before knocking on the door, or a day of them."),
        "template": Entry("template", "The templates of sheets: see, change and check them."),
    },
    "Keep": {
        "watch": Entry("keep", "Keep the index current in the background."),
        "status": Entry("keep", "Is everything current, and is something wrong?"),
        "index": Entry("keep", "Bring the index up to date, or build it anew."),
        "check": Entry("check", "What is wrong in the vault, and what to do about it."),
        "rename": Entry(
            "reshape", "Another name for a customer, a person or a unit, links included."
        ),
        "merge": Entry("reshape", "Two customers are one: bring one into the other."),
        "split": Entry("reshape", "One customer is two: some of its notes become a new one's."),
        "conflicts": Entry("conflicts", "Conflict copies of notes; --merge brings them in."),
        "undo": Entry("undoing", "Take back what the last command wrote, or an earlier one."),
    },
}


def entry_of(command: str) -> Entry | None:
    """What is known of a command without loading it."""
    return next((entries[command] for entries in PURPOSES.values() if command in entries), None)


def purpose_of(command: str | None) -> str | None:
    """The purpose under which the help lists a command."""
    return next((purpose for purpose, entries in PURPOSES.items() if command in entries), None)
