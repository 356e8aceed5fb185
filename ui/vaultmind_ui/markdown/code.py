"""Code in colours: Pygments over what is short enough for it, plain text for the rest."""

from functools import lru_cache

from vaultmind_ui.markdown.values import Ink, Run, Style

_MOST_CHARACTERS = 20_000
_LONGEST_LINE = 1_000


@lru_cache(maxsize=256)
def code_runs(code: str, language: str) -> tuple[Run, ...]:
    """Return code as runs; one run where the language is not known or the code is long for a highlighter."""
    plain = (Run(code, Style.CODE),) if code else ()
    if not language or len(code) > _MOST_CHARACTERS or max(map(len, code.split("\n"))) > _LONGEST_LINE:
        return plain
    try:
        from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 (slow to import, and few notes need it)
        from pygments.token import Comment, Keyword, Name, Number, String  # noqa: PLC0415
        from pygments.util import ClassNotFound  # noqa: PLC0415
    except ImportError:
        return plain
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return plain
    inks = (
        (Comment, Ink.COMMENT),
        (Keyword, Ink.KEYWORD),
        (String, Ink.TEXT),
        (Number, Ink.NUMBER),
        (Name.Function, Ink.NAME),
        (Name.Class, Ink.NAME),
        (Name.Tag, Ink.KEYWORD),
        (Name.Attribute, Ink.NAME),
    )
    runs: list[Run] = []
    for token, text in lexer.get_tokens(code):
        ink = next((ink for kind, ink in inks if token in kind), Ink.PLAIN)  # type: ignore[comparison-overlap]
        if runs and runs[-1].ink is ink:
            runs[-1] = Run(runs[-1].text + text, Style.CODE, ink=ink)
        elif text:
            runs.append(Run(text, Style.CODE, ink=ink))
    return tuple(runs) if "".join(run.text for run in runs) == code else plain
