"""Draws one illustration for each course, and the label of a hotspot question.

Usage: python3 scripts/assets/academy/illustrations.py
The palette and the strokes are those of every other illustration (../illustrations/draw.py).
"""

import sys
from math import cos, pi, sin
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "illustrations"))
from draw import (  # noqa: E402
    ARG, ARG1, ARG2, ARG3, BARK, CLAY, INK, LINE, MAJ, MAJ1, MAJ2, MAJ3, MAJ9, PAPER, SAF, SAF1, SAF2, SAF3, SAF9,
    SAND, TER, TER1, TER2, TER3, TER9, circle, ellipse, g, line, path, rect, svg, tint,
)

OUT = Path(__file__).resolve().parents[3] / "public/illustrations/academy"


def star(x, y, r, fill):
    """The khatam: two squares, one turned."""
    points = []
    for step in range(16):
        radius = r if step % 2 == 0 else r * 0.72
        angle = pi * step / 8 - pi / 2
        points.append(f"{x + radius * cos(angle):.1f} {y + radius * sin(angle):.1f}")
    return path("M" + "L".join(points) + "z", fill)


def room(wall, arch, floor):
    return (
        rect(0, 0, 320, 240, wall)
        + path("M70 240V116c0-50 40-78 90-100 50 22 90 50 90 100v124z", arch)
        + rect(0, 192, 320, 48, floor)
    )


def person(x, y, robe, scarf, skin=CLAY, size=1.0):
    body = (
        path("M-22 48q0-38 22-38t22 38z", robe)
        + circle(0, 0, 15, scarf)
        + ellipse(0, 2, 9, 10, skin)
        + path("M-9-2q9-9 18 0-3-11-9-11t-9 11z", scarf)
    )
    return g(body, f"translate({x} {y}) scale({size})")


def create():
    people = (
        person(104, 104, ARG, SAF) + person(160, 92, MAJ, TER) + person(216, 104, TER, MAJ3, BARK)
    )
    front = person(72, 142, SAF, ARG3, BARK, 1.1) + person(248, 142, ARG3, SAF3, CLAY, 1.1)
    table = ellipse(160, 186, 96, 30, BARK) + ellipse(160, 180, 96, 30, SAF9) + ellipse(160, 178, 88, 25, SAF3)
    sheet = path("M132 166l46-6 14 26-50 8z", PAPER) + line("M142 172l30-4M146 179l32-4", MAJ2, 2.5) + star(182, 182, 6, TER)
    glass = path("M104 170h14l-2 16h-10z", ARG2) + path("M206 166h14l-2 16h-10z", ARG2)
    return room(MAJ1, PAPER, MAJ2) + people + table + sheet + glass + front


def accounts():
    desk = rect(0, 176, 320, 64, CLAY) + rect(0, 176, 320, 6, SAF9)
    left = path("M60 62l98 10v112l-98-12z", PAPER)
    right = path("M158 72l98-10v110l-98 12z", SAND)
    rows = "".join(
        line(f"M70 {84 + 16 * row}l78 8", MAJ2, 2) + line(f"M168 {92 + 16 * row}l52-5", MAJ2, 2)
        + line(f"M228 {87 + 16 * row}l18-2", ARG if row != 2 else TER, 4)
        for row in range(5)
    )
    margin = line("M96 68v114M222 68v108", TER2, 2)
    pencil = g(rect(-48, -6, 84, 12, SAF) + path("M36-6l18 6-18 6z", CLAY) + path("M47-2l7 2-7 2z", INK) + rect(-58, -6, 12, 12, TER), "translate(196 196) rotate(-22)")
    coins = "".join(
        ellipse(74, 206 - 8 * step, 26, 9, SAF9) + ellipse(74, 203 - 8 * step, 26, 9, SAF2 if step % 2 else SAF3)
        for step in range(4)
    ) + "".join(ellipse(122, 214 - 8 * step, 24, 8, SAF9) + ellipse(122, 211 - 8 * step, 24, 8, SAF2) for step in range(2))
    return rect(0, 0, 320, 240, SAF1) + circle(250, 56, 34, SAF2) + desk + left + right + margin + rows + coins + pencil


def price():
    beam = line("M160 58v120M84 78h152", BARK, 7) + circle(160, 58, 9, SAF) + path("M124 190h72l-10-14h-52z", BARK)
    pans = (
        line("M84 78l-26 44M84 78l26 44M236 78l-26 44M236 78l26 44", INK, 2)
        + path("M52 122h64q-4 20-32 20t-32-20z", TER) + path("M204 122h64q-4 20-32 20t-32-20z", TER)
    )
    jar = rect(68, 88, 32, 34, SAF, 5) + rect(72, 80, 24, 9, BARK, 2) + rect(73, 98, 22, 14, PAPER, 2) + star(84, 105, 5, SAF)
    coins = "".join(ellipse(236, 118 - 7 * step, 18, 6, SAF9) + ellipse(236, 116 - 7 * step, 18, 6, SAF2) for step in range(5))
    box = path("M238 172l44-10 30 12v40l-46 12-28-14z", CLAY) + path("M238 172l28 12v42l-28-14z", SAF9) + path("M266 184l46-10v40l-46 12z", CLAY) + line("M260 167l29 11v42", PAPER, 5)
    tag = g(path("M0 0l30-16 40 6v28l-40 6z", PAPER) + circle(22, 0, 4, TER) + line("M38-4h22M38 5h14", TER2, 3), "translate(20 196) rotate(-10)")
    return room(TER1, PAPER, TER2) + beam + pans + jar + coins + box + tag


def online():
    phone = rect(104, 26, 112, 190, INK, 18) + rect(111, 38, 98, 162, PAPER, 6) + circle(160, 208, 4, MAJ3)
    shop = (
        rect(111, 38, 98, 20, MAJ, 6) + star(124, 48, 6, SAF) + rect(136, 45, 44, 6, MAJ2, 3)
        + rect(119, 66, 82, 58, SAF1, 6) + path("M148 118q-8-30 12-44 20 14 12 44z", SAF)
        + rect(153, 68, 14, 8, BARK, 2) + tint("M166 84q6 14 2 34h-6q6-20 4-34z")
        + rect(119, 132, 60, 6, INK, 3) + rect(119, 143, 38, 6, MAJ2, 3)
        + "".join(path("M0-6l2 4 4 .5-3 3 1 4.500-4-2-4 2 1-4.500-3-3 4-.5z", SAF, extra=f'transform="translate({124 + 13 * step} 160)"') for step in range(5))
        + rect(119, 174, 82, 18, TER, 9) + rect(144, 181, 32, 4, PAPER, 2)
    )
    parcel = path("M224 168l42-14 36 14v46l-40 14-38-14z", CLAY) + path("M224 168l38 14v46l-38-14z", SAF9) + line("M245 161l39 14v14", PAPER, 6) + path("M270 196l18-6v10l-18 6z", PAPER)
    heart = circle(66, 84, 30, PAPER) + path("M66 98q-22-14-14-26 8-8 14 2 6-10 14-2 8 12-14 26z", TER)
    pin = circle(52, 176, 26, ARG2) + path("M52 194q-16-18-16-28a16 16 0 0 1 32 0q0 10-16 28z", ARG) + circle(52, 166, 6, PAPER)
    waves = line("M232 92a30 30 0 0 1 30-30M232 112a50 50 0 0 1 50-50", MAJ3, 4) + circle(234, 60, 5, MAJ)
    return rect(0, 0, 320, 240, MAJ1) + circle(160, 120, 108, MAJ2) + phone + shop + parcel + heart + pin + waves


def quality():
    shelf = rect(30, 184, 260, 12, BARK, 4)
    jars = "".join(
        g(rect(-24, -62, 48, 62, colour, 8) + rect(-20, -74, 40, 13, BARK, 3) + rect(-18, -44, 36, 26, PAPER, 3)
          + line("M-12-36h24M-12-28h16", LINE, 3) + tint("M14-58h6v54h-6z"), f"translate({x} 184)")
        for x, colour in [(74, SAF), (134, SAF3), (194, TER3)]
    )
    seal = star(248, 76, 44, ARG) + circle(248, 76, 27, ARG1) + line("M235 77l9 9 18-19", ARG, 6)
    ribbon = path("M228 108l-10 46 18-10 8 18 6-48zM268 108l10 46-18-10-8 18-6-48z", ARG3)
    lens = line("M164 190l34 34", BARK, 12) + circle(134, 154, 40, PAPER, 'opacity=".55"') + circle(134, 154, 40, "none", f'stroke="{INK}" stroke-width="7"')
    drops = "".join(path("M0-14q12 16 0 22-12-6 0-22z", MAJ3, extra=f'transform="translate({x} {y})"') for x, y in [(52, 60), (78, 40), (86, 76)])
    return room(ARG1, PAPER, ARG2) + shelf + ribbon + seal + jars + lens + drops


def govern():
    def hand(x, height, sleeve, skin):
        fingers = "".join(rect(-13 + 7 * at, -26 + abs(at - 1.5) * 3, 6, 24, skin, 3) for at in range(4))
        palm = rect(-13, -10, 27, 22, skin, 8) + g(rect(-3, -14, 7, 18, skin, 3), "translate(17 0) rotate(38)")
        return g(rect(-15, 8, 31, height, sleeve, 6) + rect(-15, 8, 31, 9, SAF2, 4) + palm + fingers, f"translate({x} {206 - height})")
    hands = hand(48, 96, ARG, CLAY) + hand(104, 128, TER, BARK) + hand(216, 128, SAF, CLAY) + hand(272, 96, ARG3, BARK)
    box = rect(116, 136, 88, 76, MAJ, 8) + rect(108, 128, 104, 14, MAJ9, 5) + rect(138, 132, 44, 5, INK, 2) + star(160, 178, 20, SAF) + circle(160, 178, 8, MAJ)
    ballot = g(path("M-18-44h36v48h-36z", MAJ1) + line("M-8-26l6 7 12-14", ARG, 5), "translate(160 132) rotate(-6)")
    return room(SAF1, PAPER, SAF2) + hands + ballot + box + rect(0, 206, 320, 34, SAF2)


def label():
    words = rect(60, 46, 280, 60, SAF2, 8) + rect(100, 66, 200, 20, TER9, 10)
    left = rect(40, 160, 136, 96, PAPER, 8) + rect(62, 188, 92, 16, INK, 8) + rect(62, 216, 60, 12, MAJ2, 6)
    right = rect(224, 160, 136, 96, PAPER, 8) + line("M242 182h100M242 200h88M242 218h96M242 236h60", MAJ3, 6)
    lot = rect(100, 300, 200, 64, PAPER, 8) + "".join(rect(116 + 12 * at, 314, 7 if at % 3 else 4, 36, INK) for at in range(14))
    frame = rect(16, 16, 368, 368, "none", 18, f'stroke="{SAF9}" stroke-width="6"')
    return rect(0, 0, 400, 400, SAF1) + frame + words + left + right + lot


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for name, body in {
        "create-a-cooperative": create(),
        "keep-the-accounts": accounts(),
        "price-and-package": price(),
        "sell-online": online(),
        "quality-and-labels": quality(),
        "govern-together": govern(),
    }.items():
        (OUT / f"{name}.svg").write_text(svg(body), encoding="utf-8")
    (OUT / "label.svg").write_text(svg(label(), 400, 400), encoding="utf-8")


main()
