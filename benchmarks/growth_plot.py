"""The figures of ``scale.py`` as small curves in one SVG file, both axes logarithmic."""

import math
from collections.abc import Mapping, Sequence
from html import escape

PANELS = (
    ("Words and links indexed, CPU s", {"words_cpu_s": "all notes"}),
    ("Room on the disk, MB", {"catalog_mb": "words and links", "vectors_mb": "vectors"}),
    ("Memory of serving, MB", {"memory_mb": "its own", "resident_mb": "with pages of files"}),
    ("Time to open, CPU s", {"open_cpu_s": "words, links, vectors"}),
    (
        "Query, CPU ms at p95",
        {"words_ms": "words", "meaning_ms": "meaning", "links_ms": "both, links", "hop_ms": "second hop"},
    ),
)
COLOURS = ("#3465a4", "#c4591a", "#4e7f2f", "#75507b")
WIDTH, HEIGHT, LEFT, TOP, PLOT_W, PLOT_H = 300, 230, 46, 34, 190, 150


def draw(rows: Sequence[Mapping[str, object]]) -> str:
    """Return an SVG document with a panel for each figure, passages from left to right."""
    panels = "".join(
        f'<g transform="translate({(at % 3) * WIDTH},{(at // 3) * HEIGHT})">{_panel(title, curves, rows)}</g>'
        for at, (title, curves) in enumerate(PANELS)
    )
    height = HEIGHT * math.ceil(len(PANELS) / 3)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * 3} {height}" width="{WIDTH * 3}" '
        f'height="{height}" font-family="sans-serif" font-size="10"><rect width="100%" height="100%" fill="#ffffff"/>'
        f"{panels}</svg>\n"
    )


def _panel(title: str, curves: Mapping[str, str], rows: Sequence[Mapping[str, object]]) -> str:
    points = {
        key: [(number(row["passages"]), number(row[key])) for row in rows if row.get(key) is not None] for key in curves
    }
    values = [value for found in points.values() for _, value in found]
    if not values:
        return ""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)) + 1e-9)
    sizes = [math.log10(number(row["passages"])) for row in rows]
    left, right = math.floor(min(sizes)), max(math.ceil(max(sizes)), math.floor(min(sizes)) + 1)

    def place(passages: float, value: float) -> tuple[float, float]:
        x = LEFT + PLOT_W * (math.log10(passages) - left) / (right - left)
        return x, TOP + PLOT_H * (1 - (math.log10(value) - low) / max(1, high - low))

    parts = [f'<text x="{LEFT}" y="20" font-size="12" font-weight="bold">{escape(title)}</text>']
    for power in range(low, max(high, low + 1) + 1):
        _, y = place(10**left, 10**power)
        parts.append(f'<path d="M{LEFT} {y:.1f}h{PLOT_W}" stroke="#dddddd"/>')
        parts.append(f'<text x="{LEFT - 5}" y="{y + 3:.1f}" text-anchor="end">{_short(10.0**power)}</text>')
    for power in range(left, right + 1):
        x, _ = place(10**power, 10**low)
        parts.append(f'<text x="{x:.1f}" y="{TOP + PLOT_H + 14}" text-anchor="middle">{_short(10.0**power)}</text>')
    for at, (key, name) in enumerate(curves.items()):
        places = [place(*point) for point in points[key]]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{COLOURS[at]}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{COLOURS[at]}"/>' for x, y in places]
        legend = f'x="{LEFT + PLOT_W - 4}" y="{TOP + PLOT_H - 6 - 12 * at}" text-anchor="end" fill="{COLOURS[at]}"'
        parts.append(f"<text {legend}>{escape(name)}</text>")
    parts.append(f'<text x="{LEFT + PLOT_W / 2}" y="{TOP + PLOT_H + 28}" text-anchor="middle">passages</text>')
    return "".join(parts)


def number(value: object) -> float:
    """Return a figure as a number; of a median and a 95th percentile the latter."""
    return float(value[-1]) if isinstance(value, list) else float(value)  # type: ignore[arg-type]


def _short(value: float) -> str:
    return f"{value / 1e6:g}M" if value >= 1e6 else f"{value / 1e3:g}k" if value >= 1e3 else f"{value:g}"
