"""What a vault's Obsidian says about how task lines are to be written: the Tasks plugin's settings."""

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from notes_crm.model.tasks.fields import Form
    from notes_crm.model.tasks.name_day import NameDays
    from notes_crm.model.tasks.statuses import Statuses

PLUGIN_SETTINGS = ".obsidian/plugins/obsidian-tasks-plugin/data.json"


class TaskSettings(NamedTuple):
    """The settings that we obey; without the plugin, ours: emoji, and created dates.

    The `next_` ones are about the next copy of a recurring task: whether it stands below, gets the
    day as created date, and loses the scheduled date beside another. With `name_days` a task
    without a day is scheduled for the day in its file's name. `statuses` is None where they are
    those that the plugin has by itself.
    """

    form: "Form" = "emoji"
    global_filter: str = ""
    created_date: bool = True
    done_date: bool = True
    cancelled_date: bool = True
    next_line_below: bool = False
    next_created: bool = False
    next_unscheduled: bool = False
    name_days: "NameDays | None" = None
    statuses: "Statuses | None" = None

    @property
    def reading(self) -> str:
        """What decides how a line is read: notes must be read anew where this differs."""
        more = [repr(self.name_days)] if self.name_days else []
        if self.statuses and self.statuses.meaning:
            more.append(self.statuses.meaning)
        return " ".join((self.form, self.global_filter, *more))


def read_task_settings(text: str) -> TaskSettings:
    """The plugin's `data.json`; what it does not hold is as the plugin has it by itself."""
    import json  # noqa: PLC0415 - few vaults have the plugin's settings

    try:
        data: Any = json.loads(text)
    except ValueError:
        return TaskSettings()
    if not isinstance(data, dict):
        return TaskSettings()
    return TaskSettings(
        form="dataview" if data.get("taskFormat") == "dataview" else "emoji",
        global_filter=str(data.get("globalFilter") or "").strip(),
        created_date=bool(data.get("setCreatedDate", False)),
        done_date=bool(data.get("setDoneDate", True)),
        cancelled_date=bool(data.get("setCancelledDate", True)),
        next_line_below=bool(data.get("recurrenceOnNextLine", False)),
        next_created=bool(data.get("setCreatedDate", False)),
        next_unscheduled=bool(data.get("removeScheduledDateOnRecurrence", False)),
        name_days=_name_days(data) if data.get("useFilenameAsScheduledDate") else None,
        statuses=_statuses(data["statusSettings"]) if "statusSettings" in data else None,
    )


def _name_days(data: dict[str, Any]) -> "NameDays":
    from notes_crm.model.tasks.name_day import NameDays  # noqa: PLC0415 - few vaults have it so

    folders = data.get("filenameAsDateFolders")
    return NameDays(
        tuple(f for f in folders if isinstance(f, str)) if isinstance(folders, list) else (),
        str(data.get("filenameAsScheduledDateFormat") or ""),
    )


def _statuses(settings: object) -> "Statuses | None":
    from notes_crm.model.tasks.statuses import read_statuses  # noqa: PLC0415 - few vaults have it so

    return read_statuses(settings)
