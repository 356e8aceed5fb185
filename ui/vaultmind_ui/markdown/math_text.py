"""Formulas as text that can be read, selected and spoken: TeX in, Unicode out. Nothing is run and nothing loaded."""

import re

_MOST = 4000
COMMANDS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ",
    "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "cdot": "·", "times": "×", "div": "÷",
    "pm": "±", "mp": "∓", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈",
    "equiv": "≡", "sim": "∼", "simeq": "≃", "propto": "∝", "infty": "∞", "partial": "∂", "nabla": "∇", "sum": "∑",
    "prod": "∏", "int": "∫", "iint": "∬", "oint": "∮", "in": "∈", "notin": "∉", "ni": "∋", "subset": "⊂",
    "subseteq": "⊆", "supset": "⊃", "supseteq": "⊇", "cup": "∪", "cap": "∩", "emptyset": "∅", "varnothing": "∅",
    "forall": "∀", "exists": "∃", "neg": "¬", "land": "∧", "wedge": "∧", "lor": "∨", "vee": "∨", "to": "→",
    "rightarrow": "→", "leftarrow": "←", "Rightarrow": "⇒", "Leftarrow": "⇐", "leftrightarrow": "↔",
    "Leftrightarrow": "⇔", "iff": "⇔", "implies": "⇒", "mapsto": "↦", "uparrow": "↑", "downarrow": "↓",
    "ldots": "…", "dots": "…", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱", "quad": "  ", "qquad": "    ",
    "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "mid": "|",
    "Vert": "‖", "vert": "|", "ell": "ℓ", "hbar": "ℏ", "Re": "ℜ", "Im": "ℑ", "aleph": "ℵ", "angle": "∠",
    "perp": "⊥", "parallel": "∥", "circ": "∘", "bullet": "•", "star": "⋆", "oplus": "⊕", "otimes": "⊗",
    "degree": "°", "prime": "′", "top": "⊤", "bot": "⊥", "models": "⊨", "vdash": "⊢", "ll": "≪", "gg": "≫",
    "setminus": "∖", "because": "∵", "therefore": "∴", "triangle": "△", "square": "□", "blacksquare": "■",
}  # fmt: skip
DOUBLE = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "P": "ℙ", "E": "𝔼"}
_RAISED = dict(zip("0123456789+-=()niTtxabcdeh", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀᵗˣᵃᵇᶜᵈᵉʰ", strict=True))
_LOWERED = dict(zip("0123456789+-=()aeoxhklmnpstijruv", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ", strict=True))
_ACCENTS = {"hat": "\u0302", "bar": "\u0304", "overline": "\u0304", "vec": "\u20d7", "tilde": "\u0303", "dot": "\u0307"}
_WORDS = frozenset({"text", "mathrm", "mathbf", "mathit", "mathsf", "mathcal", "operatorname", "textbf", "boldsymbol"})
_NOTHING = frozenset({"left", "right", "displaystyle", "limits", "nolimits", "big", "Big", "bigg", "Bigg", "middle"})
_BRACKETS = {
    "matrix": "", "smallmatrix": "", "array": "", "pmatrix": "()", "bmatrix": "[]", "Bmatrix": "{}", "vmatrix": "||",
    "Vmatrix": "‖‖", "cases": "{",
}  # fmt: skip
_PIECE = re.compile(r"\\[A-Za-z]+|\\.|[{}^_&]|\s+|[^\\{}^_&\s]", re.DOTALL)
_DEEPEST = 24


def readable_math(tex: str) -> str:
    """Return a formula as one line of text (or some, where it has rows); what is not known stays as written."""
    if len(tex) > _MOST:
        return tex
    reader = _Reader(_PIECE.findall(tex.strip()))
    return re.sub(r" {2,}", " ", reader.group(0, until=None)).strip()


class _Reader:
    def __init__(self, pieces: list[str]) -> None:
        self._pieces = pieces
        self._at = 0

    def group(self, depth: int, *, until: str | None) -> str:
        """Return what stands before the piece that ends this group."""
        said: list[str] = []
        while self._at < len(self._pieces):
            piece = self._pieces[self._at]
            if piece == until:
                self._at += 1
                break
            said.append(self._one(depth))
        return "".join(said)

    def _one(self, depth: int) -> str:
        """Return the next piece with what belongs to it."""
        if self._at >= len(self._pieces):
            return ""
        piece = self._pieces[self._at]
        self._at += 1
        if piece == "{":
            return self.group(depth + 1, until="}") if depth < _DEEPEST else "{"
        if piece in "^_":
            return self._script(piece, depth)
        if piece == "&":
            return " "
        if piece.isspace():
            return " "
        if piece.startswith("\\"):
            return self._command(piece[1:], depth)
        return "" if piece == "}" else piece

    def _argument(self, depth: int) -> str:
        while self._at < len(self._pieces) and self._pieces[self._at].isspace():
            self._at += 1
        return self._one(depth + 1) if depth < _DEEPEST else ""

    def _script(self, mark: str, depth: int) -> str:
        said = self._argument(depth).strip()
        small = _RAISED if mark == "^" else _LOWERED
        if said and all(letter in small for letter in said):
            return "".join(small[letter] for letter in said)
        if said in ("′", "∘", "*"):
            return {"∘": "°"}.get(said, said)
        return f"{mark}{said}" if len(said) < 2 else f"{mark}({said})"

    def _command(self, name: str, depth: int) -> str:
        if name in COMMANDS:
            return COMMANDS[name]
        if name in ("frac", "dfrac", "tfrac", "binom"):
            above, below = self._argument(depth), self._argument(depth)
            return f"C({above}, {below})" if name == "binom" else f"{_held(above)}/{_held(below)}"
        if name == "sqrt":
            return f"√{_held(self._argument(depth))}"
        if name == "mathbb":
            said = self._argument(depth)
            return "".join(DOUBLE.get(letter, letter) for letter in said)
        if name in _ACCENTS:
            said = self._argument(depth)
            return said + _ACCENTS[name] if len(said) == 1 else f"{name}({said})"
        if name in _WORDS:
            return self._argument(depth)
        if name == "begin":
            kind = self._argument(depth).removesuffix("*")
            return self._rows(kind, depth) if kind in _BRACKETS and depth < _DEEPEST else ""
        if name == "end":
            self._argument(depth)
            return ""
        if name == "\\":
            return "\n"
        if name in _NOTHING:
            return ""
        if name == "|":
            return "‖"
        if name in (",", ";", ":", " ", "!"):
            return " " if name != "!" else ""
        return name if not name.isalpha() or name.islower() else f"\\{name}"

    def _rows(self, kind: str, depth: int) -> str:
        """Return what has rows and columns in one line, in its brackets: cells apart by commas, rows by semicolons."""
        if kind == "array":
            self._argument(depth)
        rows = [[""]]
        while self._at < len(self._pieces):
            piece = self._pieces[self._at]
            if piece == r"\end":
                self._at += 1
                self._argument(depth)
                break
            if piece == r"\\":
                self._at += 1
                rows.append([""])
            elif piece == "&":
                self._at += 1
                rows[-1].append("")
            else:
                rows[-1][-1] += self._one(depth + 1)
        said = "; ".join(", ".join(cell.strip() for cell in row) for row in rows if any(map(str.strip, row)))
        brackets = _BRACKETS[kind]
        return f"{brackets[:1]}{said}{brackets[1:]}"


def _held(said: str) -> str:
    """Return a part of a fraction or root, in brackets where it is more than one thing."""
    said = said.strip()
    return said if len(said) <= 1 or said.isalnum() else f"({said})"
