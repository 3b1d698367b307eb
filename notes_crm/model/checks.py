"""Every code that a check can give, as a table: what it means, why it matters, and how to mend it."""

from collections.abc import Mapping
from typing import NamedTuple

from notes_crm.model.problem import Level, Problem

RANKS: Mapping[Level, int] = {"error": 0, "warn": 1, "hint": 2}
"""Levels, the gravest first."""

ALL = "all"
"""In `check_ignore`: nothing is said of this note."""


class Check(NamedTuple):
    """One code: the level it usually has, what was found, why it matters, what to do.

    `mends` if `crm check --fix` can do it without guessing.
    """

    code: str
    level: Level
    says: str
    why: str
    do: str
    mends: bool = False


GROUPS: Mapping[str, tuple[Check, ...]] = {
    "Reading": (
        Check("unreadable", "error", "A note or folder can't be read.", "Its words can't be found, and nothing it holds is counted.", "See to its permissions, or to the disk it lies on."),
        Check("binary", "error", "A file named like a note holds no text.", "It is not read; what it holds is not found.", "Give it the ending of what it is, or put the text back from a backup."),
        Check("bug", "error", "crm itself fails on this note.", "Its words are found, but nothing else is known of it.", "Please report it; the sentence names the kind of failure."),
        Check("too-long", "warn", "A note is longer than is read.", "What stands behind the limit is not found.", "Split it into several notes."),
        Check("too-many-lines", "warn", "A note has more lines than are understood.", "Below that line only words are read, and count as private.", "Split it into several notes."),
        Check("too-many-words", "warn", "A note holds more different words than are indexed.", "What stands below that line is not found.", "Split it, or keep the data in a file that is no note."),
        Check("too-many-marks", "warn", "A note holds more tags, links or comments than are read.", "Those below that line are not known.", "Split it into several notes."),
        Check("no-file", "warn", "Something named like a note is no regular file.", "It is never opened: it might never end.", "Move it out of the vault."),
        Check("symlink", "warn", "A symbolic link is not followed.", "What it leads to may lie outside the vault and is not read.", "Put the note itself here."),
        Check("too-deep", "warn", "Folders are nested deeper than is read.", "Notes in there are not found.", "Move them further up."),
        Check("text-file", "hint", "Files of text end in .txt, and only .md is a note.", "Nothing in them is found, due or printed.", "Rename them to .md, or move them into the inbox and say crm inbox."),
        Check("placeholder", "warn", "A cloud tool keeps this note elsewhere.", "Only its last known words are found; to read it would download it.", "Make it available offline in that tool."),
        Check("emptied", "warn", "A note that had words is suddenly empty.", "Cloud tools and editors empty notes by accident; its last words are kept in the index.", "Bring it back from the sync tool's versions, or write in it, or delete it."),
    ),
    "Copies": (
        Check("conflict-copy", "error", "A sync tool left a second version of a note.", "Two of you wrote at once; what one of you wrote stands only in the copy.", "Look with crm conflicts, bring it in with crm conflicts --merge."),
        Check("conflict-marker", "error", "git left two versions in one note.", "Nobody knows which of them holds, and the note is never edited by crm.", "Keep what is right and delete the marks."),
    ),
    "Front matter": (
        Check("front-matter-broken", "error", "YAML can't read this line, so Obsidian shows no properties at all.", "We read what can be read key by key; other programs lose all of them.", "Mend the line; a value with a colon, a # or a bracket needs quotes."),
        Check("tab-indent", "error", "A line of the front matter is indented with a tab.", "YAML refuses tabs there, so Obsidian shows no properties at all.", "Indent it with blanks.", mends=True),
        Check("front-matter-too-long", "error", "The front matter is longer than is read.", "Its keys count for nothing but privacy.", "Put what is long below the closing ---."),
        Check("front-matter-unclosed", "warn", "The front matter is never closed.", "Its keys are taken for text.", "Put --- in a line of its own below the keys."),
        Check("front-matter-misplaced", "warn", "The front matter does not begin in the first line.", "Its keys are taken for text.", "Move --- to the very first line, alone."),
        Check("front-matter-is-text", "hint", "Text stands between two lines of ---.", "It is read as text, as it seems to be meant.", "Write *** for a line across the page."),
        Check("duplicate-key", "warn", "A key stands there twice.", "Obsidian keeps one of the two when it writes the note.", "Keep one of them; several values make a list. Where both say the same in the same letters, the second can go.", mends=True),
        Check("cut-at-hash", "hint", "A # in a value begins a comment.", "Obsidian reads only what stands before it.", "Put the whole value in quotes."),
        Check("unquoted-link", "warn", "A link in front matter lacks its quotes.", "Obsidian reads a list in a list, shows no link, and may write it back so.", 'Write "[[Name]]", with quotes.', mends=True),
        Check("digits-lost", "warn", "Digits are typed where a text is meant, and Obsidian takes them for a number.", "It drops leading zeros and rounds long numbers when it writes the note: a telephone number is lost.", "Put the value in quotes.", mends=True),
        Check("nested-value", "hint", "A value holds keys of its own.", "Obsidian can't show or edit it.", "Give each of them a line of its own."),
        Check("types-differ", "warn", "Obsidian's types.json gives a key another type than it has here.", "Obsidian then warns about right values, and may write them in another form.", "Change the type in Obsidian: a click on the icon beside the property."),
    ),
    "Values": (
        Check("not-a-date", "warn", "A day can't be read.", "Nothing that depends on it is reminded of or counted.", "Write it like 2026-03-02."),
        Check("not-a-time", "warn", "A time can't be read.", "It is kept as text and counts for nothing.", "Write it like 14:30, or 2026-03-02T14:30."),
        Check("not-a-number", "warn", "A number can't be read.", "It is left out of sums.", "Write it like 240 or 12.50."),
        Check("not-yes-or-no", "warn", "A value is neither true nor false.", "It counts for nothing; `private` alone counts as yes.", "Write true or false."),
        Check("not-a-length", "warn", "A length can't be read.", "It is left out of time sums.", "Write it like 45 or 1h 30m."),
        Check("not-an-interval", "warn", "How often can't be read.", "No next contact or service is reckoned from it.", "Write it like 6 weeks or monthly."),
        Check("not-a-birthday", "warn", "A birthday can't be read.", "Nobody is reminded of it.", "Write it like 04-17 or 1980-04-17."),
        Check("several-values", "warn", "Several values stand where one is read.", "Only the first counts.", "Keep one."),
        Check("unknown-choice", "hint", "A word is none of the usual ones for this key.", "Searches and sheets that ask for the usual words miss this note.", "Use one of the words the sentence names."),
        Check("unknown-type", "hint", "The type of a note is not known.", "The note counts as a plain note.", "Mend the word, or add the type below [types] in crm.toml."),
        Check("tags-unlike-obsidian", "hint", "Obsidian reads these tags otherwise.", "Its searches find other notes than ours.", "Write a list, one tag a line, without blanks."),
    ),
    "Text": (
        Check("almost-a-heading", "hint", "A line looks like a heading that means something, but is none.", "What stands below it is not understood, and not private where it says Private.", "Write ## and a blank before it, and a blank line above."),
        Check("comment-never-closed", "warn", "A comment is never closed.", "All below it counts as private.", "Close it with %% or -->."),
        Check("code-never-closed", "warn", "A block of code is never closed.", "All below it counts as code: no tasks, no links.", "Close it with the marks that opened it."),
    ),
    "Task lines": (
        Check("text-behind-field", "warn", "Text stands behind a date or another field.", "Obsidian Tasks silently ignores the field: the promise never falls due there.", "Move the field to the end of the line.", mends=True),
        Check("odd-space", "warn", "A special space keeps Tasks from reading a field.", "The promise never falls due there.", "Type an ordinary space.", mends=True),
        Check("bracket-field", "hint", "A field is written in brackets, and this vault uses emoji.", "Tasks does not read it; crm does.", "Write it as an emoji field at the end of the line.", mends=True),
        Check("emoji-field", "hint", "A field is an emoji, and this vault uses brackets.", "Tasks does not read it; crm does.", "Write it in brackets at the end of the line.", mends=True),
        Check("unreadable-date", "warn", "A date sign is followed by no date.", "Neither Tasks nor crm knows when it is due.", "Write it like 📅 2026-03-06."),
        Check("loose-date", "warn", "A date stands there in another spelling than Tasks reads.", "The promise never falls due there, and crm does not guess.", "Write it like 📅 2026-03-06.", mends=True),
        Check("impossible-date", "warn", "A date that no calendar has.", "The promise never falls due.", "Correct it."),
        Check("unreadable-repeat", "warn", "Tasks does not understand how often.", "The task does not come back.", "Write it like 🔁 every 2 weeks, next to a real date."),
        Check("unreadable-completion", "hint", "A word behind 🏁 means nothing.", "Tasks drops it when it writes the line.", "Write 🏁 keep or 🏁 delete."),
        Check("said-twice", "hint", "A line says the same field twice.", "Tasks reads one of them and drops the other.", "Keep one of the two."),
        Check("cut-off", "warn", "A line separator (U+2028), which looks like a space, stands in a task.", "Tasks reads nothing behind it, and drops it when it writes the line.", "Type an ordinary space in its place."),
        Check("capital-x", "hint", "A box is ticked with a capital X.", "Tasks takes the task for open.", "Write [x].", mends=True),
        Check("no-space", "hint", "No space stands behind a box.", "Obsidian shows no box.", "Add a space.", mends=True),
        Check("no-filter", "hint", "A task lacks the word that Tasks is set to look for.", "Tasks does not see it.", "Add the word."),
        Check("no-reason", "hint", "A withdrawn promise has no reason.", "When they ask, nobody knows why.", "Add a bullet indented below it."),
        Check("task-unlike-obsidian", "hint", "Obsidian sees no task in this line.", "It is text or code there.", "Put a blank line above it, or indent it less."),
    ),
    "Promises": (
        Check("undated", "hint", "An open promise has no day.", "What has no day is done last.", "Add 📅 and a day, or say it with crm log."),
        Check("unowned", "hint", "An open promise belongs to nobody.", "What belongs to nobody is done by nobody.", "Add @name, or `by:` in the note, or `owner:` in the profile."),
        Check("overdue-unspoken", "hint", "A promise is overdue, and nobody has been in touch since.", "A late promise with a word is forgiven; one without is not.", "Keep it, or ring and say why; then note the call."),
        Check("kept-undated", "hint", "A promise is ticked, but not when.", "Whether it was kept in time can't be told.", "Add ✅ and the day; ticking in Obsidian or with crm does."),
        Check("nothing-next", "hint", "The last contact leads nowhere: nothing promised, no next contact.", "That is how customers are forgotten.", "Set next_contact there or in the profile, or contact_every in the profile."),
        Check("visit-unwritten", "hint", "A planned visit is past and nothing was written.", "What was said there is known to one person at most, and not for long.", "Fill it in, or delete it where it did not take place."),
    ),
    "Customers": (
        Check("silent", "hint", "Nobody has been in touch with a customer for twice as long as usual.", "Customers leave quietly: nobody rings to say so.", "Ring them; or set next_contact, or `status: dormant`, in the profile."),
        Check("no-owner", "hint", "Nobody looks after a customer, though others have an owner.", "What everybody looks after, nobody does.", "Add owner: to the profile."),
        Check("owner-gone", "hint", "The owner of a customer has no note in Team, one that says `status: left`, or a first name that two of us have.", "Promises wait, and news reach nobody.", "Name somebody else in the profile; crm handover says what is to be taken over."),
        Check("cover-ends", "hint", "A warranty or contract ends within three months.", "They will hear of it from you, or from the next invoice.", "Talk about it; then write the new date."),
        Check("unit-unseen", "hint", "No visit to a unit within the time after which it is serviced.", "What is not serviced fails on a Saturday.", "Plan a visit that names the unit in equipment:."),
        Check("two-visits", "hint", "Two of us are about to visit the same customer, separately.", "They ask whether we talk to each other.", "Agree who goes; or go together, with both names in by:."),
        Check("raised-twice", "hint", "Two of us asked, told or promised a customer the same within two weeks.", "They have to say everything twice.", "Agree who goes on with it; crm asked knows before you ask."),
    ),
    "Links and names": (
        Check("broken-link", "warn", "A link leads to no note.", "Who follows it stands before an empty page.", "Mend the name, or make the note."),
        Check("alias-link", "hint", "A link says an alias where Obsidian wants the note's name.", "Obsidian would make a new, empty note.", "Write [[Name|alias]].", mends=True),
        Check("ambiguous-link", "warn", "A link may lead to several notes of one name.", "Obsidian picks one, and perhaps not the one that is meant.", "Write the folder too, or give one of them another name: crm rename."),
        Check("unknown-customer", "warn", "A note names a customer that has no folder.", "It is counted for nobody you can look up.", "Mend the name, or add the customer: crm add."),
        Check("unknown-unit", "warn", "A note names a unit that the customer does not have.", "The work is counted for no unit: neither its service nor its cost.", "Mend the name, or add the unit: crm add equipment."),
        Check("unknown-person", "warn", "A name is nearly that of somebody with a note.", "What was said is found under a name that nobody has.", "Mend the name, or give the other one a note of their own."),
        Check("no-customer", "hint", "A note belongs to no customer.", "It is on no card and no sheet.", "Move it into the customer's folder, or name the customer in `customer:`."),
        Check("like-another", "warn", "Two customers have nearly the same name.", "They may be one, with half of the history in each.", "Make them one: crm merge. Else silence it in one of the profiles."),
        Check("same-phone", "warn", "Two customers have the same telephone number.", "They may be one; and a caller can't be told apart.", "Make them one: crm merge. Else silence it in one of the profiles."),
        Check("name", "warn", "A file name that not every system can store.", "Windows, Android or a sync tool leaves it out without a word.", "Rename it: crm rename, or in Obsidian."),
        Check("twin", "warn", "Two names differ only in capital letters or stored accents.", "Windows and macOS keep one of the two.", "Rename one of them."),
        Check("personal-name", "warn", "A file name holds a telephone number or an e-mail address.", "Names of files stand in logs of sync tools and in links, where nobody looks for personal data.", "Put it inside the note and rename the file."),
        Check("code-in-open", "warn", "A promise or a purpose says a code that stands below codes in the profile.", "Codes are never printed unless asked for; promises and purposes are, and the customer's own sheet has them, too.", "Say it without the code, or below ## Private."),
        Check("open-to-others", "warn", "Everybody with an account on this machine can read the vault.", "Notes on customers are nobody else's business.", "Take the right away: chmod o-rwx, or the folder's properties."),
    ),
}  # fmt: skip

CHECKS: Mapping[str, Check] = {check.code: check for group in GROUPS.values() for check in group}


def finding(path: str, line: int, code: str, message: str) -> Problem:
    """What a check found in a line; 0 is the note, or the folder, as a whole."""
    return Problem(path, line, 1 if line else 0, CHECKS[code].level, code, message)
