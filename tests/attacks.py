"""What a note may hold to do harm when it is printed: texts, values and names, and who notices.

`{url}` stands for a server that counts who asks, `{file}` for a file next to the vault that holds SECRET.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from notes_crm.answers.briefing import Briefing, compose
from notes_crm.model.note import parse

TODAY = date(2026, 11, 22)
SECRET = "s3cr3t-of-this-machine"
RUN = "document.title='PWNED';new Image().src='{url}/js'"

TEXTS = {
    "script": f"<script>{RUN}</script>",
    "script in pieces": f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    "script over lines": f"<script\n>{RUN}</script\n>",
    "javascript link": "[x](javascript:{run})",
    "javascript link in HTML": '<a href="javascript:{run}">x</a>',
    "javascript in entities": '<a href="&#106;avascript&#58;{run}">x</a>',
    "javascript in mixed case": '<a href="  JaVa\tScRiPt:{run}">x</a>',
    "vbscript": "[x](vbscript:msgbox)",
    "data link": "[x](data:text/html,<script>{run}</script>)",
    "file link": "[x]({file})",
    "remote picture": "![x]({url}/md.png)",
    "remote picture in HTML": '<img src="{url}/img.png" srcset="{url}/set.png 2x">',
    "local picture": "![x]({file}) <img src='{file}'>",
    "picture in a data address": "<img src='data:image/svg+xml,<svg onload=\"{run}\">'>",
    "embedded file": "![[../../secret.txt]] ![[{file}]]",
    "onerror": '<img src=x onerror="{run}">',
    "svg onload": '<svg onload="{run}"></svg>',
    "svg image": '<svg><image href="{url}/svg.png"/><use href="{url}/use.svg#a"/></svg>',
    "comment": "seen <!-- hidden-words --> too",
    "comment that never ends": "seen <!-- hidden-words",
    "comment that is none": "<!--> <img src=x onerror='{run}'> -->",
    "percent comment": "seen %% hidden-words %% too",
    "style tag": "<style>@import '{url}/a.css'; body {{ background: url({url}/b.png) }}</style>",
    "style attribute": '<p style="position:fixed;inset:0;background:url({url}/c.png)">x</p>',
    "borrowed class": '<span class="pill">Overdue</span> <p id="fold" class="arrive">x</p>',
    "iframe": '<iframe src="{file}"></iframe><iframe src="{url}/frame"></iframe>',
    "iframe with a page inside": '<iframe srcdoc="<script>{run}</script>"></iframe>',
    "object": '<object data="{file}"></object><embed src="{url}/embed">',
    "attachment": '<link rel="attachment" href="{file}"><a rel="attachment" href="{file}">x</a>',
    "style sheet": '<link rel="stylesheet" href="{url}/link.css">',
    "refresh": '<meta http-equiv="refresh" content="0;url={url}/refresh">',
    "base": '<base href="{url}/base/"><img src="rel.png">',
    "form": '<form action="{url}/form"><input autofocus onfocus="{run}"></form>',
    "break out": "</td></table></article></body></html><script>{run}</script>",
    "math": "<math><mtext><table><mglyph><style><!--</style><img src=x onerror='{run}'>",
    "noscript": "<noscript><p title=\"</noscript><img src=x onerror='{run}'>\"></noscript>",
    "template tag": "<template><script>{run}</script></template>",
    "ping": '<a href="https://example.com" ping="{url}/ping" onclick="{run}" target=_top>x</a>',
    "title": '[x](https://example.com "\\"><img src=x onerror={run}>")',
    "video": '<video autoplay poster="{url}/p.png" src="{url}/v.mp4"></video><audio src="{url}/a.mp3">',
    "Jinja": "{{{{ 7*7 }}}} {{% for x in y %}} {{# hidden #}} {{% include '/etc/passwd' %}}",
    "reference link": "[x][1]\n\n[1]: javascript:{run}",
    "autolink": "<javascript:{run}> <{url}/auto>",
    "control characters": "a\x00b\x1b[31mred\x07 \ufeffc\u200bd",
    "reading direction": "\u202emoc.live\u202c \u2066x",
}  # fmt: skip
"""One line of a note, or a value at its top."""

HEAVY = {
    "quotes in quotes": ">" * 3000 + " deep",
    "list in list": "\n".join("  " * n + "- x" for n in range(300)),
    "long line": "word " * 40_000,
    "brackets": "[" * 20_000,
    "stars": "*" * 8000,
    "wiki links": "[[" * 5000,
    "divs": "<div>" * 50_000,
    "one long word": "x" * 200_000,
    "accents": "a" + "\u0301" * 50_000,
}
"""What takes time or depth rather than liberties."""

HEADINGS = ("Discussed", "Told", "Asked", "Observed", "New subjects")


def filled(text: str, url: str, file: str) -> str:
    """An attack with its places filled in."""
    run = RUN.replace("{url}", url)
    return (
        text.replace("{run}", run)
        .replace("{url}", url)
        .replace("{file}", file)
        .replace("{{", "{")
        .replace("}}", "}")
    )


def sheet_of(attacks: list[str], name: str = "Acme") -> Briefing:
    """A customer whose every note, key and name holds these texts."""
    day, ahead = TODAY - timedelta(days=2), TODAY + timedelta(days=1)
    bullets = "".join(f"- {text}\n" for text in attacks)
    lasting = ("Always remember", "People", "About them", "Plans", "Wants", "What made them happy")
    value = " ".join(attacks).replace("\n", " ").replace("\x00", "")[:4000]
    said = "'" + value.replace("'", "''") + "'"
    values = [f"'{' '.join(a.split()).replace(chr(39), chr(39) * 2)}'" for a in attacks]
    folder = f"Customers/{name}"
    notes = {
        f"{folder}/{name}.md": _note("customer", said, "kind plan address phone arrival likes since sla",
            "".join(f"## {h}\n{bullets}\n" for h in lasting)),
        f"{folder}/{day} visit.md": _note("visit", said, "by people started_by location",
            "".join(f"## {h}\n{bullets}\n" for h in HEADINGS) + "## Promised\n"
            + "".join(f"- [ ] {text} 📅 2026-11-01\n" for text in attacks), "mood: 1\n"),
        f"{folder}/{ahead} visit.md": _note("visit", said, "by purpose length location", "", f"take: [{', '.join(values)}]\n"),
        f"{folder}/unit (Acme).md": _note("equipment", said, "serial maker model used_by downtime_impact", "", f"warranty_until: {day}\n"),
        f"{folder}/{day} case x.md": _note("case", said, "cause owner", bullets, "status: open\n"),
    }  # fmt: skip
    parsed = [parse(text.encode("utf-8", "replace"), path) for path, text in notes.items()]
    return compose(name, parsed, TODAY, me=value)


def _note(kind: str, value: str, keys: str, body: str, more: str = "") -> str:
    return f"---\ntype: {kind}\n{''.join(f'{k}: {value}{chr(10)}' for k in keys.split())}{more}---\n{body}"


@contextmanager
def witness(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    """A server that counts who asks, and a file with a secret: its address, the file's, what was asked."""
    asked: list[str] = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_POST = do_GET  # noqa: N815  # the server looks for this name

        def log_message(self, *_: object) -> None:
            """Nothing: the list says it."""

    (folder / "secret.txt").write_text(SECRET)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", (folder / "secret.txt").as_uri(), asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
