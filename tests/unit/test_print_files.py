import os

import pytest

from notes_crm.store.print_files import MOST_LOGO, MOST_TEMPLATE, read_print_files
from notes_crm.store.vault import Vault

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 20


@pytest.fixture
def read(vault):
    """`read({path: content})`: what a vault with these files brings along."""
    return lambda files: read_print_files(Vault(vault(files)))


def test_a_vault_without_any_brings_nothing(read):
    files = read({})
    assert (files.templates, files.style, files.logo, files.refused) == ({}, "", "", ())


def test_templates_and_style_sheet_are_read(read):
    files = read({
        "Templates/print/briefing.html.j2": "a",
        "Templates/print/briefing/bakery.html.j2": "b",
        "Templates/print/parts/x.html": "\ufeffc",
        "Templates/print/briefing.css": "p{}",
        "Templates/print/notes.md": "no template",
        "Templates/print/.hidden.html.j2": "no template",
        "Templates/print/a/b/deep.html.j2": "no template",
        "Templates/Visit.md": "no template",
    })  # fmt: skip
    assert files.folder == "Templates/print"
    assert files.templates == {
        "briefing.html.j2": "a",
        "briefing/bakery.html.j2": "b",
        "parts/x.html": "c",
    }
    assert files.style == "p{}"
    assert files.refused == ()


def test_the_folder_for_templates_may_have_another_name(read):
    files = read({
        "crm.toml": '[folders]\ntemplates = "Vorlagen"\n', "Vorlagen/print/briefing.html.j2": "a",
    })  # fmt: skip
    assert files.templates == {"briefing.html.j2": "a"}


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_nothing_outside_the_vault_is_read(vault, home):
    (home / "secret.html.j2").write_text("secret")
    (home / "secrets").mkdir()
    (home / "secrets" / "x.html.j2").write_text("secret")
    root = vault(
        {"crm.toml": '[briefing]\nlogo = "logo.png"\n', "Templates/print/inside.html.j2": "a"}
    )
    folder = root / "Templates" / "print"
    (folder / "briefing.html.j2").symlink_to(home / "secret.html.j2")
    (folder / "passwd.html").symlink_to("/etc/passwd")
    (folder / "briefing").symlink_to(home / "secrets")
    (folder / "within.html.j2").symlink_to(folder / "inside.html.j2")
    (folder / "gone.html.j2").symlink_to(folder / "nothing")
    (home / "logo.png").write_bytes(PNG)
    (root / "logo.png").symlink_to(home / "logo.png")
    files = read_print_files(Vault(root))
    assert files.templates == {"inside.html.j2": "a", "within.html.j2": "a"}
    assert files.logo == ""
    assert files.refused == (
        "Templates/print/briefing.html.j2 is left out: it lies outside the vault.",
        "Templates/print/gone.html.j2 is left out: no such file or directory.",
        "Templates/print/passwd.html is left out: it lies outside the vault.",
        "The logo logo.png is left out: it lies outside the vault.",
    )


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_folder_for_templates_that_is_a_link_out_is_refused(vault, home):
    (home / "elsewhere").mkdir()
    (home / "elsewhere" / "briefing.html.j2").write_text("secret")
    root = vault({"Templates/x.md": ""})
    (root / "Templates" / "print").symlink_to(home / "elsewhere")
    files = read_print_files(Vault(root))
    assert files.templates == {}
    assert "it lies outside the vault" in files.refused[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(vault):
    root = vault({"Templates/print/a.html": ""})
    os.mkfifo(root / "Templates" / "print" / "briefing.html.j2")
    assert "it is no regular file" in read_print_files(Vault(root)).refused[0]


@pytest.mark.parametrize(
    ("path", "content", "reason"),
    [
        ("Templates/print/briefing.html.j2", b"x" * (MOST_TEMPLATE + 1), "it has more than 256 KB"),
        ("Templates/print/briefing.html.j2", b"\xff\xfe", "it is not UTF-8 text"),
        ("Templates/print/briefing.css", b"\xff\xfe", "it is not UTF-8 text"),
    ],
)
def test_what_is_no_template_is_left_out(read, path, content, reason):
    assert read({path: content}).refused == (f"{path} is left out: {reason}.",)


@pytest.mark.parametrize(
    ("content", "begins"),
    [
        (PNG, "data:image/png;base64,iVBORw0KGg"),
        (b"\xff\xd8\xff" + b"x" * 9, "data:image/jpeg;base64,"),
        (b"GIF89a" + b"x" * 9, "data:image/gif;base64,"),
        (b"RIFF1234WEBP" + b"x" * 9, "data:image/webp;base64,"),
    ],
)
def test_a_logo_becomes_part_of_the_page(read, content, begins):
    files = read(
        {"crm.toml": '[briefing]\nlogo = "Reference/us.png"\n', "Reference/us.png": content}
    )
    assert files.logo.startswith(begins)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<svg onload=alert(1)>", "it is no PNG, JPEG, GIF or WebP picture"),
        (b"", "it is no PNG, JPEG, GIF or WebP picture"),
        (PNG + b"x" * MOST_LOGO, "it has more than 512 KB"),
        (None, "no such file or directory"),
    ],
)
def test_a_logo_that_is_none_is_left_out(read, content, reason):
    files = {"Reference/us.png": content} if content is not None else {}
    found = read({"crm.toml": '[briefing]\nlogo = "Reference/us.png"\n', **files})
    assert found.logo == ""
    assert found.refused == (f"The logo Reference/us.png is left out: {reason}.",)
