from __future__ import annotations

import jinja2
import pytest

from resistance.writers import html


@pytest.fixture
def templates(tmp_path):
    (tmp_path / html.STYLE).write_text("a > b { color: red; }", encoding="utf-8")
    for name in html.SCRIPTS:
        (tmp_path / name).write_text("let x = 1 < 2;\r\n", encoding="utf-8", newline="")
    (tmp_path / html.PAGE).write_text(
        "{{ csp }}|{{ name }}|{{ style }}|{{ script }}", encoding="utf-8"
    )
    return tmp_path


def test_names_are_escaped_our_own_files_are_not(templates):
    text = html.render(templates, {"name": "<b>&'\""})
    assert "|&lt;b&gt;&amp;&#39;&#34;|a > b { color: red; }|let x = 1 < 2;\n" in text


def test_a_missing_value_is_an_error(templates):
    with pytest.raises(jinja2.UndefinedError):
        html.render(templates, {})


def test_the_digest_is_that_of_the_script():
    # echo -n 'x' | openssl dgst -sha256 -binary | base64
    assert "'sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE='" in (
        html.content_security_policy("x")
    )


def test_written_with_line_feeds(tmp_path):
    html.write("ä\n", tmp_path / "new" / "report.html")
    assert (tmp_path / "new" / "report.html").read_bytes() == "ä\n".encode()
