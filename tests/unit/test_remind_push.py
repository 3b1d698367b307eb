"""Alerts by Apprise: sent to a server of our own, loaded only when they are wanted, silent about secrets."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

NOTES = {
    "Customers/Acme/2026-03-02 Acme visit.md": "---\ntype: visit\nby: Sam Lee\n---\n## Promised\n"
    "- [ ] Send kit <b>&amp; *more* 📅 2026-03-06\n"
}


@pytest.fixture
def server():
    """Its port, and the documents that were posted to it; what is posted to /no is refused."""
    got = []

    class Post(BaseHTTPRequestHandler):
        def do_POST(self):
            said = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path.startswith("/yes"):
                got.append(json.loads(said))
            self.send_response(200 if self.path.startswith("/yes") else 500)
            self.end_headers()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Post) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running.server_port, got
        running.shutdown()
        thread.join()


@pytest.fixture
def send(crm_process, vault, home):
    """`crm remind` with these addresses, in a process of its own."""
    folder = vault(NOTES)
    settings = home / "config" / "notes_crm" / "settings.toml"
    settings.parent.mkdir(parents=True)

    def run(*urls, today="2026-03-10"):
        settings.write_text(f'me = "Sam Lee"\n[remind]\nurls = {json.dumps(urls)}\n')
        return crm_process("remind", cwd=folder, today=today)

    return run


def test_an_address_gets_the_words(send, server):
    pytest.importorskip("apprise", reason="Apprise is an extra: pip install 'notes_crm[push]'")
    port, got = server
    done = send(f"json://127.0.0.1:{port}/yes")
    assert (done.code, done.stderr) == (0, "")
    assert [(d["title"], d["message"]) for d in got] == [
        ("We owe, 4 days late: Acme", "Send kit <b>&amp; *more*")
    ]
    assert send(f"json://127.0.0.1:{port}/yes").stdout.startswith("Nothing new")
    assert len(got) == 1


def test_one_address_of_two_is_enough_and_none_is_not(send, server):
    pytest.importorskip("apprise", reason="Apprise is an extra: pip install 'notes_crm[push]'")
    port, got = server
    bad, good = f"json://sam:secret@127.0.0.1:{port}/no", f"json://127.0.0.1:{port}/yes"
    done = send(bad, "pigeon://secret")
    assert done.code == 2
    assert done.stderr == (
        "crm: No address took it (1, 2 of urls below [remind]); see to your settings.\n"
    )
    done = send(bad, good)
    assert done.code == 0
    assert (
        done.stderr == "Told, but not to address 1 of urls below [remind]; see to your settings.\n"
    )
    assert len(got) == 1


def test_without_it_it_is_said_what_to_install(crm, vault, home, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "apprise", None)
    settings = home / "config" / "notes_crm" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('me = "Sam Lee"\n[remind]\nurls = ["json://127.0.0.1:9"]\n')
    done = crm("remind", cwd=vault(NOTES))
    assert done.code == 2
    assert "pip install 'notes_crm[push]'" in done.stderr
