"""The few strokes every illustration is made of: palette, backdrop, leaf, dots, glass.

Only the palette of the design and its tints appear; everything is flat, lit from the left.
"""

from math import cos, pi, radians, sin

# The design's tokens, and tints of them towards paper (lighter) or ink (darker).
INK, PAPER, SAND, LINE = "#1B2A33", "#FFFDF9", "#F6EFE3", "#E2D6C3"
MAJ, ARG, TER, SAF = "#3B3FB6", "#2F6B3C", "#A8432A", "#E39A0B"
MAJ1, MAJ2, MAJ3, MAJ9 = "#E4E4F3", "#BFC0E6", "#7D80CE", "#2B2F82"
ARG1, ARG2, ARG3, ARG9 = "#E3ECDF", "#B5CFB4", "#6C9C70", "#204B2D"
TER1, TER2, TER3, TER9 = "#F5E0D5", "#E3B29E", "#C87659", "#78321F"
SAF1, SAF2, SAF3, SAF9 = "#FBEBC9", "#F6D48C", "#ECB548", "#B67709"
BARK, COCOA, CLAY = "#6A3B28", "#4B2C25", "#D9B493"
STONE = "#D3C4AC"


def n(value):
    """A number as SVG needs it: one decimal at most, no trailing zero."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def svg(body, width=320, height=240):
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{body}</svg>\n'


def path(d, fill="none", stroke=None, w=None, extra=""):
    out = f'<path d="{d}" fill="{fill}"'
    if stroke:
        out += f' stroke="{stroke}" stroke-width="{n(w or 2)}" stroke-linecap="round" stroke-linejoin="round"'
    return out + (f" {extra}" if extra else "") + "/>"


def tint(d, colour=INK, opacity=0.12):
    """A shade or a gleam laid over a shape."""
    return f'<path d="{d}" fill="{colour}" opacity="{opacity}"/>'


def line(d, colour, w=2, extra=""):
    return path(d, "none", colour, w, extra)


def circle(x, y, r, fill, extra=""):
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{fill}"{" " + extra if extra else ""}/>'


def ellipse(x, y, rx, ry, fill, extra=""):
    return f'<ellipse cx="{n(x)}" cy="{n(y)}" rx="{n(rx)}" ry="{n(ry)}" fill="{fill}"{" " + extra if extra else ""}/>'


def rect(x, y, w, h, fill, r=0, extra=""):
    rounded = f' rx="{n(r)}"' if r else ""
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}"{rounded} fill="{fill}"{" " + extra if extra else ""}/>'


def g(body, transform):
    return f'<g transform="{transform}">{body}</g>'


def shadow(x, y, rx, ry=7):
    return ellipse(x, y, rx, ry, INK, 'opacity=".13"')


def leaf_d(x, y, length, angle, width):
    """One leaf from its stalk at (x, y), pointing at `angle` degrees (0 is right, 90 is down)."""
    a = radians(angle)
    tx, ty = x + length * cos(a), y + length * sin(a)
    mx, my = x + length * 0.45 * cos(a), y + length * 0.45 * sin(a)
    px, py = -sin(a) * width, cos(a) * width
    return (
        f"M{n(x)} {n(y)}Q{n(mx + px)} {n(my + py)} {n(tx)} {n(ty)}"
        f"Q{n(mx - px)} {n(my - py)} {n(x)} {n(y)}z"
    )


def leaves(places, fill):
    """Many leaves as one path; each place is (x, y, length, angle, width)."""
    return path("".join(leaf_d(*place) for place in places), fill)


def dots(places, colour, size):
    """Round dots as one path of zero-length strokes."""
    return line("".join(f"M{n(x)} {n(y)}h0" for x, y in places), colour, size)


def seeds(places, colour, size, length=5):
    """Capsules as one path; each place is (x, y, angle)."""
    d = ""
    for x, y, angle in places:
        a = radians(angle)
        d += f"M{n(x)} {n(y)}l{n(length * cos(a))} {n(length * sin(a))}"
    return line(d, colour, size)


def polygon(points):
    return "M" + "L".join(f"{n(x)} {n(y)}" for x, y in points) + "z"


def stamps(name, body, places):
    """One drawing used many times; each place is (x, y, degrees). The pages show these pictures with
    `<img>`, so `name` need only be unique in its own file."""
    out = f'<defs><g id="{name}">{body}</g></defs>'
    return out + "".join(f'<use href="#{name}" transform="translate({n(x)} {n(y)}) rotate({n(t)})"/>' for x, y, t in places)


def crescent(x, y, r, colour, opacity=0.3):
    """The shaded side of a ball."""
    a, b = radians(-62), radians(112)
    return tint(
        f"M{n(x + r * cos(a))} {n(y + r * sin(a))}A{r} {r} 0 0 1 {n(x + r * cos(b))} {n(y + r * sin(b))}"
        f"Q{n(x + r * .82)} {n(y + r * .42)} {n(x + r * cos(a))} {n(y + r * sin(a))}z", colour, opacity)


def star(x, y, r, turn=0.0, points=8, inner=0.765):
    """The khatam, the eight-pointed star of two squares, as a path."""
    spots = []
    for k in range(points * 2):
        radius = r if k % 2 == 0 else r * inner
        a = k * pi / points + radians(turn)
        spots.append((x + radius * cos(a), y + radius * sin(a)))
    return polygon(spots)


def backdrop(wall, shape, floor, kind="arch"):
    """Full-bleed wall, one quiet form behind the subject, and the floor it stands on."""
    form = {
        "arch": path("M78 240V112c0-48 36-74 82-98 46 24 82 50 82 98v128z", shape),
        "sun": circle(160, 112, 94, shape),
        "hills": path("M0 150 52 104l34 26 60-62 58 60 40-30 76 62v60H0z", shape),
        "dunes": path("M0 148q70-52 150-16t170-26v90H0z", shape),
        "niche": path("M56 240V72q0-44 44-44h120q44 0 44 44v168z", shape),
        "none": "",
    }[kind]
    return rect(0, 0, 320, 240, wall) + form + rect(0, 192, 320, 48, floor)


def stars(colour, places):
    """Khatam stars, quietly, in the corners."""
    return path("".join(star(x, y, r) for x, y, r in places), "none", colour, 1.5)
