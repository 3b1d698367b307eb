"""The clock of a command: local time, whatever CRM_TODAY says."""

import time

import pytest

from notes_crm.cli.session import open_session
from notes_crm.cli.surroundings import here
from notes_crm.errors import BadDate


def clock(stated):
    return open_session(None, here()._replace(env={"CRM_TODAY": stated})).now.isoformat()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone can't be set there")
def test_a_stated_moment_is_told_in_local_time(monkeypatch):
    monkeypatch.setenv("TZ", "XXX-05:00")
    time.tzset()
    try:
        assert clock("2026-03-10") == "2026-03-10T12:00:00"
        assert clock("2026-03-10 09:30") == "2026-03-10T09:30:00"
        assert clock("2026-03-10T23:30+01:00") == "2026-03-11T03:30:00"
        assert clock("2026-03-10T23:30:00Z") == "2026-03-11T04:30:00"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_stated_moment_that_is_none_is_refused():
    with pytest.raises(BadDate, match="no date such as"):
        clock("tomorrow")
