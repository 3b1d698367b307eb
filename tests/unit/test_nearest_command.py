"""A command that is typed wrong names the nearest one."""

import pytest


@pytest.mark.parametrize(
    ("typed", "meant"), [("brif", "brief"), ("serach", "search"), ("unfollow", "follow")]
)
def test_the_nearest_command_is_named(crm, typed, meant):
    done = crm(typed, "acme")
    assert done.code == 2
    assert f"There is no command '{typed}'; did you mean: crm {meant}" in done.output


@pytest.mark.parametrize("typed", ["qqq", "--brief"])
def test_what_is_like_no_command_names_none(crm, typed):
    done = crm(typed)
    assert done.code == 2
    assert "did you mean: crm" not in done.output
