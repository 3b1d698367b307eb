import pytest

from notes_crm.errors import BadSettings
from notes_crm.model.settings import read_settings


def test_nothing_is_needed():
    settings = read_settings("")
    assert (settings.languages, settings.region, settings.currency) == (("en",), "GB", "EUR")


@pytest.mark.parametrize("name", ["searches", "briefing.labels"])
def test_a_table_that_stands_there_twice_is_said_as_it_is_written(name):
    with pytest.raises(BadSettings) as error:
        read_settings(f"[{name}]\nx = 'y'\n\n[{name}]\nz = 'y'\n")
    assert str(error.value) == (
        f"crm.toml:4: [{name}] stands further up already; put these lines there and try again."
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("languages", "language"),
        ("Language", "language"),
        ("lang", "language"),
        ("curency", "currency"),
    ],
)
def test_a_key_that_is_nearly_ours_is_named(typed, meant):
    with pytest.raises(BadSettings) as error:
        read_settings(f'[keys]\nphone = ["x"]\n[vault]\n{typed} = "de"\n')
    assert str(error.value) == (
        f"crm.toml:4: {typed} in [vault] means nothing; {meant} does. Mend that line and try again."
    )


def test_a_key_of_somebody_else_is_left_alone():
    settings = read_settings('[vault]\nlanguage = "de"\nplugin_of_ours = true\nid = 7\n')
    assert settings.languages == ("de",)


def test_what_a_team_adds():
    settings = read_settings(
        '[vault]\nlanguage = ["de", "en"]\n[fields]\nmachine_hours = "number"\n[types]\nworkshop = "interaction"\n'
        '[headings]\nPromised = ["Zugesagt"]\n[keys]\nphone = ["Telefon"]\n[searches]\nlate = "is:overdue"\n'
    )
    assert settings.schema.key("Telefon") == "phone"
    assert settings.schema.heading("zugesagt:") == "Promised"
    assert settings.schema.group("workshop") == "interaction"
    assert settings.schema.fields["machine_hours"].obsidian == "number"
    assert settings.searches == {"late": "is:overdue"}
    assert settings.languages == ("de", "en")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("[vault]\nname = 3\n", 2, "must be text"),
        ("[vault]\n\nlanguage = 3\n", 3, "list of texts"),
        ("[fields]\nhours = 'float'\n", 2, "must be one of"),
        ("[fields]\nserial = 'number'\n", 2, "built in as text"),
        ("[types]\nworkshop = 'thing'\n", 2, "must behave as one of"),
        ("[headings]\nNonsense = ['x']\n", 2, "there is no heading"),
        ("[keys]\nnothing = ['x']\n", 2, "there is no key"),
        ("[folders]\ncustomers = '../up'\n", 2, "plain name"),
        ("[folders]\nelsewhere = 'X'\n", 2, "no folder setting"),
        ("[hooks]\nrun = 'rm'\n", 1, "no table"),
        ("\n[vault\n", 0, "line 2"),
    ],
)
def test_an_error_names_line_and_reason(text, line, reason):
    with pytest.raises(BadSettings) as error:
        read_settings(text)
    assert reason in str(error.value)
    assert "ry again" in str(error.value)
    assert not line or f"crm.toml:{line}:" in str(error.value)


def test_the_digest_changes_only_with_what_changes_the_reading():
    plain = read_settings("").digest
    assert read_settings("[vault]\nname = 'x'\ncurrency = 'GBP'\n").digest == plain
    assert read_settings("[fields]\nhours = 'number'\n").digest != plain
    assert read_settings("[vault]\nlanguage = ['de']\n").digest != plain
