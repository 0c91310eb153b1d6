"""One scene for each kind of project: the place and its main tool, not the product alone."""

from crafts import diamond, zigzag
from draw import *


def house(x, y, w, h, wall=PAPER, roof=TER, door=BARK, windows=1):
    """A flat workshop standing on y."""
    out = rect(x, y - h, w, h, wall, 3) + rect(x - 5, y - h - 10, w + 10, 12, roof, 3)
    out += path(f"M{x + 12} {y}v-{n(h * .5)}q0-12 13-12t13 12v{n(h * .5)}z", door)
    for k in range(windows):
        wx = x + 52 + k * 34
        out += rect(wx, y - h * .66, 22, 20, MAJ2, 2) + line(f"M{n(wx + 11)} {n(y - h * .66)}v20M{wx} {n(y - h * .66 + 10)}h22", PAPER, 2)
    return out


def bottle(x, y, h, fill, glass=PAPER, cap=INK):
    w = h * .36
    return (
        path(f"M{n(x - w / 2)} {y}v-{n(h * .58)}q0-{n(h * .1)} {n(w * .28)}-{n(h * .16)}v-{n(h * .16)}h{n(w * .44)}v{n(h * .16)}q{n(w * .28)} {n(h * .06)} {n(w * .28)} {n(h * .16)}v{n(h * .58)}z", fill)
        + rect(x - w * .28, y - h, w * .56, h * .12, cap, 2) + rect(x - w / 2 + 3, y - h * .42, w - 6, h * .24, glass, 2)
    )


def jar(x, y, w, h, fill, lid=SAF9):
    return rect(x - w / 2, y - h, w, h, fill, 6) + rect(x - w / 2 - 2, y - h - 8, w + 4, 11, lid, 4) + rect(x - w / 2 + 5, y - h * .68, w - 10, h * .36, PAPER, 3)


def crate(x, y, w, h, fill=CLAY, edge=SAF9):
    return rect(x, y - h, w, h, fill, 3) + line(f"M{x} {n(y - h / 2)}h{w}", edge, 3) + line(f"M{x + 5} {y - h}v{h}M{x + w - 5} {y - h}v{h}", edge, 3)


def tree(x, y, crown=ARG, trunk=BARK, r=30):
    return rect(x - 5, y - r * 1.3, 10, r * 1.3, trunk, 3) + circle(x - r * .5, y - r * 1.5, r * .7, crown) + circle(x + r * .5, y - r * 1.5, r * .7, crown) + circle(x, y - r * 2.1, r * .8, crown)


def palm(x, y, h):
    return (
        line(f"M{x} {y}q-8-{n(h * .5)} 2-{h}", BARK, 9)
        + leaves([(x + 2, y - h, 46, a, 9) for a in (-165, -130, -60, -20, 20, 160)], ARG)
        + dots([(x - 8, y - h + 12), (x + 2, y - h + 16), (x + 12, y - h + 11)], SAF9, 9)
    )


def still(x, y):
    """A copper still on its fire, its neck to the right."""
    return (
        rect(x - 40, y - 26, 80, 26, STONE, 4) + path(f"M{x - 16} {y}v-10q0-8 16-8t16 8v10z", INK) + path(f"M{x - 8} {y}q-2-10 8-14 10 6 8 14z", SAF)
        + path(f"M{x - 38} {y - 26}q-12-46 16-60h44q28 14 16 60z", TER3) + tint(f"M{x + 18} {y - 86}q28 14 20 60h-18q6-36-14-60z")
        + path(f"M{x - 20} {y - 84}q0-30 20-34 20 4 20 34z", TER) + line(f"M{x + 6} {y - 116}q48-20 78 12v40", TER3, 9)
        + rect(x + 62, y - 66, 44, 66, MAJ2, 6) + line(f"M{x + 70} {y - 52}h28M{x + 70} {y - 40}h28M{x + 70} {y - 28}h28", MAJ3, 4)
    )


def hive(x, y, fill=SAF3):
    return rect(x - 24, y - 46, 48, 46, fill, 3) + rect(x - 28, y - 56, 56, 12, SAF9, 3) + line(f"M{x - 24} {y - 23}h48", SAF9, 3) + rect(x - 10, y - 12, 20, 5, COCOA, 2) + rect(x - 22, y, 6, 12, BARK) + rect(x + 16, y, 6, 12, BARK)


def bee(x, y):
    return ellipse(x, y, 9, 6, SAF) + line(f"M{x - 2} {y - 5}v10M{x + 4} {y - 5}v10", INK, 2.5) + ellipse(x - 2, y - 8, 6, 4, PAPER, 'opacity=".9"') + ellipse(x + 6, y - 8, 6, 4, PAPER, 'opacity=".9"')


def goat(x, y, coat=PAPER):
    return (
        rect(x - 30, y - 44, 58, 28, coat, 13) + line(f"M{x - 22} {y - 20}v20M{x - 12} {y - 20}v20M{x + 12} {y - 20}v20M{x + 21} {y - 20}v20", coat, 7)
        + path(f"M{x + 20} {y - 40}l14-24 20 8-6 14-16 12z", coat) + line(f"M{x + 36} {y - 63}q-4-12-16-12M{x + 42} {y - 62}q0-12-8-18", BARK, 4) + circle(x + 43, y - 53, 2.2, INK) + line(f"M{x + 44} {y - 42}v9", coat, 4) + line(f"M{x - 30} {y - 38}l-8-8", coat, 6)
    )


def camel(x, y):
    return (
        path(f"M{x - 56} {y - 44}q4-30 26-30 8-26 26-26 16 0 22 28 20 0 22 20 10-2 14-18l6-26q4-14 20-12l14 8-2 9-14 2-6 26q-6 28-26 34-50 16-80 4-20-4-22-19z", CLAY)
        + line(f"M{x - 44} {y - 32}l-4 32M{x - 30} {y - 26}l2 26M{x + 18} {y - 28}l-2 28M{x + 32} {y - 28}l4 28", CLAY, 8) + circle(x + 70, y - 90, 2.4, INK)
        + path(f"M{x - 30} {y - 74}q8-26 26-26 16 0 22 28l-6 14h-40z", TER) + line(zigzag(x - 28, y - 66, 5, 9, 5), SAF2, 3)
    )


def person(x, y, robe=MAJ, scarf=SAF, skin=CLAY):
    """Someone seated at work, seen from the front."""
    return path(f"M{x - 34} {y}q-2-44 16-58h36q18 14 16 58z", robe) + circle(x, y - 74, 17, skin) + path(f"M{x - 20} {y - 66}q-4-30 20-32 24 2 20 32l-6 12q6-24-14-28-20 4-14 28z", scarf)


def argan_oil():
    return (
        backdrop(ARG1, SAND, TER2, "hills") + tree(48, 194, ARG3, BARK, 34) + shadow(170, 208, 96)
        + rect(104, 178, 150, 24, STONE, 4) + rect(112, 98, 20, 84, INK, 3) + rect(222, 98, 20, 84, INK, 3) + rect(106, 84, 142, 20, MAJ9, 5) + rect(168, 50, 16, 60, STONE, 3) + rect(136, 40, 80, 12, TER, 6)
        + rect(142, 112, 70, 50, CLAY, 8) + line("M150 124h54M150 138h54M150 150h54", SAF9, 3) + path("M148 162h58l8 16h-74z", STONE) + line("M214 170h26v16", SAF, 6) + bottle(278, 208, 74, SAF)
        + dots([(60, 206), (76, 210), (68, 198), (88, 204)], BARK, 15)
    )


def saffron():
    flower = path("M0 0q-20-14-16-40 14 4 16 24 2-20 16-24 4 26-16 40z", MAJ3) + path("M0 0q-6-20 0-44 6 24 0 44z", MAJ) + line("M0-20l-5-18M0-20v-20M0-20l6-18", TER, 2.6) + line("M0 0v14", ARG, 4)
    return (
        backdrop(SAF1, SAF2, ARG3, "hills") + path("M0 176q160-30 320 0v64H0z", CLAY) + line("M0 200q160-20 320 0M0 222q160-16 320 0", BARK, 3, 'opacity=".4"')
        + person(220, 196, MAJ, SAF) + shadow(150, 216, 40, 6) + stamps("f", flower, [(40, 190, -6), (78, 204, 5), (118, 188, 0), (286, 200, 4), (304, 182, -8), (60, 226, 0), (272, 226, 6)])
        + path("M118 196h72q-4 24-20 24h-32q-16 0-20-24z", SAF9) + dots([(136, 194), (150, 188), (164, 194), (148, 196)], MAJ3, 16)
    )


def dates():
    return backdrop(SAF1, SAF2, CLAY, "sun") + palm(52, 196, 116) + palm(288, 200, 96) + house(96, 192, 130, 84, PAPER, TER, BARK, 2) + shadow(160, 214, 90) + crate(94, 216, 62, 32) + crate(164, 216, 62, 32) + dots([(106, 186), (120, 182), (134, 186), (146, 184), (176, 186), (190, 182), (204, 186), (216, 184)], TER9, 15)


def rose_distillation():
    bloom = circle(0, 0, 13, TER3) + path("M-9-2q9-12 18 0-3 10-9 10t-9-10z", TER) + circle(0, 0, 4, TER2)
    return backdrop(TER1, PAPER, TER2, "arch") + shadow(160, 208, 110) + still(128, 206) + bottle(272, 206, 60, TER2) + leaves([(30, 214, 30, -60, 8), (64, 216, 30, -110, 8), (96, 222, 22, -30, 7)], ARG) + stamps("r", bloom, [(30, 188, 0), (54, 204, 20), (26, 214, 40), (78, 216, 10), (290, 218, 0), (252, 222, 30)])


def rosemary_oil():
    sprig = line("M0 0v-62", ARG9, 4) + leaves([(0, -k, 20, a, 3.4) for k in (8, 20, 32, 44, 56) for a in (-150, -30)], ARG)
    return backdrop(ARG1, ARG2, ARG3, "hills") + shadow(160, 208, 110) + still(140, 206) + stamps("s", sprig, [(34, 212, -10), (58, 216, 8), (288, 214, 6), (268, 220, -8)]) + bottle(300, 208, 46, ARG9)


def beekeeping():
    return (
        backdrop(SAF1, PAPER, ARG2, "hills") + tree(282, 176, ARG3, BARK, 30) + path("M0 180q160-24 320 0v60H0z", ARG2) + shadow(150, 214, 110)
        + hive(64, 200) + hive(136, 204, SAF2) + hive(208, 200) + line("M20 120q50-60 110-26t110-40", SAF9, 2, 'stroke-dasharray="2 8"') + bee(100, 96) + bee(176, 66) + bee(240, 96) + bee(44, 128)
        + line("M262 232v-34M280 234v-26M300 230v-36M30 232v-22M14 228v-30", ARG, 3) + dots([(262, 194), (30, 208)], MAJ3, 14) + dots([(280, 204), (300, 190), (14, 194)], TER, 12)
    )


def olive_mill():
    return (
        backdrop(ARG1, SAND, STONE, "niche") + shadow(150, 210, 100) + path("M60 176h150l-14 34H74z", STONE) + ellipse(135, 176, 75, 14, LINE) + rect(128, 80, 14, 96, BARK, 3)
        + g(circle(0, 0, 42, STONE) + circle(0, 0, 42, "none", f'stroke="{INK}" stroke-opacity=".25" stroke-width="5"') + circle(0, 0, 9, BARK), "translate(104 134)") + g(circle(0, 0, 36, LINE) + circle(0, 0, 8, BARK), "translate(176 140)") + line("M60 134h160", BARK, 8)
        + dots([(86, 176), (110, 180), (136, 178), (162, 181), (184, 176), (124, 172), (150, 172)], ARG9, 11) + line("M204 190h30v6", SAF, 6) + rect(220, 196, 56, 24, INK, 4) + ellipse(248, 198, 26, 5, SAF) + bottle(292, 210, 84, ARG, PAPER, TER)
        + leaves([(20, 60, 34, 20, 7), (20, 60, 34, 60, 7), (50, 36, 30, 30, 7), (50, 36, 30, 80, 7)], ARG) + dots([(44, 84), (66, 66)], ARG9, 12)
    )


def goat_cheese():
    wheel = lambda x, y: rect(x - 30, y - 24, 60, 24, SAF1, 8) + ellipse(x, y - 24, 30, 9, PAPER) + line(f"M{x - 20} {y - 10}h40", SAF2, 2)
    return backdrop(MAJ1, PAPER, ARG2, "hills") + house(186, 186, 110, 74, MAJ2, MAJ, PAPER, 1) + goat(64, 186) + goat(128, 178, CLAY) + shadow(150, 216, 100) + wheel(96, 222) + wheel(160, 222) + wheel(128, 202) + rect(222, 172, 34, 50, STONE, 6) + rect(228, 162, 22, 14, STONE, 4) + line("M226 190h26", INK, 2, 'opacity=".3"')


def dried_figs():
    fig = path("M0-16q14 10 14 22a14 12 0 0 1-28 0q0-12 14-22z", TER9) + line("M0-12v22M-6-6q-4 8-1 14M6-6q4 8 1 14", TER3, 1.6)
    tray = lambda y, w: rect(160 - w / 2, y, w, 12, SAF9, 3) + line(f"M{n(160 - w / 2)} {y - 2}h{w}", CLAY, 4)
    return backdrop(SAF1, SAF2, SAND, "sun") + path("M30 186q0-100 130-112 130 12 130 112z", PAPER, ARG2, 4, 'fill-opacity=".75"') + line("M95 186q0-88 65-112 65 24 65 112M40 140h240", ARG2, 3) + shadow(160, 212, 110) + tray(150, 190) + tray(196, 226) + stamps("g", fig, [(84, 136, 0), (116, 136, 10), (148, 136, -8), (180, 136, 6), (212, 136, 0), (240, 136, -6), (70, 182, 0), (102, 182, 12), (134, 182, -8), (166, 182, 4), (198, 182, -5), (230, 182, 8), (256, 182, 0)])


def couscous():
    grain = [(120 + (k * 37) % 84, 168 + (k * 23) % 22) for k in range(30)]
    return backdrop(TER1, SAND, TER2, "arch") + person(160, 166, ARG, TER) + shadow(160, 214, 110) + path("M66 178h188q-6 36-50 36h-88q-44 0-50-36z", TER) + ellipse(160, 178, 96, 18, TER3) + ellipse(160, 176, 80, 13, SAF2) + dots(grain, SAF, 5) + line("M118 148q10 20 26 22M202 148q-10 20-26 22", ARG, 13) + circle(146, 170, 8, CLAY) + circle(174, 170, 8, CLAY) + path("M262 210v-44h44v44q-8 8-22 8t-22-8z", STONE) + path("M258 166h52l-10-34h-32z", LINE) + dots([(276, 152), (284, 146), (292, 152)], BARK, 4)


def cactus_seed_oil():
    pad = lambda x, y, r, t: g(ellipse(0, 0, r, r * 1.35, ARG) + dots([(-r * .4, -r * .4), (r * .3, 0), (-r * .2, r * .6), (r * .4, -r * .8)], ARG2, 4), f"translate({x} {y}) rotate({t})")
    fruit = ellipse(0, 0, 9, 13, TER) + dots([(-3, -3), (3, 3)], SAF2, 3)
    return backdrop(SAF1, TER1, CLAY, "sun") + shadow(120, 212, 80) + pad(96, 168, 34, 0) + pad(62, 116, 25, -24) + pad(134, 112, 27, 20) + pad(104, 80, 20, -4) + stamps("c", fruit, [(50, 84, -24), (76, 82, 0), (132, 74, 14), (158, 86, 40), (104, 48, 0), (122, 56, 24)]) + bottle(226, 210, 92, SAF) + path("M286 136q18 26 18 44a18 18 0 0 1-36 0q0-18 18-44z", SAF) + tint("M290 150q10 18 8 32-2 10-10 12 6-20 2-44z", PAPER, .5)


def almonds():
    nut = path("M-15 0q2-13 17-12 12 3 16 12-5 10-16 12-15 1-17-12z", CLAY) + line("M-10-2q8-5 20-1M-9 4q9 5 18-1", SAF9, 1.6)
    blossom = "".join(g(ellipse(0, -8, 5, 8, TER1), f"rotate({a})") for a in (0, 72, 144, 216, 288)) + circle(0, 0, 4, TER)
    return backdrop(TER1, PAPER, SAND, "hills") + line("M16 232q10-90 60-150M52 130q30-10 46-40M36 170q-16-20-16-44", BARK, 8) + stamps("b", blossom, [(76, 82, 0), (98, 88, 20), (20, 122, 10), (56, 108, 40), (48, 70, 5), (112, 60, 0)]) + shadow(200, 212, 90) + rect(138, 122, 110, 26, INK, 4) + path("M148 122l10-38h70l10 38z", STONE) + circle(193, 135, 9, SAF) + path("M150 148h86v26h-86z", STONE) + rect(146, 174, 12, 38, INK, 2) + rect(228, 174, 12, 38, INK, 2) + line("M236 162h30l8 20", STONE, 10) + stamps("n", nut, [(176, 78, 10), (204, 76, -14), (192, 66, 30), (266, 200, 5), (288, 206, -20), (276, 188, 24), (300, 192, 0)])


def camel_milk():
    return backdrop(SAF1, SAF2, CLAY, "dunes") + circle(270, 46, 24, SAF) + path("M14 184l46-66 46 66z", TER9) + path("M60 118l46 66H76q-4-34-16-66z", TER) + camel(172, 198) + shadow(268, 214, 34, 6) + rect(250, 162, 40, 52, STONE, 7) + rect(257, 150, 26, 14, STONE, 4) + line("M252 178h36", PAPER, 4) + bottle(306, 214, 56, PAPER, MAJ2, MAJ)


def oysters():
    shell = path("M-22 6q0-20 22-22 22 2 22 22-8 10-22 10T-22 6z", STONE) + line("M-14 6q4-12 14-14M-4 10q0-10 6-16M10 8q0-8-2-14", INK, 1.8, 'opacity=".35"') + circle(2, 3, 4.5, PAPER)
    return backdrop(MAJ1, MAJ2, MAJ3, "dunes") + circle(60, 54, 24, SAF2) + path("M0 168q40-12 80 0t80 0 80 0 80 0v72H0z", MAJ) + line("M30 150h180M50 150v50M110 150v50M170 150v50", BARK, 7) + crate(40, 148, 70, 18, STONE, INK) + crate(124, 148, 70, 18, STONE, INK) + path("M206 128h92l-14 26h-66z", TER) + line("M250 128V84", BARK, 5) + path("M254 84l34 30h-34z", PAPER) + line("M0 200q40-12 80 0t80 0 80 0 80 0M0 224q40-12 80 0t80 0 80 0 80 0", MAJ2, 4) + stamps("o", shell, [(70, 208, -8), (124, 216, 10), (242, 210, 4)])


def fish_processing():
    fish = path("M-34 0q26-22 52 0l16-12v24L18 0q-26 22-52 0z", MAJ3) + tint("M-34 0q26 18 52 0-26 6-52 0z", PAPER, .5) + circle(-22, -3, 2.4, INK) + line("M-12-8q4 8 0 16", MAJ9, 2)
    return backdrop(MAJ1, PAPER, STONE, "niche") + rect(86, 40, 148, 150, STONE, 8) + rect(98, 52, 124, 126, INK, 4) + line("M104 72h112M104 112h112", BARK, 5) + stamps("p", fish, [(132, 94, 90), (160, 94, 90), (188, 94, 90), (132, 146, 90), (160, 146, 90), (188, 146, 90)]) + path("M110 178q10-20 20-6 10-20 20 0 10-22 22 0 10-18 20 2 8-10 14 4z", SAF9) + line("M120 34q-8-12 2-22M160 30q-8-12 2-22M200 34q-8-12 2-22", LINE, 6) + shadow(160, 210, 110) + rect(24, 192, 272, 12, LINE, 4) + g(fish, "translate(62 186)") + g(fish, "translate(266 186) scale(-1 1)")


def carpets():
    return (
        backdrop(TER1, SAND, CLAY, "arch") + shadow(160, 214, 100) + rect(64, 36, 12, 176, BARK, 3) + rect(244, 36, 12, 176, BARK, 3) + rect(54, 32, 212, 14, BARK, 5) + rect(54, 192, 212, 14, BARK, 5)
        + line("".join(f"M{86 + 10 * k} 46V116" for k in range(15)), PAPER, 2) + rect(80, 112, 160, 82, TER) + line(zigzag(84, 124, 10, 10, 7), SAF2, 4) + path("".join(diamond(108 + 35 * k, 154, 16, 18) for k in range(4)), SAF) + path("".join(diamond(108 + 35 * k, 154, 7, 8) for k in range(4)), MAJ) + line(zigzag(84, 184, 10, 10, 7), PAPER, 4)
        + rect(80, 106, 160, 8, STONE, 3) + circle(34, 204, 18, MAJ) + circle(290, 206, 16, SAF) + line("M22 200q12-12 24 0M22 208q12 8 24 0M280 204q10-10 20 0", PAPER, 2)
    )


def pottery():
    return backdrop(MAJ1, PAPER, SAND, "niche") + rect(24, 84, 84, 8, BARK, 2) + path("M36 84q-8-16 0-26l4-8h12l4 8q8 10 0 26z", MAJ) + path("M74 84q-10-10-4-22 4-12 12-12t12 12q6 12-4 22z", TER) + shadow(166, 214, 90) + path("M118 124q-16-26-2-46 6-14 2-24h72q-4 10 2 24 14 20-2 46-14 20-36 20t-36-20z", TER3) + tint("M172 54h18q-4 10 2 24 14 20-2 46-10 14-24 18 24-40 6-88z") + line("M112 92q42 12 84 0M114 106q42 12 80 0", PAPER, 4) + line(zigzag(122, 74, 8, 8, 5), MAJ, 3) + rect(104, 144, 100, 12, STONE, 5) + rect(146, 156, 16, 36, BARK) + ellipse(154, 196, 56, 12, BARK) + line("M64 140q24-8 44-24M250 140q-26-8-50-24", CLAY, 15) + path("M226 212q0-30 34-30t34 30z", TER9)


def leather():
    return backdrop(SAF1, SAND, BARK, "arch") + shadow(150, 202, 100) + path("M86 110h128l14 78q2 14-14 14H86q-16 0-14-14z", TER3) + tint("M186 110h28l14 78q2 14-14 14h-18q4-46-10-92z") + path("M86 110h128v30q-64 46-128 0z", TER) + line("M96 140q54 36 108 0M84 192h132", SAF2, 2.5, 'stroke-dasharray="6 5"') + path("M112 110q0-56 38-56t38 56", "none", BARK, 9) + path(star(150, 156, 14), SAF) + g(rect(-5, -34, 10, 26, SAF9, 4) + path("M-3-8h6l-3 26z", STONE), "translate(262 186) rotate(24)") + circle(40, 208, 18, TER9) + circle(40, 208, 9, SAF2) + line("M56 214q30 16 60 6", SAF2, 3) + path("M258 220q6-22 34-18l14 18z", SAF)


def thuya_marquetry():
    return backdrop(SAF1, TER1, CLAY, "arch") + shadow(160, 212, 110) + path("M70 128h160v72H70z", TER9) + path("M70 128l26-40h160l-26 40z", TER3) + path("M230 128l26-40v72l-26 40z", BARK) + path("".join(diamond(110 + 34 * k, 164, 12, 12) for k in range(4)), SAF2) + path("".join(diamond(110 + 34 * k, 164, 5, 5) for k in range(4)), INK) + line("M76 136h148M76 192h148", SAF, 3) + path(star(163, 108, 13), SAF2) + circle(58, 204, 20, BARK) + circle(58, 204, 14, TER3) + circle(58, 204, 8, BARK) + line("M268 210l30-60", STONE, 8) + path("M262 224l6-18 12 6-10 18z", BARK) + line("M20 220q8-12 18-2 8-10 14 2", SAF9, 4)


def sewing():
    return backdrop(MAJ1, PAPER, MAJ2, "niche") + shadow(160, 200, 120) + rect(36, 186, 248, 14, BARK, 4) + path("M92 186v-16h150v16z", INK) + path("M206 170V96q0-20-20-20h-84q-14 0-14 14v20h34v-14q0-8 8-8h36q8 0 8 8v74z", MAJ) + rect(196, 82, 46, 26, MAJ9, 6) + circle(244, 95, 13, SAF) + line("M106 110v44", STONE, 5) + rect(98, 150, 18, 8, STONE, 2) + circle(150, 66, 9, TER) + rect(145, 66, 10, 12, SAF9) + path("M44 186q6-26 34-22 24 4 30 22z", TER) + line("M50 180q10-12 30-10", TER2, 3) + line("M150 58q-30-16-44 52", TER, 2) + rect(56, 200, 10, 34, BARK) + rect(254, 200, 10, 34, BARK) + circle(282, 176, 10, SAF) + rect(274, 168, 16, 4, SAF9)


def plastics():
    arrow = path("M-14 30L-40 30-24 2-34-4-2-12 4 18-6 12-14 26z", ARG)
    return backdrop(ARG1, ARG2, STONE, "none") + circle(160, 88, 80, PAPER) + "".join(g(arrow, f"translate(160 88) rotate({a})") for a in (0, 120, 240)) + shadow(160, 214, 120) + crate(24, 216, 80, 54, MAJ2, MAJ) + crate(120, 216, 80, 54, SAF2, SAF9) + crate(216, 216, 80, 54, TER2, TER) + bottle(46, 164, 40, MAJ3, MAJ1) + bottle(78, 164, 34, MAJ3, MAJ1) + bottle(144, 164, 36, SAF3, SAF1) + bottle(176, 164, 42, SAF3, SAF1) + bottle(240, 164, 42, TER3, TER1) + bottle(272, 164, 34, TER3, TER1)


def rural_lodge():
    return backdrop(MAJ1, PAPER, ARG2, "hills") + path("M40 120l50-62 34 40 40-52 76 90H20z", MAJ2) + path("M78 72l12-14 10 12-8 6zM152 60l12-14 14 18-12 6z", PAPER) + path("M0 180q160-30 320 0v60H0z", ARG3) + rect(96, 104, 128, 96, CLAY, 3) + rect(90, 96, 140, 14, TER9, 3) + rect(116, 62, 60, 40, CLAY, 3) + rect(110, 54, 72, 12, TER9, 3) + path("M148 200v-40q0-16 14-16t14 16v40z", BARK) + "".join(rect(x, y, 18, 20, SAF2, 2) for x, y in ((110, 126), (194, 126), (136, 74), (110, 164), (194, 164))) + tree(262, 200, ARG, BARK, 28) + tree(52, 206, ARG, BARK, 24) + line("M162 204q-10 20-50 34M162 204q14 18 60 34", SAND, 6)


def preschool():
    return backdrop(SAF1, PAPER, SAF2, "niche") + rect(80, 38, 160, 92, ARG9, 6) + rect(80, 38, 160, 92, "none", 6, f'stroke="{BARK}" stroke-width="7"') + line("M104 104v-34M100 74q16-12 24 0t-2 16M148 70v34M148 88h18M166 70v34M196 104V72l18 32V72", PAPER, 5) + shadow(160, 210, 110) + circle(84, 160, 15, CLAY) + path("M60 212q0-36 24-36t24 36z", TER) + circle(160, 166, 15, CLAY) + path("M136 214q0-36 24-36t24 36z", MAJ) + circle(236, 160, 15, CLAY) + path("M212 212q0-36 24-36t24 36z", ARG) + path("M70 156q2-16 14-14t14 14q-14-8-28 0zM222 156q2-16 14-14t14 14q-14-8-28 0z", COCOA) + path("M145 164q2-18 15-16t15 16l2 16q-8-20-32-16z", COCOA) + rect(272, 186, 30, 22, SAF, 3) + rect(278, 166, 24, 20, TER3, 3) + rect(18, 188, 26, 22, MAJ3, 3)


def elder_care():
    return backdrop(TER1, PAPER, TER2, "arch") + shadow(160, 214, 110) + path("M66 126h84q12 0 12 12v60H54v-60q0-12 12-12z", ARG) + rect(46, 160, 18, 52, ARG9, 6) + rect(150, 160, 18, 52, ARG9, 6) + path("M78 206q-2-50 12-62h34q14 12 12 62z", MAJ3) + circle(107, 118, 19, CLAY) + path("M86 116q0-24 21-24t21 24q-20-14-42 0z", STONE) + line("M132 152l34 6 34-10", CLAY, 10) + path("M186 214q-2-66 16-80h38q16 14 14 80z", TER) + circle(222, 106, 19, CLAY) + path("M200 112q-4-32 22-34 26 2 22 34l-6 14q4-26-16-32-20 6-16 32z", SAF) + path("M160 44q-10-18-22-6-8 12 22 30 30-18 22-30-12-12-22 6z", TER3) + line("M278 214V130q0-12 10-12t10 12", BARK, 6)


def digital_services():
    return backdrop(MAJ1, MAJ2, SAND, "none") + circle(62, 58, 30, SAF2) + shadow(160, 210, 120) + rect(70, 66, 180, 116, INK, 8) + rect(80, 76, 160, 96, PAPER, 3) + rect(80, 76, 160, 18, TER, 3) + dots([(90, 85), (100, 85), (110, 85)], PAPER, 5) + rect(90, 104, 60, 40, SAF2, 3) + path("M96 140l16-20 12 14 8-8 14 14z", ARG) + line("M162 108h66M162 120h66M162 132h40", STONE, 5) + rect(162, 142, 40, 16, ARG, 4) + line("M92 154h54", STONE, 5) + path("M48 196h224l-14-14H62z", STONE) + rect(270, 118, 34, 64, MAJ9, 6) + rect(274, 126, 26, 46, MAJ1, 2) + path(star(287, 148, 9), MAJ) + path("M20 196v-24h30v24q-4 8-15 8t-15-8z", TER) + line("M50 178q12 0 10 10-2 6-10 6", TER, 4)


def solar_pumps():
    return backdrop(SAF1, PAPER, ARG2, "hills") + circle(258, 52, 30, SAF) + line("M258 8v10M258 86v10M214 52h10M292 52h10M227 21l7 7M289 21l-7 7M227 83l7-7M289 83l-7-7", SAF, 4) + path("M0 176q160-20 320 0v64H0z", CLAY) + g(rect(-66, -38, 132, 76, MAJ9, 4) + line("M-66-13h132M-66 13h132M-33-38v76M0-38v76M33-38v76", MAJ2, 2), "translate(112 112) skewX(-14)") + line("M112 150v46M80 196h64", INK, 7) + rect(206, 150, 34, 52, STONE, 5) + rect(200, 142, 46, 12, INK, 4) + line("M240 168h36q10 0 10 12", STONE, 10) + path("M286 184q10 14 10 20a10 10 0 0 1-20 0q0-6 10-20z", MAJ3) + path("M250 214q36-10 68 0v26h-68z", MAJ3) + line("M30 232v-22M50 236v-30M70 232v-20M96 236v-28M170 236v-26M190 232v-18", ARG, 5)


ALL = {
    "argan-oil": argan_oil, "saffron": saffron, "dates": dates, "rose-distillation": rose_distillation, "rosemary-oil": rosemary_oil,
    "beekeeping": beekeeping, "olive-mill": olive_mill, "goat-cheese": goat_cheese, "dried-figs": dried_figs, "couscous": couscous,
    "cactus-seed-oil": cactus_seed_oil, "almonds": almonds, "camel-milk": camel_milk, "oysters": oysters, "fish-processing": fish_processing,
    "carpets": carpets, "pottery": pottery, "leather": leather, "thuya-marquetry": thuya_marquetry, "sewing": sewing, "plastics": plastics,
    "rural-lodge": rural_lodge, "preschool": preschool, "elder-care": elder_care, "digital-services": digital_services, "solar-pumps": solar_pumps,
}
