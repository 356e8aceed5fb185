"""Formulas as trees of what stands over, under and beside what: TeX in, pure values out. Nothing in it is run.

The commands are those of TeX and amsmath that notes use (https://docs.mathjax.org/en/latest/input/tex/macros). A
formula with any other is not read at all, and shown as text instead.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from itertools import count

from vaultmind_ui.markdown.math_text import COMMANDS, DOUBLE

_MOST = 2000
_DEEPEST = 16
_PIECE = re.compile(r"\\[A-Za-z]+\*?|\\.|[{}^_&'\[\]]|\s+|\d+(?:[.,]\d+)?|[^\\{}^_&'\[\]\s]", re.DOTALL)
_WITH_LIMITS = {"sum": "∑", "prod": "∏", "coprod": "∐", "bigcup": "⋃", "bigcap": "⋂", "bigoplus": "⨁"}
_INTEGRALS = {"int": "∫", "iint": "∬", "iiint": "∭", "oint": "∮"}
_NAMED_WITH_LIMITS = frozenset({"lim", "max", "min", "sup", "inf", "limsup", "liminf", "argmax", "argmin"})
_NAMED = frozenset(
    {"sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "log", "ln", "lg"}
    | {"exp", "det", "dim", "ker", "deg", "gcd", "Pr", "arg", "hom"}
)
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
_UPRIGHT = frozenset({"text", "mathrm", "textrm", "operatorname", "operatorname*", "mathsf", "texttt", "mathtt"})
_LETTERS = frozenset({"mathcal", "mathit", "mathfrak", "mathscr", "textit"})
_BOLD = frozenset({"mathbf", "boldsymbol", "bm", "textbf"})
_MARKS = {
    "hat": "^", "widehat": "^", "bar": "-", "overline": "-", "vec": "→", "overrightarrow": "→", "tilde": "~",
    "widetilde": "~", "dot": ".", "ddot": "..", "underline": "_", "overbrace": "{", "underbrace": "}",
}  # fmt: skip
_SPACES = {",": 0.17, ":": 0.22, ";": 0.28, " ": 0.3, "!": -0.1, "quad": 1.0, "qquad": 2.0}
_UNSEEN = frozenset(
    {
        "displaystyle",
        "textstyle",
        "limits",
        "nolimits",
        "nonumber",
        "notag",
        "big",
        "Big",
        "bigg",
        "Bigg",
        "bigl",
        "bigr",
    }
    | {"Bigl", "Bigr", "biggl", "biggr", "bigm", "scriptstyle"}
)
_BRACKETS = {
    "matrix": ("", ""), "smallmatrix": ("", ""), "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖"), "array": ("", ""), "cases": ("{", ""), "aligned": ("", ""),
    "align": ("", ""), "alignat": ("", ""), "split": ("", ""), "gather": ("", ""), "gathered": ("", ""),
    "equation": ("", ""), "multline": ("", ""), "eqnarray": ("", ""),
}  # fmt: skip
_ALIGNED = frozenset({"aligned", "align", "split", "alignat", "eqnarray"})
_FENCES = {
    "(": "(", ")": ")", "[": "[", "]": "]", "|": "|", ".": "", "\\{": "{", "\\}": "}", "\\|": "‖", "\\langle": "⟨",
    "\\rangle": "⟩", "\\lfloor": "⌊", "\\rfloor": "⌋", "\\lceil": "⌈", "\\rceil": "⌉", "\\vert": "|", "\\Vert": "‖",
    "\\lvert": "|", "\\rvert": "|", "\\lVert": "‖", "\\rVert": "‖", "\\lbrace": "{", "\\rbrace": "}", "<": "⟨",
    ">": "⟩", "/": "/",
}  # fmt: skip
_BETWEEN = frozenset("+-−±∓×·÷=≠<>≤≥≈≡∼≃∝∈∉∋⊂⊆⊃⊇∪∩∧∨→←⇒⇐↔⇔↦⊕⊗∘≪≫⊥∥∣:⊨⊢∖")
"""What has room around it where something stands on both sides."""


class Look(Enum):
    """How letters look."""

    PLAIN = auto()
    ITALIC = auto()
    BOLD = auto()
    LARGE = auto()


@dataclass(frozen=True, slots=True)
class Symbol:
    """Letters that stand together; one ``is_between`` has room around it."""

    text: str
    look: Look = Look.PLAIN
    is_between: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    """Room, in widths of an em; less than nothing draws things together."""

    ems: float


@dataclass(frozen=True, slots=True)
class Row:
    """Things beside each other."""

    parts: "tuple[Node, ...]" = ()


@dataclass(frozen=True, slots=True)
class Fraction:
    """One thing over another; without a bar in a binomial coefficient."""

    above: "Node"
    below: "Node"
    has_bar: bool = True


@dataclass(frozen=True, slots=True)
class Scripts:
    """A thing with what is raised and lowered at it; ``are_limits`` stand over and under it."""

    base: "Node"
    raised: "Node | None" = None
    lowered: "Node | None" = None
    are_limits: bool = False


@dataclass(frozen=True, slots=True)
class Root:
    """A root of some degree."""

    body: "Node"
    degree: "Node | None" = None


@dataclass(frozen=True, slots=True)
class Fenced:
    """A thing between brackets as high as it is; ``""`` for none."""

    left: str
    body: "Node"
    right: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A thing with a mark over or under it: ``^ - → ~ . .. _ { }``."""

    body: "Node"
    mark: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells; ``sides`` is ``"c"`` or ``"l"`` for all columns, ``"rl"`` for right and left in turn."""

    rows: "tuple[tuple[Node, ...], ...]"
    sides: str = "c"


Node = Symbol | Space | Row | Fraction | Scripts | Root | Fenced | Marked | Grid


class _UnreadableError(Exception):
    """Something in the formula is not known."""


def read_formula(tex: str) -> Node | None:
    """Return a formula as a tree, ``None`` where it is too long or has something that is not known."""
    if len(tex) > _MOST:
        return None
    reader = _Reader(_PIECE.findall(tex.strip()))
    try:
        return reader.lines(frozenset({""}), depth=0)
    except _UnreadableError:
        return None


class _Reader:
    def __init__(self, pieces: list[str]) -> None:
        self._pieces = pieces
        self._at = 0

    def lines(self, ends: frozenset[str], *, depth: int) -> Node:
        """Return what stands before one of ``ends``; where it has lines, as a grid of one column."""
        rows = [[self._row(ends | {"\\\\", "&"}, depth=depth)]]
        while (piece := self._next()) not in ends:
            self._at += 1
            if piece == "\\\\":
                self._skip_room()
                rows.append([])
            rows[-1].append(self._row(ends | {"\\\\", "&"}, depth=depth))
        if len(rows) == 1 and len(rows[0]) == 1:
            return rows[0][0]
        return Grid(tuple(map(tuple, rows)), "rl" if max(map(len, rows)) > 1 else "c")

    def _next(self) -> str:
        """Return the piece that is read next, ``""`` at the end."""
        return self._pieces[self._at] if self._at < len(self._pieces) else ""

    def _row(self, ends: frozenset[str], *, depth: int) -> Node:
        if depth > _DEEPEST:
            raise _UnreadableError
        parts: list[Node] = []
        while (piece := self._next()) not in ends:
            if not piece:
                raise _UnreadableError
            if piece in "^_'":
                base = parts.pop() if parts else Row()
                parts.append(self._scripts(base, depth))
            elif piece.isspace():
                self._at += 1
            elif (part := self._one(depth)) is not None:
                parts.append(part)
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def _scripts(self, base: Node, depth: int) -> Scripts:
        raised: Node | None = None
        lowered: Node | None = None
        while True:
            self._skip_blanks()
            piece = self._next()
            if piece == "'":
                self._at += 1
                primes = Symbol("′")
                raised = primes if raised is None else Row((raised, primes))
            elif piece == "^" and raised is None:
                self._at += 1
                raised = self._argument(depth)
            elif piece == "^" and isinstance(raised, Symbol) and set(raised.text) == {"′"}:
                self._at += 1
                raised = Row((raised, self._argument(depth)))
            elif piece == "_" and lowered is None:
                self._at += 1
                lowered = self._argument(depth)
            elif piece and piece in "^_":
                raise _UnreadableError
            else:
                return Scripts(base, raised, lowered, are_limits=_takes_limits(base))

    def _skip_blanks(self) -> None:
        while self._next().isspace():
            self._at += 1

    def _skip_room(self) -> None:
        """Pass over how far the next line stands off, e.g. ``[2pt]``."""
        at = self._at
        if self._next() == "[":
            while self._next() not in ("]", ""):
                self._at += 1
            if not self._next():
                self._at = at
            else:
                self._at += 1

    def _argument(self, depth: int) -> Node:
        self._skip_blanks()
        if self._next() in ("", "}", "^", "_", "&", "\\\\"):
            raise _UnreadableError
        if self._next()[:1].isdigit():
            self._pieces[self._at : self._at + 1] = self._next()  # TeX takes one digit alone
        part = self._one(depth + 1)
        return Row() if part is None else part

    def _one(self, depth: int) -> Node | None:
        """Return what the next piece begins; ``None`` for what is not seen."""
        if depth > _DEEPEST:
            raise _UnreadableError
        piece = self._next()
        self._at += 1
        if piece == "{":
            body = self._row(frozenset("}"), depth=depth + 1)
            self._at += 1
            return body
        if piece in ("}", "&"):
            raise _UnreadableError
        if piece.startswith("\\"):
            return self._command(piece[1:], depth)
        if piece.isalpha():
            return Symbol(piece, Look.ITALIC)
        said = {"-": "−", "*": "∗", "~": " "}.get(piece, piece)
        return Symbol(said, is_between=said in _BETWEEN)

    def _command(self, name: str, depth: int) -> Node | None:
        if name in _UNSEEN:
            return None
        if name in _SPACES:
            return Space(_SPACES[name])
        if name in _FRACTIONS:
            return Fraction(self._argument(depth), self._argument(depth))
        if name in ("binom", "dbinom", "tbinom"):
            return Fenced("(", Fraction(self._argument(depth), self._argument(depth), has_bar=False), ")")
        if name == "sqrt":
            return self._root(depth)
        if name in _MARKS:
            return Marked(self._argument(depth), _MARKS[name])
        if name in ("overset", "stackrel", "underset"):
            mark, base = self._argument(depth), self._argument(depth)
            return Scripts(base, **{"lowered" if name == "underset" else "raised": mark}, are_limits=True)
        if name in ("left", "middle", "right", "begin", "end"):
            return self._paired(name, depth)
        if name in _UPRIGHT or name in _BOLD or name in _LETTERS or name == "mathbb":
            return self._words(name)
        if name in ("label", "tag", "tag*"):
            self._words(name)
            return None
        return _symbol(name)

    def _root(self, depth: int) -> Root:
        self._skip_blanks()
        degree: Node | None = None
        if self._next() == "[":
            self._at += 1
            degree = self._row(frozenset("]"), depth=depth + 1)
            self._at += 1
        return Root(self._argument(depth), degree)

    def _paired(self, name: str, depth: int) -> Node:
        if name == "left":
            left = self._fence()
            body = self.lines(frozenset({"\\right"}), depth=depth + 1)
            self._at += 1
            return Fenced(left, body, self._fence())
        if name == "middle":
            return Symbol(self._fence(), is_between=True)
        if name == "begin":
            return self._environment(depth)
        raise _UnreadableError

    def _fence(self) -> str:
        self._skip_blanks()
        piece = self._next()
        self._at += 1
        if piece not in _FENCES:
            raise _UnreadableError
        return _FENCES[piece]

    def _environment(self, depth: int) -> Node:
        kind = self._braced().removesuffix("*")
        if kind not in _BRACKETS:
            raise _UnreadableError
        if kind in ("array", "alignat"):
            self._braced()
        left, right = _BRACKETS[kind]
        rows: list[list[Node]] = [[]]
        ends = frozenset({"\\\\", "&", "\\end"})
        while True:
            while self._next() == "\\hline" or self._next().isspace():
                self._at += 1
            if self._next() != "\\end" or rows[-1]:
                rows[-1].append(self._row(ends, depth=depth + 1))
            piece = self._next()
            self._at += 1
            if piece == "\\end":
                break
            if piece == "\\\\":
                self._skip_room()
                rows.append([])
        if self._braced().removesuffix("*") != kind:
            raise _UnreadableError
        sides = "rl" if kind in _ALIGNED else "l" if kind == "cases" else "c"
        cells = (map(_after_mark, row, count()) if sides == "rl" else row for row in rows if row)
        grid = Grid(tuple(map(tuple, cells)), sides)
        return Fenced(left, grid, right) if left or right else grid

    def _braced(self) -> str:
        """Return the letters of a group as they are written."""
        self._skip_blanks()
        if self._next() != "{":
            raise _UnreadableError
        self._at += 1
        said: list[str] = []
        depth = 1
        while True:
            piece = self._next()
            self._at += 1
            if not piece:
                raise _UnreadableError
            depth += (piece == "{") - (piece == "}")
            if not depth:
                return "".join(said)
            said.append(piece)

    def _words(self, name: str) -> Node:
        """Return words as they are written, in the look that a command gives them."""
        self._skip_blanks()
        if self._next() == "{":
            said = self._braced()
        else:
            said = self._next()
            self._at += 1
        if "\\" in said.replace("\\ ", "").replace("\\,", "") or "$" in said:
            raise _UnreadableError
        said = re.sub(r"\\[ ,]", " ", said).replace("{", "").replace("}", "").replace("~", " ")
        if name == "mathbb":
            said = "".join(DOUBLE.get(letter, letter) for letter in said)
        look = Look.BOLD if name in _BOLD else Look.ITALIC if name in _LETTERS else Look.PLAIN
        return Symbol(said, look)


def _after_mark(cell: Node, column: int) -> Node:
    """Return a cell that goes on with the one before it: an equals sign at its beginning has room."""
    if column % 2 == 0:
        return cell
    return Row((Symbol(""), *(cell.parts if isinstance(cell, Row) else (cell,))))


def _symbol(name: str) -> Symbol:
    if name in _WITH_LIMITS:
        return Symbol(_WITH_LIMITS[name], Look.LARGE)
    if name in _INTEGRALS:
        return Symbol(_INTEGRALS[name], Look.LARGE)
    if name in _NAMED_WITH_LIMITS or name in _NAMED:
        return Symbol(f"{name} ")
    if name in COMMANDS:
        said = COMMANDS[name]
        is_greek = len(said) == 1 and "α" <= said <= "ϖ"
        return Symbol(said, Look.ITALIC if is_greek else Look.PLAIN, is_between=said in _BETWEEN or name == "mid")
    if f"\\{name}" in _FENCES:
        return Symbol(_FENCES[f"\\{name}"])
    if name in ("%", "#", "$", "&", "_"):
        return Symbol(name)
    raise _UnreadableError


def _takes_limits(base: Node) -> bool:
    """Say whether what is raised and lowered stands over and under a thing when the formula stands alone."""
    if isinstance(base, Marked):
        return base.mark in "{}"
    if not isinstance(base, Symbol):
        return False
    is_sum = base.look is Look.LARGE and base.text in _WITH_LIMITS.values()
    return is_sum or base.text.strip() in _NAMED_WITH_LIMITS
