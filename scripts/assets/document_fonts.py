"""Builds the fonts of crates/documents/fonts, which printed documents embed.

Usage: python3 scripts/assets/document_fonts.py FOLDER_HOLDING_FONTSOURCE
Needs: npm packages @fontsource/cairo, noto-sans and noto-sans-tifinagh, and
`pip install fonttools brotli`. Each file gets a family name of its own: the typesetter takes one
font of a family and would not look into a second for the letters of another script.
"""

import os
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

source = sys.argv[1]
target = os.path.join(os.path.dirname(__file__), "../../crates/documents/fonts")
os.makedirs(target, exist_ok=True)

LATIN_EXTENDED = [*range(0x100, 0x250), *range(0x1E00, 0x1F00)]
FILES = [
    ("cairo", "cairo-latin-700", "Cairo", None),
    ("cairo", "cairo-latin-ext-700", "Cairo Extended", range(0x100, 0x250)),
    ("noto-sans-tifinagh", "noto-sans-tifinagh-tifinagh-400", "Noto Sans Tifinagh", None),
]
for weight in (400, 700):
    FILES += [
        ("noto-sans", f"noto-sans-latin-{weight}", "Noto Sans", None),
        ("noto-sans", f"noto-sans-latin-ext-{weight}", "Noto Sans Extended", LATIN_EXTENDED),
        # Noto Sans Arabic draws its dots as glyphs of their own: text copied from the PDF doubles letters.
        ("cairo", f"cairo-arabic-{weight}", "Cairo Arabic", None),
    ]

for package, name, family, letters in FILES:
    font = TTFont(os.path.join(source, package, "files", f"{name}-normal.woff2"))
    font.flavor = None
    if letters is not None:
        options = subset.Options(layout_features=["*"], name_IDs=["*"], hinting=False)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=list(letters))
        subsetter.subset(font)
    style = "Bold" if font["OS/2"].usWeightClass >= 700 else "Regular"
    for record in list(font["name"].names):
        if record.nameID in (16, 17, 21, 22):
            font["name"].removeNames(record.nameID)
    for record in font["name"].names:
        if record.nameID == 1:
            record.string = family
        elif record.nameID == 2:
            record.string = style
        elif record.nameID == 4:
            record.string = f"{family} {style}"
    file = name.replace("tifinagh-tifinagh", "tifinagh")
    font.save(os.path.join(target, f"{file}.ttf"))
