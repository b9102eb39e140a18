"""The markdown block: what Slack draws of it, and nothing that a browser would run."""

import pytest

from sandbox.page.markdown import to_html

LINK = '<a href="https://x.y" target="_blank" rel="noopener noreferrer nofollow">{}</a>'


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("# One", "<h4>One</h4>"),
        ("### Three ###", "<h6>Three</h6>"),
        ("a\nb", "<p>a<br>b</p>"),
        ("a\n\nb", "<p>a</p><p>b</p>"),
        ("**bold** *it* _it_ ~~no~~", "<p><strong>bold</strong> <em>it</em> <em>it</em> <s>no</s></p>"),
        ("**bold and *it***", "<p><strong>bold and <em>it</em></strong></p>"),
        ("`**code**`", "<p><code>**code**</code></p>"),
        (r"\*not\*", "<p>*not*</p>"),
        ("snake_case_word 2*3*4", "<p>snake_case_word 2*3*4</p>"),
        ("[words](https://x.y)", f"<p>{LINK.format('words')}</p>"),
        ("https://x.y", f"<p>{LINK.format('https://x.y')}</p>"),
        (":seedling:", "<p>🌱</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("- [ ] a\n- [x] b", "<ul><li>☐ a</li><li>☑ b</li></ul>"),
        ("> a\n> - b", "<blockquote><p>a</p><ul><li>b</li></ul></blockquote>"),
        ("---", "<hr>"),
        ("|A|B|\n|-|-|\n|1|2|", "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"),
        ("```py\n# a\n- b\n```", "<pre><code># a\n- b</code></pre>"),
        ("", ""),
    ],
)
def test_what_is_written_is_drawn(written: str, drawn: str) -> None:
    assert to_html(written) == drawn


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        "# <img src=x onerror=alert(1)>",
        "- <b>",
        "> <b>",
        "|<b>|\n|-|\n|<b>|",
        "```\n<b>\n```",
        "**<b>**",
        "`<b>`",
        "[<b>](https://x.y)",
        '[x](https://x.y"onclick="alert(1))',
    ],
)
def test_nothing_written_becomes_html(written: str) -> None:
    html = to_html(written)
    assert "<b>" not in html
    assert "<script" not in html
    assert "<img" not in html
    assert '"onclick' not in html


def test_no_link_leads_into_a_script() -> None:
    assert to_html("[x](javascript:alert(1))") == "<p>[x](javascript:alert(1))</p>"
    assert to_html("[x](javascript:alert)") == "<p>x</p>"


@pytest.mark.parametrize("written", ["- a\n\n  more", "  lonely", "|a|b|", "1.", "**", "> ", "```", "-", "#"])
def test_half_finished_markdown_is_words(written: str) -> None:
    letters = [letter for letter in written if letter.isalpha()]
    html = to_html(written)
    assert all(letter in html for letter in letters)
