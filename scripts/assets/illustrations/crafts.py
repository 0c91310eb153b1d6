"""Carpets, pottery, leather, wood, silver and the melhfa."""

from draw import *


def diamond(x, y, rx, ry):
    return f"M{n(x)} {n(y - ry)}l{n(rx)} {n(ry)}-{n(rx)} {n(ry)}-{n(rx)}-{n(ry)}z"


def zigzag(x, y, step, height, count):
    return f"M{n(x)} {n(y)}" + f"l{n(step)}-{n(height)} {n(step)} {n(height)}" * count


def taznakht_carpet():
    fringe = "".join(f"M{62 + 7 * k} 14v12M{62 + 7 * k} 214v12" for k in range(29))
    stepped = "M0-40h10v8h10v8h10v8h10v8h10v16h-10v8h-10v8h-10v8h-10v8h-20v-8h-10v-8h-10v-8h-10v-8h-10v-16h10v-8h10v-8h10v-8h10v-8z"
    return (
        rect(0, 0, 320, 240, SAF1) + path("M0 0h320v240H0z", SAND, extra='opacity=".6"')
        + rect(62, 30, 206, 190, INK, 2, 'opacity=".12"')
        + line(fringe, LINE, 3)
        + rect(56, 24, 208, 192, TER, 2)
        + rect(62, 30, 196, 180, SAF) + rect(68, 36, 184, 168, TER9)
        + path("".join(diamond(79 + 18 * k, y, 7, 6) for k in range(10) for y in (46, 194)), SAF2)
        + path("".join(diamond(75, 66 + 18 * k, 5, 7) + diamond(245, 66 + 18 * k, 5, 7) for k in range(7)), SAF2)
        + rect(84, 56, 152, 128, TER)
        + line(zigzag(84, 72, 9.5, 10, 8) + zigzag(84, 180, 9.5, 10, 8), MAJ2, 3.5)
        + path(stepped, SAF2, extra='transform="translate(160 120) scale(1.28 1)"')
        + path(stepped, MAJ, extra='transform="translate(160 120) scale(1.02 .8)"')
        + path(stepped, SAND, extra='transform="translate(160 120) scale(.66 .5)"')
        + path(diamond(160, 120, 17, 11), TER) + path(diamond(160, 120, 8, 5), SAF)
        + path(diamond(102, 94, 12, 10) + diamond(218, 94, 12, 10) + diamond(102, 146, 12, 10) + diamond(218, 146, 12, 10), INK)
        + path(diamond(102, 94, 6, 5) + diamond(218, 94, 6, 5) + diamond(102, 146, 6, 5) + diamond(218, 146, 6, 5), SAF)
        + line("M92 120h12m-6-6v12M216 120h12m-6-6v12", SAF2, 3.5)
    )


def woven_hanbel():
    bands = [(52, 12, TER), (64, 4, SAF2), (68, 16, INK), (84, 4, SAF2), (88, 8, TER), (96, 20, SAND), (116, 6, MAJ), (122, 18, SAF), (140, 6, MAJ), (146, 20, SAND), (166, 8, TER), (174, 4, SAF2), (178, 14, INK), (192, 4, SAF2), (196, 10, TER)]
    fringe = "".join(f"M{76 + 8 * k} 206v13" for k in range(22))
    return (
        backdrop(SAF1, SAF2, SAND, "sun")
        + line("M40 40v168M280 40v168", BARK, 9) + dots([(40, 32), (280, 32)], TER9, 16) + line("M24 210h32M264 210h32", BARK, 8)
        + rect(78, 50, 176, 162, INK, 0, 'opacity=".1"')
        + line(fringe, CLAY, 3)
        + rect(72, 40, 176, 14, TER9, 4)
        + "".join(rect(72, y, 176, h, colour) for y, h, colour in bands)
        + line(zigzag(76, 80, 8, 8, 10) + zigzag(76, 189, 8, 8, 10), SAF2, 2.5)
        + path("".join(diamond(88 + 18 * k, 131, 8, 7) for k in range(9)), TER9) + path("".join(diamond(88 + 18 * k, 131, 3.5, 3) for k in range(9)), PAPER)
        + line("".join(f"M{82 + 16 * k} 101l8 10M{90 + 16 * k} 101l-8 10M{82 + 16 * k} 151l8 10M{90 + 16 * k} 151l-8 10" for k in range(10)), TER, 2.5)
        + tint("M214 40h34v166h-34z", INK, 0.1) + tint("M100 40h10v166h-10z", PAPER, 0.18)
        + line("M28 46h264", BARK, 8)
    )


def safi_pottery():
    rim = [(238 + 50 * cos(a), 112 + 50 * sin(a)) for a in (2 * pi * k / 14 for k in range(14))]
    return (
        backdrop(MAJ1, SAND, SAF1, "niche")
        + shadow(226, 204, 56) + path("M196 168l-8 36h12l12-30zM280 168l8 36h-12l-12-30z", BARK)
        + circle(238, 112, 70, PAPER) + circle(238, 112, 63, MAJ) + circle(238, 112, 57, PAPER)
        + dots(rim, MAJ, 8) + circle(238, 112, 42, MAJ2)
        + path(star(238, 112, 40), MAJ) + path(star(238, 112, 26), PAPER) + path(star(238, 112, 17, 22.5), SAF) + circle(238, 112, 6, MAJ9)
        + shadow(104, 208, 62)
        + path("M82 52h44l-5 26c34 14 46 38 46 62 0 34-22 56-34 68H75c-12-12-34-34-34-68 0-24 12-48 46-62z", PAPER)
        + path("M41 140c0-12 3-24 10-34h106c7 10 10 22 10 34 0 5 0 9-1 13H42c-1-4-1-8-1-13z", MAJ)
        + path("".join(diamond(60 + 22 * k, 130, 9, 17) for k in range(5)), PAPER) + path("".join(diamond(60 + 22 * k, 130, 4.5, 9) for k in range(5)), SAF)
        + line("M46 166h116M50 176h108", ARG, 4) + line(zigzag(70, 96, 7, 9, 5), MAJ, 3)
        + path("M78 44h52q4 0 4 5t-4 5H78q-4 0-4-5t4-5z", MAJ) + path("M75 208h58l6-8H69z", MAJ)
        + tint("M119 78c34 14 48 38 48 62 0 34-22 56-34 68h-22c26-28 40-84 6-130z", INK, 0.12)
        + line("M54 118q4-14 14-24", MAJ3, 4, 'opacity=".5"')
        + shadow(190, 216, 40, 5) + path("M158 184h64q-2 30-24 32h-16q-22-2-24-32z", ARG) + rect(154, 180, 72, 8, SAF, 4) + line(zigzag(166, 202, 6, 7, 4), SAF2, 2.5)
    )


def leather_babouches():
    shoe = (
        path("M-34 60q-6-40 2-76 4-26 18-48 8-14 16-24 8 12 14 24 12 24 16 50 6 36 0 74-4 32-33 32t-33-32z", SAF)
        + path("M-26 36q0 44 26 46 26-2 26-46-2-8-26-8t-26 8z", TER9)
        + path("M-20 44q2 32 20 33 18-1 20-33-4-4-20-4t-20 4z", CLAY)
        + path("M-26 36q2-34 26-34t26 34q-2-8-26-8t-26 8z", SAF9)
        + line("M-30 16q-4-30 10-58M32 16q2-30-12-58", SAF9, 2, 'stroke-dasharray="1 5"')
        + path(star(0, -22, 13), TER) + circle(0, -22, 4.5, SAF2)
        + line("M0-64v14M-10-44l10 6 10-6", TER, 2.5)
        + tint("M16-64q12 24 16 50 6 36 0 74-4 32-28 32 24-10 26-46 4-60-14-110z", TER9, 0.18)
    )
    return (
        rect(0, 0, 320, 240, TER1) + path("M0 176h320v64H0z", TER2)
        + circle(160, 120, 104, SAND) + path(star(160, 120, 100), "none", TER2, 2) + path(star(160, 120, 66), "none", TER2, 2)
        + ellipse(124, 206, 40, 10, INK, 'opacity=".12"') + ellipse(216, 206, 40, 10, INK, 'opacity=".12"')
        + g(shoe, "translate(112 112) rotate(-7)") + g(shoe, "translate(206 112) rotate(7) scale(-1 1)")
    )


def thuya_wood_box():
    return (
        backdrop(SAF1, SAND, ARG2)
        + line("M262 190q20-60 8-130M266 150q18-10 24-28M270 120q-18-8-24-26M270 92q14-8 20-24", BARK, 3.5)
        + dots([(270, 56), (292, 66), (292, 118), (244, 92), (262, 74), (280, 84), (256, 104), (286, 100)], ARG, 22) + dots([(266, 60), (290, 72), (248, 96), (284, 112)], ARG3, 12)
        + shadow(152, 208, 104)
        + path("M52 118h176v80q0 8-8 8H60q-8 0-8-8z", TER) + path("M196 118h32v80q0 8-8 8h-24z", TER9)
        + path("M228 118 262 96v78q0 8-6 12l-30 19z", TER9)
        + path("M40 104q2-36 20-50h178q26 10 28 44l-32 20H40z", SAF9) + path("M60 54h178q26 10 28 44l-32 20q-2-44-32-64z", BARK)
        + path("M40 104h194v14H40z", TER9) + path("M234 104l32-18v12l-32 20z", COCOA)
        + line("M66 72q20-10 34 4t36-6 40 8 24-4M56 90q22-8 40 2t44-6 46 6 32-4", BARK, 2, 'opacity=".55"')
        + path("M112 70q12-10 22 0-10 12-22 0z", BARK, extra='opacity=".7"')
        + line("M66 136q16 8 14 28t10 30M98 134q-8 20 4 34t-4 30M180 134q10 20-4 34t6 30M212 136q-12 18-4 30t-4 28", TER9, 2.5, 'opacity=".6"')
        + path("M106 128h68v68h-68z", LINE) + rect(110, 132, 60, 60, COCOA)
        + path(star(140, 162, 27), SAF2) + path(star(140, 162, 17, 22.5), TER) + circle(140, 162, 6, PAPER)
        + path("".join(diamond(x, y, 6, 6) for x in (118, 162) for y in (140, 184)), PAPER)
        + rect(130, 108, 20, 20, SAF, 3) + circle(140, 118, 3, COCOA)
    )


def tiznit_silver_jewellery():
    silver, deep = "#DAD9D6", "#9AA0A4"
    fibula = (
        line("M0-46v-20", deep, 4) + circle(0, -58, 17, "none", f'stroke="{silver}" stroke-width="6"')
        + path("M-46-40h92L8 58q-8 10-16 0z", silver) + path("M20-40h26L8 58q-4 5-8 5z", deep, extra='opacity=".55"')
        + path("M-34-33h68L0 44z", "none", deep, 2.5)
        + circle(0, -14, 11, TER) + circle(-3, -17, 3, TER2) + circle(-22, -26, 5, ARG) + circle(22, -26, 5, ARG) + circle(0, 16, 6, MAJ)
        + dots([(-30, -40), (-15, -40), (0, -40), (15, -40), (30, -40)], PAPER, 4)
        + circle(0, 66, 6, silver) + line("M-46-40l-8-8M46-40l8-8", silver, 6)
        + dots([(-54, -49), (54, -49)], SAF, 8)
    )
    link = [(84 + 152 * t, 140 + 4 * 58 * t * (1 - t)) for t in (k / 16 for k in range(17))]
    pendant = path("M-14-12h28l-6 26h-16z", silver) + circle(0, 0, 6, TER) + line("M-8 14v8M0 14v12M8 14v8", deep, 3)
    return (
        rect(0, 0, 320, 240, MAJ9) + path("M78 240V112c0-48 36-74 82-98 46 24 82 50 82 98v128z", MAJ)
        + path(star(160, 106, 40), "none", MAJ3, 1.5) + path(star(160, 106, 25, 22.5), "none", MAJ3, 1.5)
        + dots(link, deep, 9) + dots(link[::2], silver, 6)
        + stamps("f", fibula, [(84, 88, 4), (236, 88, -4)])
        + stamps("p", pendant, [(160, 210, 0), (118, 198, 8), (202, 198, -8)])
    )


def saharan_melhfa():
    return (
        backdrop(SAF1, SAF2, TER2, "sun")
        + path("M0 178q70-50 156-16t164-34v112H0z", SAF3) + path("M0 206q90-36 170-12t150-18v64H0z", TER3)
        + shadow(150, 226, 70, 7)
        + path("M206 84q54-14 100 12-30 2-44 22 26-4 40 8-50 4-80 40-20-40-16-82z", MAJ3) + path("M206 96q40-6 70 8-30 4-58 40-14-26-12-48z", MAJ2, extra='opacity=".7"')
        + path("M158 26c32 0 48 24 48 52 0 14 4 26 12 44 18 36 22 70 20 104H86c-4-40 4-76 18-106 8-18 8-30 8-44 0-30 18-50 46-50z", MAJ)
        + path("M156 42c20 0 30 14 30 32 0 22-14 38-30 38s-28-18-28-38c0-18 10-32 28-32z", "#A8754C")
        + path("M128 76c0-20 12-36 30-36 20 0 30 16 30 32-20 2-40-8-46-18-4 10-8 16-14 22z", MAJ9)
        + line("M142 80q4-3 9 0M163 80q5-3 9 0", COCOA, 2.5) + line("M150 98q7 5 14 0", TER9, 3)
        + path("M112 84c4 40 46 50 92 26 12 20-4 44-44 50-30 4-52-14-60-36 8-16 12-28 12-40z", MAJ3)
        + line("M114 96q18 44 88 24M106 120q30 40 100 14M108 140q-8 44-6 82M134 158q-6 34-4 64M206 140q14 40 14 80M182 154q8 36 8 68", MAJ9, 2.5, 'opacity=".6"')
        + dots([(120, 180), (146, 196), (170, 176), (200, 196), (158, 214), (112, 212), (208, 168), (184, 216), (140, 172)], SAF2, 7)
        + dots([(120, 180), (146, 196), (170, 176), (200, 196), (158, 214), (112, 212), (208, 168), (184, 216), (140, 172)], TER, 3)
        + circle(60, 50, 20, SAF)
    )


ALL = {
    "Taznakht carpet": taznakht_carpet,
    "Flat-woven hanbel": woven_hanbel,
    "Safi pottery": safi_pottery,
    "Leather babouches": leather_babouches,
    "Thuya wood box": thuya_wood_box,
    "Tiznit silver jewellery": tiznit_silver_jewellery,
    "Saharan melhfa": saharan_melhfa,
}
