"""Plots as SVG, in the colours of the reader's light or dark theme."""

import math
from html import escape

WIDTH, MARGIN = 820, 16
STYLE = """<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328 } .title { font-weight: 600 } .axis { fill: #59636e } .grid { stroke: #d1d9e0 }
.paper { fill: #ffffff }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .axis { fill: #9198a1 } .grid { stroke: #30363d } .paper { fill: #0d1117 } }
</style>"""
OWN, OTHER = "#3b82f6", "#8b949e"
# Each can be told from the others on white and on black.
COLOURS = ("#8b949e", "#3b82f6", "#8b5cf6", "#0d9488", "#db2777", "#ea580c", "#ca8a04", "#16a34a")


def image(title, height, parts):
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">', f"<title>{escape(title)}</title>",
                      STYLE, '<rect class="paper" width="100%" height="100%"/>',
                      text(MARGIN, 26, title, "title"), *parts, "</svg>", ""])


def text(x, y, words, kind="", anchor="start"):
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{escape(words)}</text>'


def bars(title, values):
    """A bar for each name, the shortest first."""
    left, step = 240, 30
    scale = (WIDTH - left - 80) / max(*values.values(), 1e-9)
    parts = []
    for index, (name, value) in enumerate(sorted(values.items(), key=lambda item: item[1])):
        top, width = 44 + index * step, max(1, value * scale)
        colour = OWN if name.startswith("TokenAuthz") else OTHER
        parts += [text(left - 10, top + 15, name, anchor="end"),
                  f'<rect x="{left}" y="{top}" width="{width:.0f}" height="20" rx="2" fill="{colour}"/>',
                  text(left + width + 8, top + 15, f"{value:.1f}")]
    return image(title, 44 + step * len(values) + MARGIN, parts)


class Scale:
    """From values to places between two ends, linear or logarithmic."""

    def __init__(self, values, begin, end, is_log):
        self.is_log, self.begin, self.end = is_log, begin, end
        least, most = (min(values), max(values)) if is_log else (0, max(values))
        self.least, self.most = least, most if most > least else least + 1

    def place(self, value):
        def of(one):
            return math.log(one) if self.is_log else one

        part = (of(value) - of(self.least)) / (of(self.most) - of(self.least))
        return self.begin + part * (self.end - self.begin)

    def ticks(self):
        if self.is_log:
            powers = range(math.floor(math.log10(self.least)), math.ceil(math.log10(self.most)) + 1)
            candidates = [factor * 10 ** power for power in powers for factor in (1, 2, 5)]
            return [tick for tick in candidates if self.least <= tick <= self.most]
        step = 10 ** math.floor(math.log10(self.most))
        step = next(step * part for part in (0.1, 0.2, 0.5, 1) if self.most / (step * part) <= 8 or part == 1)
        return [step * number for number in range(int(self.most / step) + 1)]


def lines(title, below, series, is_x_log=False, is_y_log=False):
    """A line of points for each name, with the points' horizontal places marked below."""
    left, right, top, bottom = 70, WIDTH - 210, 50, 360
    across = Scale([x for points in series.values() for x, _ in points], left, right, is_x_log)
    up = Scale([y for points in series.values() for _, y in points], bottom, top, is_y_log)
    parts = [text((left + right) / 2, bottom + 42, below, "axis", "middle")]
    for tick in up.ticks():
        y = up.place(tick)
        parts += [f'<line class="grid" x1="{left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>',
                  text(left - 8, y + 4, f"{tick:,.0f}", "axis", "end")]
    marked = sorted({x for points in series.values() for x, _ in points}) if is_x_log else across.ticks()
    parts += [text(across.place(x), bottom + 20, f"{x:,.0f}", "axis", "middle") for x in marked]
    for index, (name, points) in enumerate(series.items()):
        colour = COLOURS[index % len(COLOURS)]
        places = [(across.place(x), up.place(y)) for x, y in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts += [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>',
                  *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places)]
        y = top + 14 + index * 22
        parts += [f'<rect x="{right + 20}" y="{y - 9}" width="14" height="4" fill="{colour}"/>', text(right + 40, y, name)]
    return image(title, bottom + 60, parts)
