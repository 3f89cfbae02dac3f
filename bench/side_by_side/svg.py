"""Draws plots as SVG, each in two files that differ only in their colours: for light pages and for
dark ones."""

import html
import math

# The colours of GitHub's pages, which show the pictures.
THEMES = {
    "light": {"back": "#ffffff", "text": "#1f2328", "soft": "#59636e", "grid": "#d1d9e0",
              "ours": "#0969da", "others": "#8c959f", "lines": ("#0969da", "#bc4c00", "#8250df",
                                                              "#1a7f37", "#cf222e", "#59636e")},
    "dark": {"back": "#0d1117", "text": "#f0f6fc", "soft": "#9198a1", "grid": "#3d444d",
             "ours": "#4493f8", "others": "#6e7681", "lines": ("#4493f8", "#db6d28", "#ab7df8",
                                                             "#3fb950", "#f85149", "#9198a1")},
}
FONT = 'system-ui, "Segoe UI", Helvetica, Arial, sans-serif'


def escaped(text):
    """Text as SVG can hold it."""
    return html.escape(str(text), quote=True)


class Picture:
    """The parts of one picture. Colours are names of a theme, or the number of a line."""

    def __init__(self, title, description, width, height):
        self.title, self.description = title, description
        self.width, self.height = width, height
        self.parts = []  # (text with {colour}, name of the colour)

    def text(self, x, y, words, colour="text", anchor="start", bold=False, size=13):
        """Words, with their base line at y."""
        weight = ' font-weight="600"' if bold else ""
        self.parts.append((f'<text x="{x:.1f}" y="{y:.1f}" fill="{{}}" text-anchor="{anchor}" '
                           f'font-size="{size}"{weight}>{escaped(words)}</text>', colour))

    def box(self, x, y, width, height, colour):
        """A filled rectangle."""
        self.parts.append((f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.5):.1f}" '
                           f'height="{height:.1f}" rx="2" fill="{{}}"/>', colour))

    def line(self, points, colour, width=2.0, dots=False):
        """A line through points."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.parts.append((f'<polyline points="{path}" fill="none" stroke="{{}}" '
                           f'stroke-width="{width}"/>', colour))
        for x, y in points if dots else ():
            self.parts.append((f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{{}}"/>', colour))

    def svg(self, theme):
        """The text of the file in the colours of a theme."""
        colours = THEMES[theme]
        pick = lambda name: colours["lines"][name % 6] if isinstance(name, int) else colours[name]
        body = "\n".join("  " + part.replace("{}", pick(colour)) for part, colour in self.parts)
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
                f"role=\"img\" aria-labelledby=\"title desc\" font-family='{FONT}'>\n"
                f'  <title id="title">{escaped(self.title)}</title>\n'
                f'  <desc id="desc">{escaped(self.description)}</desc>\n'
                f'  <rect width="{self.width}" height="{self.height}" fill="{colours["back"]}"/>\n'
                f"{body}\n</svg>\n")

    def save(self, folder, name):
        """Writes both files into a folder. Returns the markup that shows them on a page beside that
        folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for theme in THEMES:
            (folder / f"{name}-{theme}.svg").write_text(self.svg(theme))
        return (f'<picture>\n  <source media="(prefers-color-scheme: dark)" '
                f'srcset="{folder.name}/{name}-dark.svg">\n  <img src="{folder.name}/{name}-light.svg" '
                f'alt="{escaped(self.description)}" width="100%">\n</picture>\n')


def ticks(low, high):
    """Round values from at most `low` to at least `high`: a logarithmic scale, with 1, 2 and 5 of
    each power of ten if it spans few."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    steps = (1, 2, 5) if last - first <= 2 else (1,)
    every = [step * 10.0 ** power for power in range(first, last + 1) for step in steps]
    start = max(at for at, value in enumerate(every) if value <= low * 1.0000001)
    end = min((at for at, value in enumerate(every) if value >= high), default=len(every) - 1)
    return every[start:max(end, start + 1) + 1]


def plain(value):
    """A number in at most three digits that count, with thousands separated."""
    if value >= 100:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.3g}"
