"""Plots of what grows: SVG without any library."""

import os
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 84, 20, 34, 48
TICKS = 4


@dataclass
class Plot:
    curve: str
    title: str
    x_name: str
    y_name: str
    y_scale: float = 1.0


PLOTS = [Plot("rules", "Throughput against number of rules", "rules", "thousand events a second, one core", 1e-3),
         Plot("keys", "Memory against live keys", "live keys", "most memory, MB", 1e-6)]


def write_all(folder, curves):
    """Writes NAME.svg for each curve that there is."""
    os.makedirs(folder, exist_ok=True)
    for plot in PLOTS:
        if points := curves.get(plot.curve):
            with open(os.path.join(folder, f"performance-{plot.curve}.svg"), "w", encoding="utf-8") as file:
                file.write(svg(plot, [(x, y * plot.y_scale) for x, y in sorted(points)]))


def svg(plot, points):
    x_end, y_end = (round_up(max(point[axis] for point in points)) for axis in (0, 1))

    def place(x, y):
        return (LEFT + x / x_end * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - y / y_end * (HEIGHT - TOP - BOTTOM))

    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
             f'<title>{plot.title}</title>', f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
             text(LEFT, 20, plot.title, "start", 'font-weight="bold"')]
    for tick in range(TICKS + 1):
        x, y = place(x_end * tick / TICKS, y_end * tick / TICKS)
        lines += [f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>',
                  text(LEFT - 8, y + 4, f"{y_end * tick / TICKS:,.0f}", "end"),
                  text(x, HEIGHT - BOTTOM + 18, f"{x_end * tick / TICKS:,.0f}", "middle")]
    lines += [text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, plot.x_name, "middle"),
              text(0, 0, plot.y_name, "middle", f'transform="translate(16 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)"')]
    places = [place(x, y) for x, y in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    lines.append(f'<polyline points="{path}" fill="none" stroke="#1f6feb" stroke-width="2"/>')
    lines += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#1f6feb"/>' for x, y in places]
    return "\n".join(lines + ["</svg>"]) + "\n"


def text(x, y, words, anchor, more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#333"{" " + more if more else ""}>{words}</text>'


def round_up(value):
    """The next number that begins with 1, 2, 4, 6 or 8 and goes on with zeros."""
    power = 10 ** (len(str(int(value))) - 1)
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= value)
