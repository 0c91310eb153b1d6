"""Fresh and dried fruit, almonds: what grows on a branch."""

from draw import *
from oils import petals


def date(x, y, rx, ry, turn, skin=TER9, gleam=TER3):
    return g(
        ellipse(0, 0, rx, ry, skin)
        + line(f"M{n(-rx * .6)} {n(-ry * .25)}q{n(rx * .5)} {n(-ry * .5)} {n(rx * 1.05)}-1", gleam, 2.5, 'opacity=".8"')
        + line(f"M{n(-rx * .35)} {n(ry * .35)}q{n(rx * .4)} {n(ry * .3)} {n(rx * .8)} 0", COCOA, 2, 'opacity=".6"')
        + circle(rx - 1, 0, ry * 0.26, SAF2),
        f"translate({x} {y}) rotate({turn})",
    )


def tafilalet_majhoul_dates():
    plate = path("M44 176h232q-8 34-62 34H106q-54 0-62-34z", PAPER) + tint("M196 210h18q54 0 62-34h-30q-6 26-50 34z") + ellipse(160, 176, 116, 13, LINE)
    plate += line("M62 192q98 22 196 0", MAJ, 3) + dots([(84 + 19 * k, 190 + 5.5 * sin(pi * (k + 1) / 10) + 7) for k in range(9)], TER, 5)
    cut = g(ellipse(0, 0, 36, 22, TER9) + ellipse(0, 0, 30, 16, TER3) + ellipse(0, 0, 18, 7, BARK) + line("M-13 0h26", COCOA, 2), "translate(236 148) rotate(18)")
    return (
        backdrop(SAF1, SAF2, TER2, "sun")
        + shadow(160, 210, 96) + plate
        + date(100, 156, 38, 22, -12) + date(172, 160, 40, 23, 6, BARK, TER3) + cut
        + date(128, 124, 38, 22, 8, TER, TER2) + date(196, 120, 38, 22, -10) + date(160, 92, 37, 21, -4, BARK, TER3)
    )


def boufeggous_dates():
    strands = [(-74, 96), (-48, 122), (-22, 138), (4, 142), (30, 134), (54, 118), (76, 92)]
    out = "".join(f"M160 26q{n(dx * .35)} 30 {dx} {dy}" for dx, dy in strands)
    back, front = [], []
    for dx, dy in strands:
        for k, t in enumerate((0.62, 0.76, 0.9, 1.02)):
            px = 160 + 2 * t * (1 - t) * dx * 0.35 + t * t * dx
            py = 26 + 2 * t * (1 - t) * 30 + t * t * dy
            (back if k % 2 else front).append((px + (-7 if k % 2 else 7), py, 80 + dx / 5))
    frond = lambda x, y, a, s: leaves([(x + k * 15 * cos(radians(a)), y + k * 15 * sin(radians(a)), 44 - 3 * k, a + s * d, 5) for k in range(6) for d in (42, -42)], ARG)
    return (
        backdrop(ARG1, SAND, ARG2)
        + line("M0 20 92 50M320 24 232 52", ARG9, 4)
        + frond(0, 20, 18, 1) + frond(320, 24, 162, 1)
        + line("M160-4v36", SAF, 12) + line(out, SAF, 4)
        + seeds(back, COCOA, 18, 13) + seeds(front, TER9, 19, 13)
        + seeds([(x - 4, y + 1, a) for x, y, a in front], TER3, 3, 7)
        + shadow(160, 212, 90, 7)
        + seeds([(84, 208, 10), (116, 204, -20), (236, 206, 14)], TER9, 18, 13)
        + seeds([(86, 204, 10), (118, 199, -20), (238, 202, 14)], TER3, 3, 7)
    )


def figuig_aziza_dates():
    weave = "".join(f"M{70 + 14 * k} 150l{n(6 + k * 0.6)} 54" for k in range(13))
    palm = line("M262 196q-14-50-4-104", BARK, 9) + line("M254 180l12-2M252 160l11-2M252 140l11-2M253 120l10-2", COCOA, 2)
    palm += leaves([(258, 92, 62, a, 11) for a in (-165, -135, -95, -50, -15, 12, 168)], ARG)
    pile = [(92, 138, -30), (120, 132, 20), (150, 138, -10), (180, 132, 30), (206, 138, -20), (226, 142, 40), (106, 116, 10), (136, 112, -24),
            (166, 114, 14), (194, 116, -34), (124, 96, 24), (152, 92, -8), (180, 97, 30)]
    return (
        backdrop(SAF1, SAF2, SAND, "dunes")
        + circle(70, 52, 24, SAF3) + palm
        + shadow(152, 208, 92)
        + ellipse(156, 148, 92, 16, BARK)
        + seeds(pile, SAF, 22, 13)
        + seeds([(x + 4, y - 6, a) for x, y, a in pile], SAF2, 4, 6)
        + path("M62 146q94 26 188 0l-16 54q-4 10-16 10H96q-12 0-16-10z", CLAY)
        + line(weave, SAF9, 2, 'opacity=".55"')
        + line("M66 164q90 24 180 0", TER, 7) + line("M73 186q82 20 166 0", MAJ, 5)
        + line("M62 147q94 26 188 0", SAF9, 5)
    )


def berkane_clementine():
    fruit = lambda x, y, r, dotted: (
        circle(x, y, r, SAF) + crescent(x, y, r, TER, 0.35)
        + dots(dotted, SAF9, 2.5)
    )
    half = circle(222, 158, 46, SAF) + circle(222, 158, 40, SAF1)
    wedges = "".join(
        f"M222 158L{n(222 + 36 * cos(a - .3))} {n(158 + 36 * sin(a - .3))}A36 36 0 0 1 {n(222 + 36 * cos(a + .3))} {n(158 + 36 * sin(a + .3))}z"
        for a in (2 * pi * k / 9 for k in range(9)))
    return (
        backdrop(ARG1, SAND, SAF2, "sun")
        + shadow(170, 206, 112)
        + fruit(112, 142, 62, [(80, 120), (92, 140), (76, 150), (100, 164), (110, 130), (90, 108), (120, 180)])
        + line("M110 82q2-14 12-24", BARK, 5)
        + leaves([(114, 76, 60, -24, 16), (112, 78, 54, 200, 15)], ARG) + leaves([(118, 66, 44, -86, 12)], ARG3)
        + line("M120 72 160 56M106 74 68 62", ARG2, 2)
        + half + path(wedges, SAF3, SAF, 2) + circle(222, 158, 5, SAF1)
        + path("M262 212q24-10 34-34 6 34-20 42z", SAF3) + line("M270 210q14-8 20-20", SAF1, 2.5)
    )


def midelt_apple():
    return (
        backdrop(MAJ1, MAJ2, ARG2, "hills")
        + path("M146 68l-20 21 10-2 8 9 9-10 14 4zM244 98l-15 11 9-1 6 6 7-7 9 3zM52 104l-13 12 9-2 4 5 8-4 5 1z", PAPER)
        + shadow(156, 208, 110)
        + path("M128 92c-40-18-72 8-70 52 2 40 30 66 50 64 10-1 12-4 22-4s14 3 24 4c20 2 46-28 46-66-2-42-36-68-72-50z", TER)
        + tint("M154 208c20 2 46-28 46-66-1-21-10-38-23.2-47.5 16 36 8 84-22.8 113.5z", COCOA, 0.3)
        + line("M78 128q4-20 20-24", PAPER, 6, 'opacity=".5"')
        + dots([(92, 160), (104, 176), (120, 150), (136, 170), (110, 130), (150, 140), (88, 144)], SAF2, 2.5)
        + line("M128 96q0-22 10-34", BARK, 6) + leaves([(132, 80, 54, -28, 16)], ARG) + line("M136 78l36-17", ARG2, 2)
        + path("M226 132c-28-10-46 10-44 36 2 26 20 40 34 39 6 0 6-3 12-3s8 3 14 3c14 0 32-18 32-42-2-28-22-42-48-33z", TER)
        + path("M226 140c-24-8-38 8-36 30 2 20 16 30 26 29 6 0 6-3 12-3s6 3 12 3c12 0 26-14 26-33-2-22-18-34-40-26z", SAF1)
        + ellipse(227, 170, 17, 19, SAF2) + seeds([(220, 166, 70), (233, 166, 110)], COCOA, 6, 7)
        + line("M226 138q0-12 5-18", BARK, 4)
    )


def almonds(name, places, shell, lines):
    return stamps(
        name,
        path("M-24 0q4-20 26-16 18 4 24 16-6 12-24 16-22 4-26-16z", shell) + line("M-16-2q12-8 30-2M-14 5q14 8 28-1", lines, 2),
        places,
    )


def tafraout_almonds():
    blossom = dots([(12 * cos(a), 12 * sin(a)) for a in (2 * pi * k / 5 - pi / 2 for k in range(5))], PAPER, 17) + circle(0, 0, 6, TER3) + circle(0, 0, 2.5, SAF)
    return (
        backdrop(TER1, SAF1, SAND, "none")
        + path("M0 192v-46q18-40 58-30 10-50 58-40 40-22 66 14 40-20 64 20 46-14 74 34v48z", TER2)
        + path("M116 76q34 20 24 70M182 90q-16 30 4 60M58 116q24 14 20 44M246 110q18 20 10 48", "none", TER3, 3, 'opacity=".6"')
        + line("M320 24q-90 0-150 62M238 38q-30-6-54 8M214 48q4 28-6 44", BARK, 5)
        + leaves([(170, 86, 34, 120, 8), (186, 46, 30, -160, 8), (276, 30, 34, 70, 8), (208, 92, 30, 90, 8)], ARG3)
        + stamps("b", blossom, [(172, 82, 0), (206, 98, 20), (184, 44, 10), (232, 42, 30), (272, 26, 5), (256, 64, 50)])
        + shadow(152, 212, 108)
        + almonds("a", [(64, 196, 14), (250, 200, -14), (152, 190, 8), (136, 164, 16)], CLAY, SAF9)
        + almonds("c", [(206, 206, 10), (118, 206, -8), (92, 176, -22), (186, 178, -18)], TER3, TER9)
        + g(ellipse(0, 0, 30, 19, BARK) + ellipse(0, 0, 24, 14, CLAY) + path("M-18 0q4-11 18-10 12 2 17 10-5 8-17 10-14 1-18-10z", TER3), "translate(230 176) rotate(16)")
    )


def ait_baamrane_prickly_pear():
    pad = lambda x, y, rx, ry, t, f: ellipse(x, y, rx, ry, f, f'transform="rotate({t} {x} {y})"')
    fruit = lambda f: path("M-11 16q-4-26 2-32 9-4 18 0 6 6 2 32-11 6-22 0z", f) + line("M-8-16h16", SAF2, 3) + dots([(-5, -4), (4, 0), (-3, 8), (6, -9)], PAPER, 2.5)
    return (
        backdrop(SAF1, SAF2, ARG2, "dunes")
        + circle(258, 54, 26, SAF3)
        + shadow(128, 204, 74)
        + pad(84, 106, 34, 48, -34, ARG) + pad(176, 104, 34, 50, 30, ARG) + pad(128, 86, 36, 52, 2, ARG3) + pad(126, 158, 42, 52, 0, ARG9)
        + dots([(116, 58), (136, 70), (118, 88), (142, 98), (74, 86), (90, 108), (96, 130), (178, 84), (186, 110), (166, 122),
                (110, 138), (140, 142), (124, 162), (104, 178), (146, 176)], SAF1, 3)
        + shadow(250, 206, 48, 6)
        + stamps("r", fruit(TER), [(108, 30, -16), (56, 62, -44), (206, 58, 40), (222, 184, -8)])
        + stamps("y", fruit(SAF), [(136, 26, 6), (190, 46, 14), (40, 90, -70), (284, 192, 64)])
        + g(ellipse(0, 0, 22, 30, TER) + ellipse(0, 0, 16, 24, SAF3) + dots([(-6, -8), (5, -10), (0, 1), (-6, 9), (6, 8)], COCOA, 4), "translate(252 176) rotate(12)")
    )


def sefri_pomegranate():
    crown = lambda x, y: path(f"M{x - 15} {y}q4-10-2-22l12 7 5-11 6 11 11-7q-5 12-1 22z", TER9)
    pips = [(dx, dy) for dy, row in ((-26, (-10, 4, 18)), (-13, (-24, -9, 7, 22)), (0, (-30, -15, 1, 17, 30)), (13, (-26, -10, 8, 24)), (26, (-12, 3, 17))) for dx in row]
    return (
        backdrop(TER1, SAND, TER2)
        + shadow(160, 207, 116)
        + crown(112, 82) + path("M112 74c44 0 66 34 66 66 0 40-32 64-66 64s-66-24-66-64c0-32 22-66 66-66z", TER)
        + tint("M139 80c26 13 39 38 39 60 0 38-30 63-62 64 40-24 52-80 23-124z", COCOA, 0.3)
        + line("M64 132q4-26 22-36", PAPER, 6, 'opacity=".45"') + dots([(90, 160), (104, 174), (112, 150), (130, 168), (96, 130)], SAF2, 2.5)
        + leaves([(118, 58, 56, -20, 12), (106, 58, 48, 205, 11)], ARG)
        + circle(224, 154, 52, TER) + circle(224, 154, 45, SAF1)
        + path("M224 154v-45M224 154l43-14M224 154l26 37M224 154l-26 37M224 154l-43-14", "none", SAF2, 4)
        + seeds([(224 + x, 154 + y, 90) for x, y in pips], TER, 11, 4)
        + dots([(222 + x, 154 + y) for x, y in pips], TER2, 3)
        + seeds([(292, 206, 60), (150, 214, 20), (274, 216, 100)], TER, 10, 4)
    )


def zegzel_loquats():
    fruit = lambda f: (path("M0-30c22 0 28 20 27 34-1 18-14 28-27 28s-26-10-27-28c-1-14 5-34 27-34z", f) + tint("M8-29c16 4 20 20 19 33-1 18-12 27-24 28 16-16 18-42 5-61z", TER, 0.25)
        + path("M-7 31l7-7 7 7z", BARK) + line("M-15-6q1-9 7-13", PAPER, 4, 'opacity=".65"'))
    rib = lambda x, y, length, a: line("M{} {}l{} {}".format(n(x), n(y), n(length * .8 * cos(radians(a))), n(length * .8 * sin(radians(a)))), ARG2, 2)
    big = [(150, 66, 112, -168, 26), (172, 62, 112, -14, 26), (164, 58, 70, -60, 20), (156, 60, 74, -122, 20)]
    return (
        backdrop(ARG1, SAF1, SAND, "sun")
        + leaves([(150, 72, 110, 158, 22), (172, 72, 112, 22, 22)], ARG3)
        + leaves(big, ARG) + "".join(rib(*place[:4]) for place in big)
        + line("M160 0v70M160 60l-44 40M160 60l44 40M160 60l-10 60M160 60l14 54", BARK, 5)
        + stamps("d", fruit(SAF), [(112, 120, 16), (208, 118, -16)])
        + shadow(62, 212, 34, 5)
        + stamps("f", fruit(SAF3), [(160, 122, 0), (134, 162, 8), (188, 162, -8), (60, 184, -26)])
        + shadow(268, 210, 36, 6)
        + g(circle(0, 0, 29, SAF3) + circle(0, 0, 24, SAF2) + ellipse(-6, 0, 8, 11, COCOA) + ellipse(8, 1, 7, 10, BARK), "translate(262 182)")
    )


def dried_nabout_figs():
    body = "M0-28c10 4 32 22 32 40 0 16-16 20-32 20s-32-4-32-20c0-18 22-36 32-40z"
    fig = lambda skin, fold: path(body, skin) + line("M-11-8q-12 10-9 28M-3-12q-4 16-2 38M5-10q8 12 5 34M12-6q10 10 8 22", fold, 2.2, 'opacity=".75"') + path("M-4-26q4-12 8 0z", BARK)
    threaded = "".join(f"M{n(40 + k * 26.6)} {n(24 + 34 * sin(pi * k / 9))}v18" for k in range(10))
    cut = path(body, "#A8754C") + ellipse(0, 9, 25, 18, SAF1) + ellipse(0, 10, 20, 14, TER) + dots(
        [(-12, 6), (-5, 1), (4, 0), (12, 5), (-9, 14), (-1, 8), (6, 11), (-2, 18), (13, 13)], SAF2, 3.5)
    return (
        backdrop(SAF1, SAND, TER2, "sun")
        + line("M0 14Q160 106 320 14", ARG9, 3) + line(threaded, "#A8754C", 24) + line(threaded, CLAY, 3)
        + shadow(160, 212, 108)
        + path("M40 184h240q-8 28-60 28H100q-52 0-60-28z", PAPER) + ellipse(160, 184, 120, 13, LINE) + line("M64 198q96 18 192 0", ARG, 4)
        + stamps("f", fig("#A8754C", COCOA), [(92, 156, -8), (228, 158, 10), (190, 110, 6)])
        + stamps("g", fig("#C39463", BARK), [(128, 112, -6), (160, 162, 0)])
        + stamps("c", cut, [(204, 158, 14), (112, 162, -10)])
    )


def doukkala_grapes():
    rows = [(80, (-58, -29, 0, 29, 58)), (106, (-44, -15, 15, 44)), (104, (-70, 70)), (130, (-57, -29, 0, 29, 55)), (155, (-42, -14, 14, 41)), (178, (-27, 0, 27)), (200, (-12, 13))]
    spots = [(160 + dx, y) for y, row in rows for dx in row]
    return (
        backdrop(MAJ1, SAND, MAJ2)
        + line("M54 34q60-18 102 12t110-8", BARK, 7) + line("M160 46v34", BARK, 6)
        + line("M250 38q30 6 24 30t-24 10 8-16", ARG3, 3.5)
        + dots([(x + 2, y + 3) for x, y in spots], MAJ9, 31) + dots(spots, MAJ, 28)
        + dots(spots[1::3], MAJ3, 28)
        + line("".join(f"M{x - 7} {y - 2}q1-5 5-6" for x, y in spots), PAPER, 2.5, 'opacity=".65"')
        + path("M112 92 84 104 88 76 58 74 76 54 60 28 92 34 108 10 122 36 152 26 144 56 160 76 132 78z", ARG)
        + line("M148 46 76 58M112 52 104 22M110 52l-18 42M112 52l28 18", ARG2, 2.5)
        + path("M214 84 200 66 212 58 204 36 224 42 236 26 244 46 264 46 252 62 260 82 238 76z", ARG3)
        + line("M220 74l30-26M230 66l-4-20", ARG1, 2)
    )


ALL = {
    "Tafilalet Majhoul dates": tafilalet_majhoul_dates,
    "Boufeggous dates": boufeggous_dates,
    "Figuig Aziza dates": figuig_aziza_dates,
    "Berkane clementine": berkane_clementine,
    "Midelt apple": midelt_apple,
    "Tafraout almonds": tafraout_almonds,
    "Ait Baamrane prickly pear": ait_baamrane_prickly_pear,
    "Sefri pomegranate": sefri_pomegranate,
    "Zegzel loquats": zegzel_loquats,
    "Dried Nabout figs": dried_nabout_figs,
    "Doukkala grapes": doukkala_grapes,
}
