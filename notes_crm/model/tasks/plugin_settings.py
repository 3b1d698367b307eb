"""What a vault's Obsidian says about how task lines are to be written: the Tasks plugin's settings."""

from dataclasses import dataclass
from typing import Any

from notes_crm.model.tasks.fields import Form

PLUGIN_SETTINGS = ".obsidian/plugins/obsidian-tasks-plugin/data.json"


@dataclass(frozen=True, slots=True)
class TaskSettings:
    """The settings that we obey; without the plugin, ours: emoji, and created dates.

    The `next_` ones are about the next copy of a recurring task: whether it stands below, gets the
    day as created date, and loses the scheduled date beside another.
    """

    form: Form = "emoji"
    global_filter: str = ""
    created_date: bool = True
    done_date: bool = True
    cancelled_date: bool = True
    next_line_below: bool = False
    next_created: bool = False
    next_unscheduled: bool = False
    date_from_name: bool = False


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
        date_from_name=bool(data.get("useFilenameAsScheduledDate", False)),
    )
