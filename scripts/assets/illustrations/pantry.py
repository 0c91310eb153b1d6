"""Seeds, herbs, spices, cheese, preserves, soap and oysters."""

from draw import *
from oils import rose, sprig


def bowl(x, y, w, body, rim, band, depth=52):
    """A bowl whose rim is centred at (x, y); what is in it is drawn before."""
    h = w / 2
    return (
        path(f"M{n(x - h)} {y}h{n(w)}q-4 {depth} -{n(w * .32)} {depth}h-{n(w * .36)}q-{n(w * .28)} 0-{n(w * .32)}-{depth}z", body)
        + tint(f"M{n(x + h * .55)} {y}h{n(h * .45)}q-4 {depth} -{n(w * .32)} {depth}h-{n(w * .1)}q{n(w * .2)}-4 {n(w * .2)}-{depth}z")
        + rect(x - h - 3, y - 5, w + 6, 10, rim, 5)
        + line(f"M{n(x - h * .88)} {n(y + depth * .42)}q{n(h * .88)} {n(depth * .3)} {n(h * 1.76)} 0", band, 5)
    )


def mound(cx, base, w, h, step, seed_value=7):
    """Scattered spots filling a heap, always the same ones: (x, y, angle)."""
    spots, state = [], seed_value
    y = base - step * 0.4
    row = 0
    while y > base - h:
        half = w / 2 * (1 - ((base - y) / h) ** 1.6) - step * 0.3
        x = cx - half + (step * 0.5 if row % 2 else 0)
        while x <= cx + half:
            state = (state * 1103515245 + 12345) % 2**31
            spots.append((round(x + state % 5 - 2), round(y + state // 7 % 5 - 2), state // 11 % 12 * 15))
            x += step
        y -= step * 0.72
        row += 1
    return spots


def almond_and_argan_spread():
    nut = path("M-18 0q3-14 20-12 13 3 18 12-5 9-18 12-17 3-20-12z", CLAY) + line("M-12-2q9-5 22-1M-10 4q10 6 20-1", SAF9, 1.8)
    return (
        backdrop(SAF1, SAND, SAF2)
        + shadow(140, 206, 72)
        + path("M78 112h124v76q0 18-18 18H96q-18 0-18-18z", BARK)
        + tint("M174 112h28v76q0 18-18 18h-20q10-4 10-18z", INK, 0.25)
        + rect(72, 96, 136, 20, TER9, 8) + ellipse(140, 98, 60, 11, BARK)
        + path("M94 96q10-26 30-20 6-22 24-16 22 6 16 24 20-4 22 14-46 14-92-2z", TER) + line("M112 90q6-14 22-10M142 78q12 0 10 14", TER2, 3.5)
        + line("M90 124v50", PAPER, 5, 'opacity=".4"')
        + rect(96, 130, 88, 56, PAPER, 5)
        + g(nut, "translate(124 158) rotate(-20)") + path("M160 142q14 16 10 26a10 10 0 0 1-20 0q-2-10 10-26z", SAF)
        + line("M172 84 246 30", SAF9, 9) + path("M150 106q-4-20 20-26 10 6 6 16-8 12-26 10z", SAF9)
        + shadow(250, 210, 50, 6)
        + stamps("n", nut, [(238, 200, 12), (272, 196, -26), (258, 178, 20), (44, 204, -14), (296, 208, 30)])
        + leaves([(222, 186, 34, -70, 9), (226, 188, 38, -30, 9)], ARG)
    )


def taliouine_saffron():
    threads = "M160 116q-4-40-30-56M160 116q0-44 2-66M160 116q6-40 32-54"
    loose = "M214 184q14-12 34-4M224 192q20-4 34 2M236 178q-2-10 14-16M206 192q6-10 22-8M250 190q8-12 24-8M232 186q16-14 30-12"
    return (
        backdrop(SAF1, SAF2, SAND, "sun")
        + line("M96 208q10-60 44-70M112 210q4-44 40-66M196 150q26 18 30 40M74 206q14-50 50-62", ARG, 4)
        + shadow(142, 210, 60, 6)
        + path("M148 136h22l-4 70h-14z", MAJ2)
        + leaves([(158, 140, 120, -142, 24), (160, 140, 120, -38, 24)], MAJ)
        + leaves([(160, 142, 126, -90, 32)], MAJ9)
        + line(threads, TER, 6) + dots([(130, 60), (162, 50), (192, 62)], TER, 10)
        + line("M158 120q-2-20-8-28M163 120q2-18 8-26", SAF, 4)
        + leaves([(156, 146, 116, -116, 26), (164, 146, 116, -64, 26)], MAJ3)
        + path("M160 148q-34-26-30-66 28 18 30 66 2-48 30-66 4 40-30 66z", MAJ2)
        + line("M150 132q-10-16-14-34M170 132q10-16 14-34", MAJ3, 2)
        + shadow(244, 214, 52, 6) + line(loose, TER, 4)
        + path("M192 190h104q-4 24-30 24h-44q-26 0-30-24z", TER9) + rect(188, 185, 112, 9, TER, 4.5) + dots([(206, 202), (225, 204), (244, 205), (263, 204), (282, 202)], SAF2, 5)
        + line("M30 214q12-8 26-2M60 218q8-8 20-4", TER, 4)
    )


def dried_rosebuds():
    bud = (
        path("M-13 2q-2-20 13-24 15 4 13 24-4 14-13 14t-13-14z", TER3) + path("M0-22q12 6 7 24-5 12-7 14-2-2-7-14-5-18 7-24z", TER)
        + path("M-13 6q5-2 6 4 3-6 7 2 4-8 7-2 1-6 6-4-2 13-13 13t-13-13z", ARG)
    )
    return (
        backdrop(TER1, SAND, TER2, "niche")
        + line("M262 34q-20 60-10 96M262 60q20 4 26 20M256 88q-20 2-28 16", ARG3, 3.5)
        + leaves([(258, 70, 30, 150, 9), (254, 106, 32, 30, 9)], ARG)
        + g(bud, "translate(262 34)") + g(bud, "translate(290 84) rotate(30) scale(.8)") + g(bud, "translate(226 102) rotate(-40) scale(.8)")
        + shadow(150, 210, 84)
        + stamps("b", bud, [(96, 140, -30), (126, 134, 10), (158, 132, -8), (190, 136, 24), (208, 144, 44), (78, 146, -50), (110, 116, -20),
                            (142, 110, 8), (174, 114, 18), (126, 90, -12), (158, 88, 10)])
        + bowl(146, 152, 176, PAPER, LINE, MAJ)
        + dots([(84, 186), (208, 186)], MAJ, 5)
        + g(bud, "translate(258 196) rotate(70)") + g(bud, "translate(290 204) rotate(100) scale(.85)") + g(bud, "translate(42 204) rotate(-70) scale(.9)")
    )


def chefchaouen_goat_cheese():
    return (
        backdrop(MAJ2, MAJ3, MAJ1, "niche")
        + path("M92 192V96q0-46 68-60 68 14 68 60v96z", MAJ)
        + line("M160 40v96M126 48v90M194 48v90", MAJ9, 3) + dots([(176, 96), (144, 96)], SAF2, 8)
        + dots([(110, 72), (110, 96), (210, 72), (210, 96), (144, 62), (176, 62)], MAJ3, 5)
        + shadow(156, 212, 118)
        + rect(30, 194, 266, 16, SAF9, 8) + line("M60 203h90M176 203h70", CLAY, 2, 'opacity=".6"')
        + path("M136 142l83 4v40l-83-4z", SAF1) + dots([(184, 164), (198, 158), (206, 174), (176, 174)], LINE, 5)
        + path("M52 142v38c8 18 62 26 112 21v-38l-28-21z", SAND) + path("M219 146A84 24 0 1 0 164 164L136 142z", PAPER)
        + line("M52 162q40 30 112 21", ARG3, 9) + line("M52 162q40 30 112 21", ARG, 2)
        + path("M82 136q18-14 34-2-8 14-34 2z", ARG) + path("M112 136q16-10 28-1-8 12-28 1z", ARG3)
        + g(path("M0 0 60-16q12 12 10 26L8 24z", PAPER) + path("M8 24 70 10v22L8 46z", SAF1) + path("M0 0l8 24v22L0 22z", SAND) + dots([(24, 32), (44, 26), (56, 20)], LINE, 5), "translate(212 156)")
        + line("M48 196q-6-50 8-78", ARG, 3)
        + leaves([(56, 118, 20, -70, 5), (50, 138, 22, -150, 5), (51, 138, 22, -30, 5), (47, 160, 22, -160, 5), (47, 160, 22, -20, 5), (47, 178, 20, -160, 5), (47, 178, 20, -20, 5)], ARG3)
    )


def rhamna_cumin():
    umbel = lambda x, y: line(f"M{x} {y}q-6 50-20 100" + "".join(f"M{x} {y}l{dx} {dy}" for dx, dy in ((-26, -18), (-12, -28), (4, -30), (20, -24), (28, -10))), ARG3, 3) + dots(
        [(x + dx + ex, y + dy + ey) for dx, dy in ((-26, -18), (-12, -28), (4, -30), (20, -24), (28, -10)) for ex, ey in ((0, 0), (-6, -5), (6, -4))], TER2, 7)
    heap = mound(140, 156, 150, 62, 17)
    return (
        backdrop(SAF1, SAND, SAF2, "sun")
        + umbel(262, 82) + umbel(44, 116)
        + line("M246 146q20-4 30-24M250 160q-16-4-24-20", ARG, 2.5)
        + shadow(142, 210, 80)
        + path("M62 158q16-52 78-62 62 10 78 62z", SAF9)
        + seeds(heap[::2], CLAY, 6, 9) + seeds(heap[1::2], BARK, 6, 9)
        + bowl(140, 156, 166, TER, TER9, SAF2)
        + g(rect(30, -5, 62, 10, BARK, 5) + path("M-30-16h58q10 16 0 32h-58q-12-16 0-32z", BARK) + path("M-26-10h50q6 10 0 16h-50q-6-8 0-16z", SAF9), "translate(252 196) rotate(-10)")
        + seeds([(228, 190, 10), (240, 196, 60), (254, 190, -20), (40, 206, 20), (58, 212, -30), (212, 216, 10)], COCOA, 5, 8)
    )


def foum_zguid_henna():
    hand = (
        path("M-34 60v-44l-22-30q-8-12 2-17 8-3 14 5l14 16v-62q0-10 9-10t9 10v44h2v-58q0-10 9-10t9 10v58h2v-50q0-10 9-10t9 10v54h2v-32q0-9 8-9t8 9v62q0 30-18 46v8z", CLAY)
        + path(star(-2, 12, 17), "none", TER9, 2.5) + circle(-2, 12, 6, TER9)
        + dots([(-2, -16), (-24, 20), (22, 20), (-2, 42), (-48, -18)], TER9, 4.5)
        + line("M-23-42h12M-23-52h12M-2-56h12M-2-66h12M18-48h12M18-58h12M37-26h10M37-36h10M-26 54q24-10 50 0", TER9, 3.5)
    )
    return (
        backdrop(ARG1, SAND, ARG2)
        + g(rect(-42, 52, 88, 80, TER, 6) + line("M-42 64h88M-42 76h88", SAF2, 3) + hand, "translate(106 126) rotate(-8)")
        + line("M286 26q-26 40-24 96M274 52q14-2 22-14M264 84q-14-6-18-20", BARK, 3)
        + leaves([(286, 28, 26, -60, 8), (278, 42, 26, -160, 8), (296, 40, 24, -20, 7), (268, 66, 26, 10, 8), (248, 66, 26, -130, 8), (262, 98, 28, 20, 8), (262, 106, 28, 170, 8)], ARG)
        + shadow(228, 210, 62)
        + path("M170 158q20-52 58-52t58 52z", ARG3) + path("M206 116q12-10 22-10 42 0 58 52h-32q-6-36-48-42z", ARG)
        + dots([(196, 146), (210, 132), (222, 144), (234, 126), (250, 146), (216, 120)], ARG2, 3.5)
        + bowl(228, 158, 118, SAF, SAF9, TER, 50)
    )


def zaer_lentils():
    heap = mound(160, 146, 190, 62, 19, 3)
    return (
        backdrop(TER1, SAF1, SAND, "sun")
        + line("M46 196q-8-60 20-110M58 126q-20-4-28-20M52 152q18-6 26-22", ARG3, 3)
        + leaves([(66, 88, 28, -60, 8), (62, 100, 26, -160, 8), (32, 108, 24, -130, 8), (78, 130, 26, -40, 8), (52, 160, 26, 190, 8), (50, 172, 26, -10, 8)], ARG)
        + shadow(166, 210, 92)
        + path("M66 150q24-58 94-66 70 8 94 66z", BARK)
        + seeds(heap[::3], ARG3, 15, 3) + seeds(heap[1::3], SAF9, 15, 3) + seeds(heap[2::3], CLAY, 15, 3)
        + dots([(x - 2, y - 2) for x, y, _ in heap[::2]], SAF1, 3)
        + bowl(160, 148, 206, PAPER, LINE, TER, 60)
        + path("M96 176l12 12 12-12 12 14 14-12 14 13 14-13 14 12 12-14 12 12 12-12", "none", MAJ, 3)
        + seeds([(276, 204, 0), (40, 210, 10)], SAF9, 14, 3) + seeds([(294, 210, 20), (62, 214, 0)], ARG3, 14, 3) + seeds([(282, 188, 10), (260, 214, 0)], CLAY, 14, 3)
    )


def dried_thyme():
    def twig(x, y, h, lean):
        spots, d = [], f"M160 150Q{n((160 + x) / 2 + lean)} {n((150 + y) / 2)} {x} {y}"
        for k in range(1, 8):
            t = 0.3 + k * 0.1
            cx, cy = (160 + x) / 2 + lean, (150 + y) / 2
            px, py = (1 - t) ** 2 * 160 + 2 * t * (1 - t) * cx + t * t * x, (1 - t) ** 2 * 150 + 2 * t * (1 - t) * cy + t * t * y
            spots += [(px - 6, py - 3), (px + 6, py - 3)]
        return d, spots

    twigs = [twig(x, y, 0, lean) for x, y, lean in ((84, 62, -8), (108, 40, -4), (134, 26, -2), (160, 18, 0), (186, 26, 2), (212, 40, 4), (236, 62, 8))]
    stems = "M160 150L112 214M160 150L130 220M160 150L148 222M160 150L172 222M160 150L192 218M160 150L208 212"
    return (
        backdrop(ARG1, SAND, SAF2)
        + shadow(160, 218, 78, 6)
        + line(stems, SAF9, 4)
        + line("".join(t[0] for t in twigs), BARK, 3)
        + dots([p for t in twigs[::2] for p in t[1]], ARG3, 11) + dots([p for t in twigs[1::2] for p in t[1]], ARG, 11)
        + dots([(x, y - 2) for x, y in ((84, 60), (108, 38), (134, 24), (160, 16), (186, 24), (212, 38), (236, 60))], TER2, 9)
        + path("M134 138q26-12 52 0l4 24q-30 12-60 0z", TER) + line("M133 146q27-10 54 0M132 155q28-8 56 0", SAF2, 2.5)
        + line("M184 150q28-10 34 6t-26 4M186 158q18 14 30 34", TER, 4)
    )


def dried_rosemary():
    sack = "M92 120q-22 40-16 76 4 14 24 14h104q20 0 24-14 6-36-16-76z"
    return (
        backdrop(SAF1, MAJ2, SAND, "hills")
        + circle(52, 48, 22, SAF2)
        + sprig(124, 128, 84, -30, ARG3, None, 5) + sprig(180, 128, 84, 32, ARG3, None, 5) + sprig(152, 128, 104, 2, ARG, MAJ3, 5)
        + shadow(156, 210, 92)
        + path(sack, CLAY) + tint("M186 120h26q22 40 16 76-4 14-24 14h-30q34-30 12-90z", BARK, 0.3)
        + path("M82 104q70 18 140 0l-6 26q-64 14-128 0z", SAND) + line("M90 122q62 16 124 0", TER, 4)
        + line("M96 140l-8 52M112 144l-4 58M206 140l8 52M190 144l6 58", SAF9, 1.5, 'opacity=".6"')
        + rect(120, 146, 66, 44, PAPER, 4) + line("M153 184v-30", ARG, 2.5) + seeds([(153, 182 - 8 * k, a) for k in range(4) for a in (-40, -140)], ARG, 3.5, 9)
        + seeds([(242, 206, -20), (262, 210, 15), (256, 198, 60), (280, 204, -40), (54, 208, 10), (38, 202, -30)], ARG, 5, 16)
    )


def beldi_black_soap():
    return (
        backdrop(ARG1, ARG2, SAND)
        + shadow(130, 211, 86)
        + path("M52 112h156v80q0 18-18 18H70q-18 0-18-18z", BARK)
        + path("M52 112h156v20q-40 18-78 8t-78 4z", COCOA)
        + tint("M178 112h30v80q0 18-18 18h-24q12-4 12-18z", INK, 0.3)
        + ellipse(130, 110, 86, 20, LINE) + ellipse(130, 109, 76, 15, COCOA)
        + path("M72 108q20-14 40-10 8-18 36-14 20 2 24 12 18-2 22 12-20 14-64 14-44 0-58-14z", BARK)
        + line("M92 106q14-8 26-2t28-8 30 6M128 94q10-6 20-2", TER2, 3.5, 'opacity=".8"')
        + g(rect(-5, -92, 10, 96, SAF9, 5) + path("M-15 0h30q4 26-15 30-19-4-15-30z", SAF9), "translate(168 86) rotate(34)")
        + rect(84, 142, 92, 50, PAPER, 5)
        + leaves([(104, 168, 30, -50, 7), (104, 168, 28, -120, 7), (102, 168, 26, 186, 6)], ARG) + path(star(148, 167, 15), TER) + circle(148, 167, 5, PAPER)
        + line("M64 142v46", PAPER, 4, 'opacity=".45"')
        + shadow(264, 211, 40, 6)
        + g(path("M-30 44v-66q0-32 30-32t30 32v66z", INK) + rect(-33, 40, 66, 20, SAF, 4) + line("M-18-18v50M-6-34v68M6-34v68M18-18v50", MAJ3, 1.8, 'opacity=".6"') + line("M20 50q14 6 12-12", TER, 3), "translate(262 150) rotate(5)")
        + ellipse(34, 202, 10, 8, ARG9) + ellipse(222, 214, 10, 8, ARG3)
        + "".join(circle(x, y, r, "none", f'stroke="{PAPER}" stroke-width="2.5"') for x, y, r in ((58, 62, 10), (82, 42, 6), (36, 88, 6)))
    )


def safi_capers():
    heap = [(x, y) for y, row in ((190, (104, 124, 144, 164, 184)), (174, (98, 117, 136, 155, 174, 192)), (158, (106, 126, 146, 166, 186)), (142, (98, 118, 138, 158, 178, 194)), (126, (108, 130, 150, 172, 188))) for x in row]
    return (
        backdrop(SAF1, SAND, ARG2)
        + shadow(146, 210, 66)
        + path("M90 96h110q10 6 10 20v74q0 18-18 18H98q-18 0-18-18v-74q0-14 10-20z", ARG1)
        + path("M84 118h122v70q0 16-16 16h-90q-16 0-16-16z", ARG2)
        + dots(heap[::2], ARG, 19) + dots(heap[1::2], ARG3, 19) + dots([(x - 3, y - 3) for x, y in heap], ARG1, 4)
        + rect(84, 74, 122, 24, TER, 6) + line("M98 80v12M114 80v12M130 80v12M146 80v12M162 80v12M178 80v12M192 80v12", TER9, 2)
        + line("M92 112v74", PAPER, 5, 'opacity=".7"')
        + line("M228 206q40-44 44-108M262 150q16 0 24-12M250 176q-8-16-22-18", ARG, 3.5)
        + leaves([(272, 100, 30, -150, 14), (270, 118, 30, 20, 14), (286, 138, 26, -40, 13), (228, 158, 26, 190, 12), (252, 172, 28, 20, 13)], ARG3)
        + dots([(262 + 14 * cos(a), 76 + 14 * sin(a)) for a in (0.6, 2.2, 3.8, 5.4)], PAPER, 26)
        + line("".join(f"M262 76l{n(26 * cos(a))} {n(-abs(26 * sin(a)))}" for a in (0.3, 0.8, 1.3, 1.8, 2.3, 2.8)), MAJ3, 2) + circle(262, 78, 4, SAF)
        + dots([(44, 204), (60, 212), (36, 188)], ARG, 18) + dots([(41, 201), (57, 209), (33, 185)], ARG1, 4)
    )


def dakhla_oysters():
    oyster = (
        path("M-40 6q-4-26 20-32 16-8 34 0 26 6 26 24 2 18-22 22-16 8-34 2-22 0-24-16z", STONE)
        + path("M-32 4q-2-18 16-22 14-6 28 0 20 4 20 18 0 14-18 16-14 6-26 2-18 0-20-14z", PAPER)
        + path("M-20 4q0-14 14-14 20-4 24 6 2 12-12 14-24 4-26-6z", MAJ2) + path("M-12 4q2-8 12-8 12 0 12 6-4 8-14 6-10 0-10-4z", LINE)
        + line("M-36 14q8 10 20 9M34 10q-4 8-16 10", SAF9, 2, 'opacity=".6"')
    )
    wedge = path("M-30 0a30 30 0 0 0 60 0z", SAF) + path("M-25 0a25 25 0 0 0 50 0z", SAF1) + path("M-2 2v19a20 20 0 0 1-18-19zM2 2v19a20 20 0 0 0 18-19z", SAF3)
    return (
        backdrop(MAJ1, SAF1, MAJ2, "dunes")
        + rect(0, 128, 320, 70, MAJ3) + path("M0 130q20-10 40 0t40 0 40 0 40 0 40 0 40 0 40 0 40 0v14H0z", MAJ2) + circle(254, 62, 26, SAF2)
        + path("M0 128 70 96q30-12 60 14l40 18z", SAF2)
        + rect(0, 186, 320, 54, SAND)
        + shadow(160, 214, 132, 12)
        + ellipse(160, 180, 134, 40, PAPER) + ellipse(160, 178, 118, 31, MAJ1)
        + dots([(60, 174), (76, 190), (110, 200), (214, 200), (246, 188), (262, 172), (150, 186), (170, 190)], PAPER, 14)
        + stamps("o", oyster, [(92, 160, -14), (228, 160, 160), (160, 146, 4), (112, 190, 8), (208, 192, -8)])
        + g(wedge, "translate(160 182) rotate(-12)")
    )


ALL = {
    "Almond and argan spread": almond_and_argan_spread,
    "Taliouine saffron": taliouine_saffron,
    "Dried rosebuds": dried_rosebuds,
    "Chefchaouen goat cheese": chefchaouen_goat_cheese,
    "Rhamna cumin": rhamna_cumin,
    "Foum Zguid henna": foum_zguid_henna,
    "Zaer lentils": zaer_lentils,
    "Dried thyme": dried_thyme,
    "Dried rosemary": dried_rosemary,
    "Beldi black soap": beldi_black_soap,
    "Safi capers": safi_capers,
    "Dakhla oysters": dakhla_oysters,
}
