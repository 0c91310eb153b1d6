"""Bottles and jars: argan, olive and prickly pear oils, honeys, rose water, lavandin."""

from draw import *


def drop(x, y, h, fill):
    """A drop whose point is at (x, y)."""
    w = h * 0.38
    return path(
        f"M{n(x)} {n(y)}q{n(w * 1.1)} {n(h * .46)} {n(w)} {n(h * .68)}a{n(w)} {n(w)} 0 0 1-{n(2 * w)} 0q0-{n(h * .22)} {n(w)}-{n(h * .68)}z",
        fill,
    )


def tall_bottle(x, glass, liquid, cap, mark):
    """A tall bottle standing at y=204, centred at x."""
    body = "M-16-98v-32h32v32c0 14 24 18 24 42v74q0 14-14 14h-52q-14 0-14-14v-74c0-24 24-28 24-42z"
    inside = "M-34-36q0-20 14-30h40q14 10 14 30v52q0 10-10 10h-48q-10 0-10-10z"
    return g(
        path(body, glass)
        + path(inside, liquid)
        + rect(-19, -146, 38, 22, cap, 4)
        + rect(-16, -124, 32, 6, INK, 0, 'opacity=".15"')
        + tint("M8-118v22c0 14 22 16 22 42v78q10-2 10-12v-68c0-24-24-28-24-42v-20z")
        + line("M-31-50v48", PAPER, 4, 'opacity=".55"')
        + rect(-26, -40, 52, 46, PAPER, 4)
        + mark,
        f"translate({n(x)} 174)",
    )


def culinary_argan_oil():
    fruit = lambda x, y, t: ellipse(x, y, 10, 13, SAF3, f'transform="rotate({t} {x} {y})"') + line(
        f"M{x - 4} {y - 4}q-2 4 0 8", PAPER, 2, 'opacity=".6"'
    )
    branch = line("M34 206C70 190 96 150 104 84", BARK, 4) + line("M78 164q-22-4-34-24M96 122q-20-12-22-34", BARK, 3)
    return (
        backdrop(SAF1, SAND, SAF2)
        + shadow(186, 204, 62)
        + branch
        + leaves(
            [(104, 84, 34, -110, 10), (102, 96, 34, -40, 10), (100, 108, 32, -170, 10), (74, 88, 28, -80, 9),
             (74, 92, 26, -160, 9), (44, 140, 28, -100, 9), (46, 144, 28, 170, 9), (84, 152, 32, -30, 10),
             (66, 178, 30, -170, 9), (60, 188, 32, 10, 10)], ARG)
        + leaves([(94, 124, 32, -10, 9), (58, 156, 26, -60, 8), (86, 104, 26, -130, 8)], ARG3)
        + fruit(76, 132, 30) + fruit(112, 138, -10) + fruit(58, 116, 0)
        + tall_bottle(188, SAF2, SAF, INK, drop(0, -36, 36, ARG))
        + ellipse(256, 196, 18, 11, BARK) + line("M242 194q14-8 28 0", CLAY, 2)
        + ellipse(234, 203, 14, 9, TER3) + line("M224 202q10-6 20 0", TER1, 2)
    )


def dropper(x, glass, liquid, rubber, mark):
    """A small pharmacy bottle with a dropper, standing at y=204."""
    return g(
        path("M-13-70v-22h26v22q27 6 27 30v64q0 12-12 12h-56q-12 0-12-12v-64q0-24 27-30z", glass)
        + path("M-34-20q10-6 34 0t34 0v42q0 8-8 8h-52q-8 0-8-8z", liquid)
        + path("M-16-86v-18h32v18q0 4-4 4h-24q-4 0-4-4z", INK)
        + path("M-9-104v-24q0-10 9-10t9 10v24z", rubber)
        + line("M0-82v62", PAPER, 5, 'opacity=".5"')
        + tint("M22-58q18 8 18 28v54q0 12-12 12h-10q10-4 10-14z")
        + rect(-30, -22, 60, 42, PAPER, 3)
        + mark,
        f"translate({n(x)} 168)",
    )


def cosmetic_argan_oil():
    nut = lambda x, y, t: g(
        ellipse(0, 0, 22, 15, BARK) + ellipse(0, -1, 15, 9, CLAY) + ellipse(-1, -1, 10, 5.5, PAPER), f"translate({x} {y}) rotate({t})"
    )
    return (
        backdrop(TER1, SAND, TER2, "sun")
        + line("M214 204q42-40 50-110", BARK, 3.5)
        + leaves([(264, 94, 34, -120, 11), (262, 104, 34, -50, 11), (258, 122, 34, 190, 11), (256, 134, 34, -10, 11),
                  (248, 154, 34, 200, 11), (244, 162, 36, 10, 11)], ARG)
        + leaves([(262, 98, 32, -85, 8)], ARG3)
        + ellipse(234, 136, 10, 12, SAF3) + ellipse(270, 150, 10, 12, SAF3)
        + shadow(150, 205, 62)
        + dropper(150, TER3, TER, TER9, path(star(0, -1, 15), SAF) + circle(0, -1, 5, PAPER))
        + drop(76, 60, 46, SAF) + line("M69 92q1 7 7 9", PAPER, 3, 'opacity=".7"')
        + shadow(70, 206, 30, 5) + nut(60, 192, -16) + nut(232, 202, 12)
    )


def olives(places, fill=ARG):
    out = ""
    for x, y, t in places:
        out += g(ellipse(0, 0, 9, 12, fill) + line("M-4-4q-1 4 0 7", PAPER, 2, 'opacity=".5"'), f"translate({x} {y}) rotate({t})")
    return out


def tyout_chiadma_olive_oil():
    jug = "M-20-132h40l-4 30c30 10 50 34 50 62 0 34-24 60-42 70h-48c-18-10-42-36-42-70 0-28 20-52 50-62z"
    return (
        backdrop(ARG1, SAND, ARG2)
        + shadow(134, 205, 66)
        + line("M150 84q46-14 48 22t-26 44", TER9, 9)
        + g(path(jug, TER3) + tint("M6-102c34 10 54 34 54 62 0 34-20 60-36 70h12c18-10 32-36 32-70 0-28-20-52-50-62z", TER9, 0.35)
            + rect(-27, -140, 54, 13, TER, 6)
            + path("M-64-52 -44-68-24-52-4-68 16-52 36-68 56-52 64-58M-65-30H65", "none", PAPER, 3)
            + dots([(-44, -44), (-4, -44), (36, -44)], SAF2, 7)
            + line("M-50-10q-2 16 12 30", PAPER, 3, 'opacity=".4"'), "translate(126 174)")
        + line("M196 188q34-30 68-98", BARK, 3.5)
        + leaves([(264, 90, 32, -90, 6), (260, 100, 36, -30, 7), (256, 108, 36, 200, 7), (246, 124, 36, -10, 7),
                  (240, 134, 36, 190, 7), (228, 152, 34, 0, 7)], ARG)
        + leaves([(262, 96, 34, -140, 6), (236, 142, 34, -60, 6), (218, 166, 30, 190, 6)], ARG3)
        + olives([(268, 128, -20), (226, 128, 20), (256, 158, 0)], ARG9)
        + shadow(236, 208, 42, 6)
        + path("M196 182h80q-2 24-24 26h-32q-22-2-24-26z", PAPER) + ellipse(236, 182, 40, 8, LINE) + ellipse(236, 183, 34, 6, SAF)
        + line("M206 196q30 10 60 0", MAJ, 2.5)
    )


def ouezzane_extra_virgin_olive_oil():
    return (
        backdrop(SAF1, ARG2, SAND, "hills")
        + path("M0 170q60-34 130-12t190-16v52H0z", ARG3)
        + circle(262, 50, 22, SAF2)
        + dots([(22, 164), (50, 154), (80, 160), (252, 158), (282, 152), (306, 146)], ARG, 17)
        + shadow(160, 204, 60)
        + tall_bottle(160, ARG, ARG9, SAF9, leaves([(0, -2, 30, -110, 8), (0, -2, 26, -55, 7), (0, 0, 24, 195, 7)], ARG) + ellipse(6, -8, 6, 8, SAF))
        + line("M210 204q30-8 56-32", BARK, 3)
        + leaves([(266, 172, 30, -60, 7), (258, 180, 34, 0, 7), (248, 186, 32, -100, 7), (236, 194, 32, 12, 6)], ARG)
        + olives([(228, 196, 60), (74, 198, 80), (96, 202, 100)], ARG9) + olives([(58, 204, 70), (250, 204, 80)], ARG3)
    )


def oil_mill_seed():
    """A prickly pear cut in half, flesh and seeds up, around (0, 0)."""
    return (
        ellipse(0, 0, 27, 36, TER) + ellipse(0, 0, 20, 29, TER3) + ellipse(0, 1, 13, 21, SAF3)
        + dots([(-5, -11), (5, -9), (0, -2), (-6, 5), (6, 6), (0, 13)], COCOA, 4.5)
    )


def prickly_pear_seed_oil():
    pad = lambda x, y, t, f: ellipse(x, y, 30, 42, f, f'transform="rotate({t} {x} {y})"')
    return (
        backdrop(ARG1, SAF1, ARG2, "sun")
        + pad(240, 160, 12, ARG) + shadow(246, 203, 40, 5) + pad(274, 98, 36, ARG3) + pad(224, 92, -14, ARG3)
        + dots([(230, 142), (248, 150), (236, 166), (252, 176), (264, 82), (280, 96), (268, 108), (214, 72), (228, 82), (220, 100)], PAPER, 3)
        + ellipse(204, 52, 9, 13, TER, 'transform="rotate(-22 204 52)"') + ellipse(226, 46, 9, 13, SAF, 'transform="rotate(8 226 46)"')
        + ellipse(300, 64, 9, 13, TER, 'transform="rotate(36 298 60)"')
        + shadow(150, 205, 60)
        + dropper(150, SAF3, SAF, ARG9, ellipse(0, -1, 11, 15, TER) + dots([(-4, -6), (4, -6), (0, 1), (-4, 8), (4, 8)], SAF2, 3))
        + shadow(72, 207, 34, 6) + g(oil_mill_seed(), "translate(72 172) rotate(-14)")
        + seeds([(100, 212, 20), (112, 204, -30), (122, 213, 10), (84, 214, 40)], COCOA, 6, 3)
    )


def honey_jar(x, honey, deep, mark, lid=TER):
    """A round-shouldered honey jar with a cloth lid, standing at y=204."""
    return g(
        rect(-46, -66, 92, 98, honey, 18)
        + tint("M22-66h6q18 0 18 18v62q0 18-18 18h-18q16-8 16-26z", deep, 0.55)
        + rect(-36, -80, 72, 16, SAF2)
        + path("M-44-80q2-26 20-28h48q18 2 20 28l-6 8-8-6-8 8-9-8-9 8-9-8-9 8-9-8-8 6z", lid)
        + line("M-40-84h80", SAF2, 3)
        + line("M-36-46v34", PAPER, 5, 'opacity=".55"')
        + path("M0-42 27-27v31L0 19-27 4v-31z", PAPER)
        + mark,
        f"translate({n(x)} 172)",
    )


def dipper(x, y, turn):
    rings = "".join(rect(-w, k * 7, 2 * w, 5, CLAY, 2.5) for k, w in enumerate((8, 12, 14, 14, 12, 8)))
    return g(rect(-3, -74, 6, 78, SAF9, 3) + rect(-4, 2, 8, 38, SAF9) + rings, f"translate({x} {y}) rotate({turn})")


def euphorbia_honey():
    def stem(x, y, h, w=17):
        return (
            path(f"M{x - w} {y}v-{h}q0-{w} {w}-{w}t{w} {w}v{h}z", ARG3)
            + path(f"M{x - 4} {y}v-{h + w - 4}q4-6 8 0v{h + w - 4}z", ARG)
            + dots([(x + s * (w - 2), y - k) for s in (-1, 1) for k in range(8, h, 15)], ARG9, 3)
            + dots([(x - 9, y - h - w + 5), (x, y - h - w), (x + 9, y - h - w + 5)], SAF, 11)
            + dots([(x - 9, y - h - w + 5), (x, y - h - w), (x + 9, y - h - w + 5)], TER, 3.5)
        )

    return (
        backdrop(SAF1, SAF2, SAND, "sun")
        + shadow(238, 203, 56)
        + stem(226, 202, 96) + stem(266, 202, 62, 15) + stem(192, 202, 52, 14)
        + shadow(120, 205, 58)
        + honey_jar(122, SAF, SAF9, dots([(-8, -18), (8, -18), (0, -5)], SAF, 13) + dots([(-8, -18), (8, -18), (0, -5)], TER, 4))
        + ellipse(62, 202, 26, 6, PAPER) + dipper(46, 152, 24)
        + path("M28 184q2 10 8 18 6-6 4-14z", SAF)
    )


def arbutus_honey():
    berry = lambda x, y, r=13: circle(x, y, r, TER) + dots(
        [(x - r * 0.4, y - r * 0.3), (x + r * 0.3, y - r * 0.5), (x + r * 0.5, y + r * 0.2), (x - r * 0.1, y + r * 0.3)], TER3, 3.5)
    bell = lambda x, y: path(f"M{x} {y}c-16 3-17 20-9 27l-4 6h26l-4-6c8-7 7-24-9-27z", PAPER, TER2, 2) + line(f"M{x} {y}v-10", BARK, 2.5)
    return (
        backdrop(ARG1, ARG2, SAND)
        + shadow(196, 205, 60)
        + honey_jar(196, TER3, TER9, circle(-6, -10, 9, TER) + circle(9, -16, 7, SAF) + leaves([(0, -6, 22, 50, 6)], ARG), ARG)
        + line("M20 60q60 0 84 62M64 70q4 30-12 52M84 74q30-30 66-38M98 92q10-20 24-24", BARK, 3.5)
        + leaves([(22, 60, 44, -40, 13), (44, 62, 44, 110, 13), (62, 68, 46, -70, 13), (84, 86, 44, -30, 13), (102, 118, 44, 20, 13),
                  (54, 118, 40, 150, 12), (98, 110, 40, 140, 12)], ARG)
        + leaves([(34, 60, 40, 170, 11), (74, 76, 40, -120, 11)], ARG3)
        + berry(52, 134) + berry(78, 126, 12) + berry(108, 142, 14) + bell(150, 46) + bell(122, 72)
        + shadow(84, 208, 34, 5) + berry(70, 196, 14) + berry(100, 198, 12)
    )


def sprig(x, y, h, lean, needle=ARG, flower=MAJ3, w=4):
    """A rosemary sprig growing upward from (x, y)."""
    out = line(f"M{x} {y}q{n(lean * .2)}-{n(h * .5)} {lean}-{h}", BARK, 2.5)
    spots, blooms = [], []
    steps = h // 13
    for k in range(1, steps + 1):
        t = k / steps
        px, py = x + 2 * t * (1 - t) * lean * 0.2 + t * t * lean, y - h * t
        spots += [(px, py, -38), (px, py, -142)]
        if k % 2 == 0:
            blooms += [(px + 7, py - 11), (px - 7, py - 11)]
    return out + seeds(spots, needle, w, 14) + (dots(blooms, flower, 6) if flower else "")


def rosemary_honey():
    cell = lambda x, y: f"M{n(x)} {n(y - 15)}l13 7.5v15l-13 7.5-13-7.5v-15z"
    cells = lambda places, fill: path("".join(cell(x, y) for x, y in places), fill, SAF9, 2.5)
    comb = (
        cells([(236, 192), (288, 192), (275, 169.5), (236, 147)], SAF)
        + cells([(262, 192), (223, 169.5), (262, 147)], SAF3)
        + cells([(249, 169.5), (249, 124.5)], SAF2)
    )
    return (
        backdrop(MAJ1, SAND, SAF1)
        + sprig(60, 206, 150, -26, w=5) + sprig(82, 206, 112, 6, w=5)
        + shadow(250, 208, 56, 6) + comb
        + shadow(150, 205, 60)
        + honey_jar(152, SAF2, SAF, line("M0 12v-36", ARG, 2.5) + seeds(
            [(0, 8 - 8 * k, a) for k in range(4) for a in (-40, -140)], ARG, 3, 9) + dots([(0, -28), (6, -20), (-6, -20)], MAJ3, 5), MAJ)
    )


def kelaat_m_gouna_rose_water():
    return (
        backdrop(TER1, SAND, TER2)
        + shadow(134, 205, 52)
        + g(path("M-5-96v-40q0-6 5-10 5 4 5 10v40c4 12 10 18 22 26 20 14 26 30 24 48-2 24-22 40-38 44h-26c-16-4-36-20-38-44-2-18 4-34 24-48 12-8 18-14 22-26z", LINE)
            + path("M-49-26h98q6 38-36 48h-26q-42-10-36-48z", TER2)
            + tint("M8-96c4 12 10 18 20 26 20 14 24 30 22 48-2 24-20 40-36 44h-1c30-10 34-62 8-84-14-12-20-20-20-34z", INK, 0.14)
            + line("M-24-96h48M-5-108h10M-5-120h10", SAF9, 4)
            + path("M-28 32h56l-8-12h-40z", SAF9)
            + path(star(0, 0, 17), "none", PAPER, 2.5) + circle(0, 0, 5, PAPER)
            + dots([(-50, -28), (-25, -28), (0, -28), (25, -28), (50, -28)], SAF, 5)
            + line("M-36-34q4-16 14-22", PAPER, 4, 'opacity=".8"'), "translate(124 170)")
        + rose(220, 150, 44)
        + leaves([(240, 186, 44, 30, 15), (196, 184, 40, 160, 13)], ARG)
        + petals([(70, 204, -20), (92, 210, 15), (262, 208, 0)])
    )


def rose(x, y, r):
    """A damask rose seen from above."""
    out = ""
    for ring, count, colour in ((0.62, 6, TER3), (0.4, 5, TER2), (0.2, 4, TER3)):
        for k in range(count):
            a = 2 * pi * k / count + ring * 3
            out += circle(x + r * ring * cos(a), y + r * ring * sin(a), r * (0.36 if ring > 0.3 else 0.24), colour, f'stroke="{TER1}" stroke-width="1.5"')
    return out + circle(x, y, r * 0.16, SAF)


def petals(places, fill=TER3):
    return "".join(g(path("M-13 0q13-13 26 0-13 9-26 0z", fill), f"translate({x} {y}) rotate({t})") for x, y, t in places)


def lavandin_essential_oil():
    def lavender(x, y, h, lean):
        tx, ty = x + lean, y - h
        out = line(f"M{x} {y}Q{x} {y - h * .5:.0f} {tx} {ty}", ARG3, 3)
        spots = []
        for k in range(7):
            px, py = tx - lean * 0.06 * k, ty + k * 9
            spots += [(px - 4, py), (px + 4, py)] if k else [(px, py - 3)]
        return out + dots(spots, MAJ3, 10) + dots(spots[1::3], MAJ, 6)

    return (
        backdrop(MAJ1, SAND, MAJ2, "sun")
        + lavender(76, 174, 118, -20) + lavender(85, 174, 146, 0) + lavender(94, 174, 120, 24) + lavender(70, 174, 84, -34)
        + leaves([(74, 172, 44, -130, 5), (94, 172, 44, -50, 5), (84, 172, 50, -95, 5)], ARG)
        + path("M54 176h60l-7 31H61z", TER) + rect(50, 168, 68, 12, TER3, 4)
        + shadow(190, 205, 58)
        + dropper(192, MAJ, MAJ9, INK, line("M0 16v-20", ARG, 2.5) + dots([(0, -15), (-4, -9), (4, -9), (-4, -2), (4, -2)], MAJ3, 7))
        + drop(262, 108, 40, MAJ3) + line("M256 136q1 6 6 8", PAPER, 3, 'opacity=".7"')
        + dots([(244, 206), (258, 202), (270, 208), (282, 203)], MAJ3, 7)
    )


ALL = {
    "Culinary argan oil": culinary_argan_oil,
    "Cosmetic argan oil": cosmetic_argan_oil,
    "Tyout Chiadma olive oil": tyout_chiadma_olive_oil,
    "Ouezzane extra-virgin olive oil": ouezzane_extra_virgin_olive_oil,
    "Prickly pear seed oil": prickly_pear_seed_oil,
    "Euphorbia honey": euphorbia_honey,
    "Arbutus honey": arbutus_honey,
    "Rosemary honey": rosemary_honey,
    "Kelaat M'Gouna rose water": kelaat_m_gouna_rose_water,
    "Lavandin essential oil": lavandin_essential_oil,
}
