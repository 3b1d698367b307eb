from notes_crm.output.limits import DROPS, MOST, shown, step_of


def test_every_step_takes_something_that_is_there():
    left = dict(MOST)
    for section, kept in DROPS:
        assert kept < left[section], (section, kept)
        left[section] = kept


def test_what_is_never_dropped_is_in_no_step():
    assert "alerts" not in {section for section, _ in DROPS}
    assert left_over("arrival") == 3
    assert left_over("ours") == 4
    assert left_over("lines") == 1


def left_over(section):
    return min(kept for name, kept in DROPS if name == section)


def test_an_entry_goes_at_the_first_step_that_leaves_fewer():
    assert DROPS[step_of("lines", 6) - 1] == ("lines", 5)
    assert DROPS[step_of("human", 1) - 1] == ("human", 0)
    assert step_of("alerts", 1) == 0


def test_shown():
    gone = {step_of("human", 3)}
    assert shown("human", 2, gone)
    assert not shown("human", 3, gone)
    assert shown("human", 3, set())
    assert not shown("human", MOST["human"] + 1, set())
