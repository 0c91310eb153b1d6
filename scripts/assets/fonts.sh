#!/bin/sh
# Builds the subset fonts of public/fonts.
# Usage: sh scripts/assets/fonts.sh [folder holding @fontsource]
# Needs: npm packages @fontsource/cairo and @fontsource/noto-sans-tifinagh, and pyftsubset
# (`pip install fonttools brotli`). Both Cairo files together must stay within 20 KB, which is why
# hinting goes and only the features a heading needs remain.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
packages=${1:-$here/../../node_modules/@fontsource}
out=$here/../../public/fonts
mkdir -p "$out"

subset() { # source, target, unicodes, features
    pyftsubset "$1" --output-file="$2" --flavor=woff2 --unicodes="$3" --layout-features="$4" \
        --no-hinting --desubroutinize --drop-tables+=STAT,gasp,prep \
        --name-IDs=1,2 --notdef-outline --no-glyph-names --ignore-missing-unicodes
}

# Basic Latin, the letters of Latin-1 and what French typesetting adds. Symbols of Latin-1 no heading
# uses (currency sign, spacing accents, fractions, superscript digits) would break the budget.
subset "$packages/cairo/files/cairo-latin-700-normal.woff2" "$out/cairo-700-latin.woff2" \
    "U+0020-007E,U+00A0,U+00A3,U+00A7,U+00A9,U+00AB,U+00AE,U+00B0-00B2,U+00B7,U+00BB,U+00C0-00FF,U+0152,U+0153,U+2013,U+2014,U+2018,U+2019,U+201C,U+201D,U+2026,U+20AC,U+2212" \
    "kern"

# The letters and harakat of Arabic; their joined forms follow by closure over GSUB. Western digits
# come from the Latin file, as in Morocco.
subset "$packages/cairo/files/cairo-arabic-700-normal.woff2" "$out/cairo-700-arabic.woff2" \
    "U+0020,U+060C,U+061B,U+061F,U+0621-063A,U+0640-0652,U+066A,U+0670" \
    "ccmp,init,medi,fina,liga,rlig,mark"

# Neo-Tifinagh as IRCAM's standard writes Moroccan Tamazight, with the labialisation mark.
subset "$packages/noto-sans-tifinagh/files/noto-sans-tifinagh-tifinagh-400-normal.woff2" \
    "$out/noto-tifinagh-400.woff2" "U+0020,U+2D30-2D67,U+2D6F,U+2D70" "rlig,kern"

{
    echo "Subsets of Cairo 700 and Noto Sans Tifinagh 400, made by scripts/assets/fonts.sh."
    echo "Cairo: Copyright 2009 The Cairo Project Authors. Noto Sans Tifinagh: Copyright 2022 The Noto Project Authors."
    echo
    sed -n '/^This Font Software is licensed/,$p' "$packages/cairo/LICENSE"
} > "$out/LICENSE"

latin=$(wc -c < "$out/cairo-700-latin.woff2")
arabic=$(wc -c < "$out/cairo-700-arabic.woff2")
echo "cairo-700-latin $latin, cairo-700-arabic $arabic, together $((latin + arabic)) bytes"
echo "noto-tifinagh-400 $(wc -c < "$out/noto-tifinagh-400.woff2") bytes"
test $((latin + arabic)) -le 20480 || { echo "Cairo exceeds 20480 bytes" >&2; exit 1; }
