"""Writes every illustration of public/illustrations and the index of the products'.

Usage: python3 scripts/assets/illustrations/build.py <products.csv>
The CSV is only asked for its names and their order; a product without a picture fails the build.
"""

import csv
import importlib
import json
import re
import sys
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from draw import svg  # noqa: E402

OUT = Path(__file__).resolve().parents[3] / "public" / "illustrations"
LIMIT = 4096  # bytes one illustration may weigh


def slug(name):
    """ASCII kebab-case, an apostrophe separating words like a space."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "-")).strip("-")


def own_ids(text, number):
    """Ids unique over all pictures, so that several may also be inlined in one page."""
    return re.sub(r'(id="|href="#)(\w+)', rf"\1\g<2>{number}", text)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    size = len(text.encode())
    if size >= LIMIT:
        raise SystemExit(f"{path.name}: {size} bytes, at most {LIMIT - 1}")
    path.write_text(text, encoding="utf-8")
    return size


def main(products_csv):
    pictures = {}
    for module in ("oils", "fruits", "pantry", "crafts"):
        pictures |= importlib.import_module(module).ALL
    with open(products_csv, encoding="utf-8") as rows:
        names = [row["name_en"] for row in csv.DictReader(rows)]
    sizes = [write(OUT / "products" / f"{slug(name)}.svg", own_ids(svg(pictures[name]()), row)) for row, name in enumerate(names)]
    index = json.dumps([slug(name) for name in names], indent=1)
    (OUT / "products" / "index.json").write_text(index + "\n", encoding="utf-8")
    for number, (name, draw) in enumerate(importlib.import_module("projects").ALL.items()):
        sizes.append(write(OUT / "projects" / f"{name}.svg", own_ids(svg(draw()), f"p{number}")))
    scenes = importlib.import_module("scenes").ALL
    for place, (draw, width, height) in scenes.items():
        sizes.append(write(OUT / f"{place}.svg", own_ids(svg(draw(), width, height), place.replace("/", "-"))))
    print(f"{len(names)} products, {len(scenes)} scenes, largest {max(sizes)} bytes, all {sum(sizes)} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
