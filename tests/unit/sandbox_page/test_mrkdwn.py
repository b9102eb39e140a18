"""mrkdwn as Slack reads it, and hostile text as nobody should."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.page.mrkdwn import to_html
from sandbox.page.reader import Reader

STYLES = [
    ("*bold*", "<strong>bold</strong>"),
    ("_italic_", "<em>italic</em>"),
    ("~gone~", "<s>gone</s>"),
    ("*bold _both_*", "<strong>bold <em>both</em></strong>"),
    ("(*bold*)", "(<strong>bold</strong>)"),
    ("*a* and *b*", "<strong>a</strong> and <strong>b</strong>"),
    ("snake_case_name", "snake_case_name"),
    ("2*3*4", "2*3*4"),
    ("* not bold*", "* not bold*"),
    ("*not bold *", "*not bold *"),
    ("*open", "*open"),
    ("*two\nlines*", "*two<br>lines*"),
    ("**", "**"),
    ("`*plain* <@U1>`", "<code>*plain* &lt;@U1&gt;</code>"),
    ("*`code` in bold*", "<strong><code>code</code> in bold</strong>"),
    ("*a _b* c_", "<strong>a _b</strong> c_"),
    ("", ""),
]

FRAMES = [
    ("one\ntwo", "one<br>two"),
    ("```x = *1*\ny```", "<pre><code>x = *1*\ny</code></pre>"),
    ("before\n```in```\nafter", "before<pre><code>in</code></pre>after"),
    ("``` unclosed", "``` unclosed"),
    ("&gt; said\n&gt; twice\nend", "<blockquote>said<br>twice</blockquote>end"),
    ("> *said*", "<blockquote><strong>said</strong></blockquote>"),
    ("5 &gt; 3", "5 &gt; 3"),
]

REFERENCES = [
    ("<@U1>", '<span class="mention">@Ana Ruiz</span>'),
    ("<@U1|old name>", '<span class="mention">@Ana Ruiz</span>'),
    ("<@U9>", '<span class="mention">@U9</span>'),
    ("<#C1>", '<span class="mention">#general</span>'),
    ("<#C9|elsewhere>", '<span class="mention">#elsewhere</span>'),
    ("<!here>", '<span class="mention">@here</span>'),
    ("<!channel|channel>", '<span class="mention">@channel</span>'),
    ("<!subteam^S1|@leads>", '<span class="mention">@leads</span>'),
    ("<!date^1700000000^{date_num} at {time}|long ago>", "2023-11-14 at 23:13"),
    ("<!date^soon^{time}|in a while>", '<span class="mention">in a while</span>'),
]

EMOJI = [
    (":tada:", "🎉"),
    (":wave::skin-tone-3: hi", "👋 hi"),
    (":not_an_emoji:", ":not_an_emoji:"),
    ("at 10:30:15", "at 10:30:15"),
    ("`:tada:`", "<code>:tada:</code>"),
]


@pytest.mark.parametrize(("text", "html"), STYLES + FRAMES + REFERENCES + EMOJI)
def test_text_reads_as_in_slack(reader: Reader, text: str, html: str) -> None:
    assert str(to_html(text, reader)) == html


def test_a_link_opens_elsewhere_and_shows_its_label(reader: Reader) -> None:
    html = str(to_html("see <https://example.org/a_b_c?x=1&amp;y=*2*|the _page_>", reader))
    assert 'href="https://example.org/a_b_c?x=1&amp;y=*2*"' in html
    assert 'rel="noopener noreferrer nofollow"' in html
    assert html.endswith(">the _page_</a>")


def test_a_link_without_a_label_shows_its_address(reader: Reader) -> None:
    assert ">https://example.org</a>" in to_html("<https://example.org>", reader)


def test_escaped_signs_are_shown_once(reader: Reader) -> None:
    assert to_html("AT&amp;T &lt;3 &amp;lt;", reader) == "AT&amp;T &lt;3 &amp;lt;"


HOSTILE = [
    "<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '"><img src=x onerror=alert(1)>',
    "<javascript:alert(1)|press me>",
    "<JaVaScRiPt:alert(1)>",
    "<data:text/html,<script>alert(1)</script>|x>",
    '<https://x.example/" onmouseover="alert(1)|x>',
    "<https://x.example|<img src=x onerror=alert(1)>>",
    "`<script>alert(1)</script>`",
    "```<script>alert(1)</script>```",
    "*<script>alert(1)</script>*",
    "&gt; <script>alert(1)</script>",
    "<!date^1^{date}^javascript:alert(1)|x>",
    "<!date^1^<script>{date}|x>",
    "<!<script>|<script>>",
    "<@<script>|<script>>",
    "<@U2>",
    "\ue0000\ue001",
    "\ue00099\ue001*x*",
]
ALLOWED_TAG = re.compile(
    r"</?(?:strong|em|s|code|pre|blockquote|br|span|a)"
    r'(?: class="mention"| href="(?:https?://|mailto:|tel:)[^"<>]*" target="_blank" rel="[a-z ]+")?>'
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(reader: Reader, text: str) -> None:
    assert "<" not in ALLOWED_TAG.sub("", to_html(text, reader))


@given(text=st.text(alphabet="<>&;*_~`\"'|@#!^:\n ab1/\ue000\ue001") | st.text())
def test_no_text_whatever_makes_other_tags_or_breaks(text: str) -> None:
    reader = _anyone()
    assert "<" not in ALLOWED_TAG.sub("", to_html(text, reader))


def _anyone() -> Reader:
    return Reader("U1", {}, {}, ZoneInfo("UTC"), datetime(2026, 1, 1, tzinfo=UTC))
