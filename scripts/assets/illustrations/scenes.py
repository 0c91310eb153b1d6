"""Scenes that belong to no product: the three doors, empty states, a cooperative."""

from crafts import diamond, zigzag
from draw import *


def khatam(x, y, r, colour, w=1.6):
    """The star as the site's pattern draws it: two squares and a ring."""
    s = r * 0.707
    return (
        path(f"M{n(x - s)} {n(y - s)}h{n(2 * s)}v{n(2 * s)}h-{n(2 * s)}z{diamond(x, y, r, r)}", "none", colour, w)
        + circle(x, y, r * 0.28, "none", f'stroke="{colour}" stroke-width="{w}"')
    )


def field(colour):
    """An empty state's ground: a disc with quiet stars; transparent outside, for both schemes."""
    return (
        circle(160, 116, 104, SAND)
        + khatam(160, 116, 82, colour, 2) + khatam(56, 60, 20, colour) + khatam(270, 168, 22, colour) + khatam(262, 44, 13, colour) + khatam(52, 178, 12, colour)
    )


def basket(x, y, w, fill, weave):
    """A woven basket whose rim is centred at (x, y)."""
    h = w / 2
    d = "".join(f"M{n(x - h + w * k / 8)} {y}l{n((4 - k) * w / 60)} {n(w * .44)}" for k in range(1, 8))
    return (
        path(f"M{n(x - h)} {y}h{n(w)}l-{n(w * .1)} {n(w * .42)}q-2 {n(w * .06)}-{n(w * .09)} {n(w * .06)}h-{n(w * .62)}q-{n(w * .07)} 0-{n(w * .09)}-{n(w * .06)}z", fill)
        + line(d, weave, 2, 'opacity=".5"') + line(f"M{n(x - h + w * .04)} {n(y + w * .17)}h{n(w * .92)}M{n(x - h + w * .07)} {n(y + w * .32)}h{n(w * .86)}", weave, 2, 'opacity=".5"')
        + rect(x - h - 3, y - 4, w + 6, 9, weave, 4.5)
    )


def market_door():
    awning = "".join(path(f"M{52 + 36 * k} 44h36v34a18 18 0 0 1-36 0z", TER if k % 2 == 0 else PAPER) for k in range(6))
    return (
        rect(0, 0, 320, 240, TER1) + circle(160, 112, 100, SAND) + khatam(30, 50, 20, TER2) + khatam(294, 96, 18, TER2) + rect(0, 200, 320, 40, TER2)
        + rect(60, 60, 8, 142, BARK) + rect(252, 60, 8, 142, BARK) + rect(68, 60, 184, 86, TER2, 0, 'opacity=".45"')
        + rect(88, 86, 44, 62, MAJ) + line(zigzag(90, 104, 5, 8, 4) + zigzag(90, 136, 5, 8, 4), SAF2, 3) + path(diamond(110, 118, 12, 10), PAPER) + line("M90 150v6M98 150v6M106 150v6M114 150v6M122 150v6M130 150v6", CLAY, 2)
        + path("M178 100h16v8c0 6 8 8 8 18v26h-32v-26c0-10 8-12 8-18z", SAF) + rect(176, 92, 20, 10, INK, 2) + rect(174, 126, 24, 16, PAPER, 2)
        + rect(212, 118, 30, 34, SAF3, 6) + rect(210, 106, 34, 12, TER, 4) + path("M227 124l8 5v10l-8 5-8-5v-10z", PAPER)
        + rect(48, 150, 224, 12, BARK, 3) + path("M56 162h208v40H56z", SAF9) + line("M56 182h208M108 162v40M160 162v40M212 162v40", BARK, 2, 'opacity=".5"')
        + dots([(82, 190), (96, 184), (110, 190), (90, 178), (104, 176)], SAF, 19) + basket(96, 194, 66, CLAY, SAF9)
        + dots([(214, 190), (228, 184), (242, 190), (222, 178), (236, 176)], TER, 19) + dots([(211, 187), (225, 181), (239, 187)], TER2, 4) + basket(228, 194, 66, CLAY, SAF9)
        + rect(46, 34, 228, 14, TER9, 5) + awning + tint("M52 48h216v6H52z")
    )


def projects_door():
    steps = [(70, 158, 40), (122, 134, 64), (174, 106, 92), (226, 72, 126)]
    hive = lambda x, y: rect(x - 17, y - 34, 34, 34, SAF3, 3) + rect(x - 20, y - 42, 40, 10, SAF9, 3) + rect(x - 8, y - 10, 16, 4, COCOA, 2)
    return (
        rect(0, 0, 320, 240, ARG1) + circle(250, 62, 44, SAF2) + khatam(40, 56, 20, ARG2) + khatam(96, 28, 11, ARG2)
        + path("M0 160 60 108l40 30 70-76 60 62 40-26 50 50v92H0z", ARG2) + path("M0 196q80-40 170-20t150-24v88H0z", ARG3) + path("M0 214q100-26 320-4v30H0z", ARG)
        + line("M30 236q40-14 70-18M90 240q40-16 80-20M160 240q40-14 90-16", ARG3, 3)
        + "".join(rect(x, y, 40, h + 8, PAPER, 5) + rect(x, y, 40, 8, SAF if k == 3 else ARG2, 4) for k, (x, y, h) in enumerate(steps))
        + line("M90 158v-16M142 134v-24M194 106v-34M246 72v-40", ARG9, 4)
        + leaves([(90, 146, 18, -40, 6), (90, 148, 18, -140, 6), (142, 118, 24, -40, 8), (142, 120, 24, -140, 8), (194, 84, 28, -35, 9), (194, 86, 28, -145, 9), (194, 76, 22, -90, 7),
                  (246, 58, 34, -20, 10), (246, 60, 34, -160, 10), (246, 44, 30, -45, 9), (246, 44, 30, -135, 9), (246, 38, 26, -90, 8)], ARG)
        + dots([(266, 62), (228, 62), (256, 42)], SAF, 10)
        + shadow(44, 222, 30, 4) + hive(40, 220) + line("M66 176q8-8 14-2", INK, 1.5, 'stroke-dasharray="1 4"') + ellipse(84, 174, 4, 3, SAF) + ellipse(84, 170, 3, 2, PAPER)
    )


def academy_door():
    return (
        rect(0, 0, 320, 240, MAJ1) + path("M70 240V112c0-50 40-80 90-104 50 24 90 54 90 104v128z", SAND) + khatam(160, 84, 50, MAJ2, 2) + khatam(34, 60, 20, MAJ2) + khatam(286, 60, 20, MAJ2)
        + rect(0, 200, 320, 40, MAJ2) + shadow(160, 210, 120)
        + path("M48 122q60-24 112 10v76q-52-32-112-10z", PAPER) + path("M272 122q-60-24-112 10v76q52-32 112-10z", LINE)
        + path("M48 198q60-22 112 10 52-32 112-10v10q-58-18-106 8h-12q-48-26-106-8z", MAJ)
        + line("M66 136q40-12 76 4M66 152q40-12 76 4M66 168q28-8 52-2", MAJ3, 4)
        + circle(218, 156, 25, MAJ) + path("M211 144l20 12-20 12z", PAPER)
        + path("M160 38 236 66 160 94 84 66z", MAJ9) + path("M116 80v22q44 24 88 0V80l-44 16z", MAJ) + line("M160 66l62 8v32", SAF, 4) + path("M216 104h12l4 20h-20z", SAF)
        + line("M280 206v-34M280 184q-10-2-14-12M280 178q10-2 12-14", ARG, 3) + leaves([(280, 172, 22, -90, 6), (266, 172, 16, -110, 5), (292, 164, 16, -70, 5)], ARG)
        + rect(266, 198, 28, 18, TER, 4)
    )


def empty_cart():
    return (
        field(LINE) + shadow(160, 202, 84)
        + line("M96 120q10-76 64-76t64 76", SAF9, 9) + ellipse(160, 118, 88, 16, BARK)
        + path("M72 118h176l-18 68q-4 16-20 16H110q-16 0-20-16z", CLAY)
        + line("".join(f"M{90 + 20 * k} 124l{n((3.5 - k) * 3)} 76" for k in range(8)), SAF9, 2, 'opacity=".5"')
        + line("M78 146q82 18 164 0", TER, 9) + path("".join(diamond(100 + 20 * k, 152 + (1.5 if 0 < k < 6 else 0), 5, 4.5) for k in range(7)), SAF2) + line("M84 172q76 16 152 0", MAJ, 6)
        + line("M72 118q88 24 176 0", SAF9, 6)
        + leaves([(214, 64, 30, -50, 8), (220, 74, 30, 10, 8)], ARG) + line("M206 84l12-26", ARG9, 3)
    )


def empty_orders():
    return (
        field(LINE) + shadow(160, 204, 82)
        + path("M84 110 160 134v72L90 184q-6-2-6-8z", CLAY) + path("M236 110 160 134v72l70-22q6-2 6-8z", "#C39463")
        + path("M84 110 160 86l76 24-76 24z", SAND) + path("M84 110 160 134 140 158 60 132z", SAF2) + path("M236 110l-76 24 20 24 80-26z", SAF3)
        + line("M84 110 160 86l76 24", SAF9, 2)
        + path(star(196, 178, 17), TER) + circle(196, 178, 6, PAPER) + line("M102 164l30 10M102 176l20 6", SAF9, 4)
        + line("M160 98V54", ARG9, 4) + leaves([(160, 70, 36, -30, 10), (160, 76, 36, -150, 10), (160, 58, 30, -90, 9)], ARG)
    )


def empty_search():
    return (
        field(LINE) + shadow(150, 206, 70, 6)
        + line("M188 148 232 194", BARK, 18) + line("M190 150l10 10", SAF, 18)
        + circle(146, 104, 62, TER) + circle(146, 104, 50, PAPER)
        + khatam(146, 104, 34, TER2, 3)
        + line("M112 92q6-20 22-26", MAJ1, 6) + dots([(134, 100), (158, 100)], INK, 6) + line("M136 118q10-7 20 0", INK, 3.5)
    )


def empty_offline():
    return (
        field(LINE) + shadow(150, 210, 62)
        + rect(106, 38, 88, 170, INK, 14) + rect(113, 50, 74, 138, PAPER, 5) + circle(150, 198, 5, STONE) + rect(138, 43, 24, 3, STONE, 1.5)
        + line("M124 106q26-24 52 0M133 118q17-15 34 0", LINE, 7) + circle(150, 132, 6, TER) + line("M124 84l52 60", TER, 6)
        + rect(124, 156, 52, 8, LINE, 4) + rect(132, 170, 36, 8, LINE, 4)
        + path("M196 206v-36q0-14 14-14t14 14v36z", ARG) + line("M202 186h-8q-8 0-8-10v-6M218 180h8q8 0 8-10v-8", ARG, 10) + line("M210 166v36", ARG3, 3) + dots([(210, 154)], SAF, 11)
        + ellipse(214, 208, 30, 6, SAF2)
        + path("M46 112q0-14 14-14 6-14 20-10 12 4 10 16 10 2 10 12-2 8-12 8H58q-12-2-12-12z", PAPER, LINE, 2)
    )


def empty_error():
    return (
        field(LINE) + shadow(160, 206, 92)
        + path("M132 48h46l-4 26c16 6 28 16 36 28l-24 16 10 22-26 8 6 24-20 32h-24c-20-14-46-40-46-74 0-32 22-48 50-56z", TER3)
        + tint("M160 48h18l-4 26c16 6 28 16 36 28l-24 16 10 22-26 8 6 24-20 32h-6c14-40 22-90 4-130z", TER9, 0.35)
        + rect(126, 40, 58, 12, TER, 6)
        + path("M90 112 108 126 124 112 140 126 156 112 172 124 M88 138H160", "none", SAF2, 4)
        + g(path("M0 0l30-18 20 34-26 16-34-10z", TER3) + line("M2 4 34-2", SAF2, 4), "translate(214 182)")
        + g(path("M0 0l26-8 6 22-22 8z", TER), "translate(176 188)") + g(path("M0 0l16 2-4 14-14-4z", TER9), "translate(262 168)")
        + line("M86 84q-30-6-32 20t24 32", TER9, 9)
        + line("M222 120l16-10M232 138h18M206 100l6-16", TER, 4)
    )


def cooperative():
    woman = lambda dress, scarf, skin: (
        path("M-20 46q-2-42 20-46 22 4 20 46z", dress) + circle(0, -12, 13, scarf) + ellipse(0, -11, 8.5, 10, skin) + path("M-11-18q11-9 22 0v-4q-11-10-22 0z", scarf)
        + path("M-15 4q15 14 30 0l4 8q-19 16-38 0z", scarf)
    )
    return (
        rect(0, 0, 320, 240, SAF1) + circle(66, 56, 26, SAF2) + path("M0 150 58 92l38 34 66-74 62 66 42-30 54 52v100H0z", TER2) + path("M162 52l-22 25 12-3 8 9 10-11 14 4z", PAPER)
        + path("M0 176q80-30 160-16t160-12v92H0z", ARG2)
        + rect(76, 92, 168, 112, SAND) + path("M72 92v-12h16v-10h16v10h18v-10h16v10h44v-10h16v10h18v-10h16v10h16v12z", TER3)
        + tint("M204 92h40v112h-40z", TER9, 0.12)
        + path("M132 204v-54q0-22 28-36 28 14 28 36v54z", TER) + path("M140 204v-52q0-16 20-27 20 11 20 27v52z", TER9) + line("M160 130v74", TER, 3)
        + rect(94, 120, 24, 32, MAJ, 10) + rect(202, 120, 24, 32, MAJ, 10) + line("M106 120v32M94 138h24M214 120v32M202 138h24", SAND, 2.5)
        + path(star(160, 100, 12), SAF) + circle(160, 100, 4, SAND)
        + rect(0, 200, 320, 40, SAF2)
        + line("M34 204q-6-40 4-66", BARK, 8) + dots([(20, 128), (42, 116), (60, 130), (34, 142), (54, 146)], ARG, 34) + dots([(14, 122), (36, 112), (58, 126)], ARG3, 12)
        + dots([(26, 140), (48, 134), (62, 142)], SAF, 7)
        + shadow(112, 222, 30, 5) + shadow(212, 222, 30, 5) + shadow(266, 224, 30, 5)
        + g(woman(MAJ, SAF, "#A8754C"), "translate(104 176)") + g(woman(ARG, TER, CLAY), "translate(212 176)") + g(woman(TER, MAJ3, "#A8754C"), "translate(258 180)")
        + dots([(148, 202), (160, 198), (172, 202), (154, 192), (166, 192)], SAF, 14) + basket(160, 206, 52, CLAY, SAF9)
    )


# Place below public/illustrations -> (drawing, width, height).
ALL = {
    "doors/market": (market_door, 320, 240),
    "doors/projects": (projects_door, 320, 240),
    "doors/academy": (academy_door, 320, 240),
    "empty/cart": (empty_cart, 320, 240),
    "empty/orders": (empty_orders, 320, 240),
    "empty/search": (empty_search, 320, 240),
    "empty/offline": (empty_offline, 320, 240),
    "empty/error": (empty_error, 320, 240),
    "cooperative": (cooperative, 320, 240),
}
