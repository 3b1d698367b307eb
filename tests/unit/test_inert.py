import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_crm.output.inert import MOST_STYLE, wash, wash_style

ATTACKS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=http://127.0.0.1/a.png>",
    "<img src=file:///etc/passwd>",
    "<img src='data:text/html,<script>alert(1)</script>'>",
    "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
    "<img srcset='http://127.0.0.1/a.png 2x'>",
    "<svg onload=alert(1)></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><image href=http://127.0.0.1/a.png /></svg>",
    "<svg><use href=http://127.0.0.1/a.svg#x /></svg>",
    "<svg><a xlink:href=javascript:alert(1)>x</a></svg>",
    "<svg><foreignObject><iframe src=file:///etc/passwd></iframe></foreignObject></svg>",
    "<svg><style>@import 'http://127.0.0.1/a.css'</style></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    "<math><mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<iframe src=file:///etc/passwd></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=file:///etc/passwd></object>",
    "<embed src=file:///etc/passwd>",
    "<link rel=stylesheet href=http://127.0.0.1/a.css>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<a rel=attachment href=file:///etc/passwd>x</a>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1/'>",
    "<base href=http://127.0.0.1/>",
    "<form action=http://127.0.0.1/><input name=x autofocus onfocus=alert(1)></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href=JaVaScRiPt:alert(1)>x</a>",
    "<a href=vbscript:x>x</a>",
    "<a href=data:text/html,x>x</a>",
    "<a href=file:///etc/passwd>x</a>",
    "<a href=http://127.0.0.1/ ping=http://127.0.0.1/p>x</a>",
    "<body onload=alert(1)>",
    "<style>body{background:url(http://127.0.0.1/a.png)}</style>",
    "<p style='background:url(http://127.0.0.1/a.png)'>x</p>",
    "<table background=http://127.0.0.1/a.png><tr><td>x</td></tr></table>",
    "<video src=http://127.0.0.1/a.mp4 poster=http://127.0.0.1/a.png></video>",
    "<audio src=http://127.0.0.1/a.mp3 autoplay></audio>",
    "<template><script>alert(1)</script></template>",
    "<!--<img src='--><img src=x onerror=alert(1)>'>",
    "<p id=fold name=x>x</p><div id=fold>x</div>",
    "</article></body></html><script>alert(1)</script>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>",
]
LIVE = re.compile(
    r"<\s*(?:script|iframe|object|embed|link|meta|base|form|input|button|style|video|audio|template|"
    r"foreignobject|image|use|animate|body|html|math|noscript|xmp|plaintext)\b"
    r"|\bon\w+\s*=|javascript:|vbscript:|file:|srcset|srcdoc|\bping\b|\bstyle=|data:text|svg\+xml",
    re.IGNORECASE,
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_live_is_left_of_a_template(attack):
    for html in (attack, f"<article><p>{attack}</p></article>", f"<table><tr><td>{attack}"):
        washed = wash(html)
        assert " id=" not in washed
        tags = "".join(re.findall(r"<[^>]*>", washed))
        assert not LIVE.search(tags), washed
        assert not re.search(r'src="(?!data:image/(?:png|jpeg|gif|webp);)', tags), washed


@given(st.lists(st.sampled_from(ATTACKS) | st.text(alphabet="<>\"'=/ &;!-abc\x00\n", max_size=9)))
def test_however_they_are_put_together(pieces):
    tags = "".join(re.findall(r"<[^>]*>", wash("".join(pieces))))
    assert not LIVE.search(tags)


def test_what_a_sheet_needs_is_kept():
    html = (
        '<article class="sheet" aria-label="x" dir="rtl"><table class="t"><colgroup><col class="c"></colgroup>'
        '<tbody><tr data-d="3" data-s="news" data-i=""><td colspan="2" lang="de">x</td></tr></tbody></table>'
        '<svg viewBox="0 0 9 9" aria-hidden="true"><path stroke="#000" d="M0 0h9"></path></svg>'
        '<bdi dir="ltr">07700</bdi><img src="data:image/png;base64,iVBORw0KGgo=" alt="us">'
        '<a href="obsidian://open?vault=x" rel="noopener noreferrer">note</a></article>'
    )
    assert wash(html) == html


@pytest.mark.parametrize(
    "css",
    [
        '@import "http://127.0.0.1/a.css";',
        "@IMPORT url(http://127.0.0.1/a.css);",
        r"@\69mport url(//127.0.0.1/a.css);",
        r"@i\mport 'http://127.0.0.1/a.css';",
        "@import/**/'http://127.0.0.1/a.css';",
        "a{background:url(http://127.0.0.1/a.png)}",
        "a{background:url( 'file:///etc/passwd' )}",
        r"a{background:u\72l(http://127.0.0.1/a.png)}",
        r"a{background:\75\72\6C(http://127.0.0.1/a.png)}",
        r"a{background:\000075rl(http://127.0.0.1/a.png)}",
        r"a{background:url\28http://127.0.0.1/a.png)}",
        "a{background:url(http://127.0.0.1/a.png",
        "a{background:URL(//127.0.0.1/a.png)}",
        "a{background:image-set('http://127.0.0.1/a.png' 1x)}",
        "a{background:-webkit-image-set(url(http://127.0.0.1/a.png) 1x)}",
        "a{background:cross-fade(url(http://127.0.0.1/a.png), red)}",
        "a{content:image('http://127.0.0.1/a.png')}",
        "@font-face{font-family:x;src:url(http://127.0.0.1/a.woff)}",
        "@namespace x url(http://127.0.0.1/);",
        "a{cursor:url(http://127.0.0.1/a.cur),auto}",
        "</style><script>alert(1)</script>",
        "<!--</style>",
        "a{b:url(data:,x)}@import '//127.0.0.1';",
        "@im@import 'x';port 'http://127.0.0.1/a.css';",
        "@im\0port 'http://127.0.0.1/a.css';@import 'x';",
        r"@\\36 9mport 'http://127.0.0.1/a.css';@import 'x';",
    ],
)
def test_a_style_sheet_fetches_nothing_and_stays_in_its_element(css):
    washed, gone = wash_style(f"p{{margin:0}}{css}")
    assert washed.startswith("p{margin:0}")
    assert not re.search(
        r"@import|@namespace|image-set\(|cross-fade\(|[\s:]image\(", washed, re.IGNORECASE
    )
    assert not re.search(r"url\(\s*['\"]?(?!data:)", washed, re.IGNORECASE)
    assert "<" not in washed
    assert gone or "style" in css


@given(st.text(alphabet="@importul(r)/*\\7569\"'; htp:<>{}", max_size=40))
def test_no_text_makes_a_style_sheet_fetch(css):
    washed = wash_style(css)[0]
    assert "<" not in washed
    assert not re.search(r"@import\b", washed, re.IGNORECASE)
    assert not re.search(r"\burl\(\s*(?!['\"]?data:)[^)\s]", washed, re.IGNORECASE)


def test_what_a_team_may_want_is_kept():
    css = "h1 { color: #003; content: '\\201C' } .why::before { content: url(data:image/png;base64,AA==) }"
    assert wash_style(css) == (css, [])


def test_a_huge_style_sheet_is_cut():
    assert len(wash_style("a" * (MOST_STYLE + 9))[0]) == MOST_STYLE
