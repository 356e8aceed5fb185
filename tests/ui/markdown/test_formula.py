"""Formulas are read as trees and drawn; what is not known is left to be shown as text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage, QTextCursor
from PySide6.QtWidgets import QApplication
from vaultmind_ui.markdown.browser import MarkdownBrowser
from vaultmind_ui.markdown.cutting import parts_of
from vaultmind_ui.markdown.formula import (
    Fenced,
    Fraction,
    Grid,
    Look,
    Marked,
    Root,
    Row,
    Scripts,
    Symbol,
    read_formula,
)
from vaultmind_ui.markdown.formula_picture import draw_formula
from vaultmind_ui.markdown.reading import read_markdown
from vaultmind_ui.markdown.values import Formula, Paragraph
from vaultmind_ui.theme import DARK, LIGHT

X, Y = Symbol("x", Look.ITALIC), Symbol("y", Look.ITALIC)
KNOWN = [
    r"\sum_{i=1}^{n} x_i^2 = \frac{a+b}{c}",
    r"\begin{pmatrix}a&b\\c&d\end{pmatrix}\vec{v} = \lambda\vec v",
    r"\int_0^\infty e^{-x^2}\,dx=\frac{\sqrt{\pi}}{2}",
    r"f(x)=\begin{cases}1 & x>0\\0 & \text{иначе}\end{cases}",
    r"\begin{align*}a&=b+c\\[2pt]c^2&=\tfrac12 d \label{one}\end{align*}",
    r"\lim_{n\to\infty}\left(1+\frac1n\right)^n=e \tag{1}",
    r"\underbrace{a+b+\dots}_{n} \leq \overline{xyz} \quad \mathbb{R}",
    r"\left\{x \mid x>0\right\} \cup \left[0, 1\right)",
    r"\binom{n}{k} = \frac{n!}{k!(n-k)!}, f''(x) \cdot \operatorname*{arg\,max}_x",
    r"\begin{array}{c|c}a & b \\ \hline c & d\end{array}",
    "a = b \\\\ c = d",
]


@pytest.mark.parametrize(
    ("tex", "tree"),
    [
        (r"\frac{x}{y}", Fraction(X, Y)),
        (r"\frac12", Fraction(Symbol("1"), Symbol("2"))),
        ("x_10", Row((Scripts(X, lowered=Symbol("1")), Symbol("0")))),
        (r"\sqrt[3]{x}", Root(X, Symbol("3"))),
        ("x'^2", Scripts(X, raised=Row((Symbol("′"), Symbol("2"))))),
        (r"\sum^y_x", Scripts(Symbol("∑", Look.LARGE), Y, X, are_limits=True)),
        (r"\int_x", Scripts(Symbol("∫", Look.LARGE), lowered=X)),
        (r"\left( x \right|", Fenced("(", X, "|")),
        (r"\hat x", Marked(X, "^")),
        (r"\begin{matrix}x & y \\ y & x \\ \end{matrix}", Grid(((X, Y), (Y, X)))),
        (r"\mathbf{v}", Symbol("v", Look.BOLD)),
        (r"\text{если } x", Row((Symbol("если "), X))),
    ],
)
def test_what_stands_over_and_under_what_is_read(tex: str, tree: object) -> None:
    assert read_formula(tex) == tree


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{x}",
        r"\unheard x",
        "{x",
        "x}",
        "x^1^2",
        r"\left( x",
        r"\begin{tikzcd}x\end{tikzcd}",
        "{" * 40 + "}" * 40,
        r"\begin{matrix}x\end{pmatrix}",
        "x" * 3000,
        r"\sqrt" * 60,
        r"\input{/etc/passwd}",
        r"\text{a $x$}",
    ],
)
def test_what_is_not_known_is_not_guessed(tex: str) -> None:
    assert read_formula(tex) is None


@pytest.mark.parametrize("tex", KNOWN)
def test_what_notes_write_is_drawn(qapp: QApplication, tex: str) -> None:
    tree = read_formula(tex)
    assert tree is not None
    image = draw_formula(tree, pixels=16, colour=QColor("black"))
    assert image is not None
    assert image.width() > 20
    assert ink(image) > 40


def test_a_formula_too_wide_for_any_window_is_left_to_be_text(qapp: QApplication) -> None:
    tree = read_formula("xy+" * 600 + "x")
    assert tree is not None
    assert draw_formula(tree, pixels=20, colour=QColor("black")) is None


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "\\frac",
                "{",
                "}",
                "^",
                "_",
                "x",
                "12",
                "\\sqrt",
                "[",
                "]",
                "\\left(",
                "\\right)",
                "&",
                "\\\\",
                "'",
                " ",
                "\\begin{cases}",
                "\\end{cases}",
                "\\text{a}",
                "\\sum",
                "\\hat",
                "=",
                "\\label{a}",
                "\\binom",
                "\\left",
            ]
        ),
        max_size=14,
    ).map("".join)
)
def test_nothing_that_is_written_raises(qapp: QApplication, tex: str) -> None:
    tree = read_formula(tex)
    if tree is not None:
        draw_formula(tree, pixels=12, colour=QColor("black"))


def test_a_note_shows_it_drawn_in_the_colour_of_its_words_and_copies_it_as_text(qapp: QApplication) -> None:
    text = "𝔸 before\n\n$$\\frac{a+b}{c}$$\n\n$$\\unheard{x}$$\n\nafter"
    blocks = read_markdown(text)
    assert [type(block) for block in blocks] == [Paragraph, Formula, Paragraph, Paragraph]
    for theme in (LIGHT, DARK):
        browser = MarkdownBrowser(theme)
        browser.resize(500, 400)
        browser.show_parts(list(parts_of("note", blocks)), is_other=True)
        cursor = browser.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        browser.setTextCursor(cursor)
        assert browser.createMimeDataFromSelection().text().split("\n")[:2] == ["𝔸 before", "(a+b)/c"]
        browser.deleteLater()


def ink(image: QImage) -> int:
    return sum(image.pixelColor(x, y).alpha() > 60 for x in range(image.width()) for y in range(image.height()))
