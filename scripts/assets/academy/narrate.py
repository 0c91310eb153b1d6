"""Narrates the first lesson of each course in French and Arabic, with captions.

Usage: python3 scripts/assets/academy/narrate.py
Needs Debian's espeak-ng and ffmpeg. What it makes is committed, so nobody needs them to build or
to run: public/academy/media/*.mp3 and *.vtt, and the list of them in the service's content folder.
Each sentence is spoken alone, so that its caption begins and ends with it.
"""

import json
import re
import subprocess
import tempfile
import wave
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CONTENT = ROOT / "crates/service/src/academy/content"
OUT = ROOT / "public/academy/media"
COURSES = [
    "create-a-cooperative",
    "keep-the-accounts",
    "price-and-package",
    "sell-online",
    "quality-and-labels",
    "govern-together",
]
VOICES = {"fr": ("fr", 145), "ar": ("ar", 130)}
MOST = 420  # characters: about 40 seconds, 120 KB
PAUSE = 0.35  # seconds after a sentence


def sentences(markdown):
    """The plain sentences of a lesson's beginning: no tables, no marks."""
    found, size = [], 0
    for line in markdown.splitlines():
        line = line.strip()
        if not line or line.startswith("|"):
            continue
        line = re.sub(r"^(#+|[-*>]|\d+\.)\s*", "", line)
        line = re.sub(r"\*\*|`|\[|\]\([^)]*\)", "", line)
        line = line.replace("−", "-").strip()
        for part in re.split(r"(?<=[.!?؟])\s+", line):
            part = part.strip()
            if not part:
                continue
            if size + len(part) > MOST and found:
                return found
            found.append(part)
            size += len(part)
    return found


def clock(seconds):
    return f"{int(seconds // 60):02}:{seconds % 60:06.3f}"


def narrate(course, lesson, lang, markdown, work):
    name = f"{course}-{lang}"
    voice, speed = VOICES[lang]
    at, cues, pieces = 0.0, [], []
    for number, text in enumerate(sentences(markdown)):
        piece = work / f"{name}-{number}.wav"
        subprocess.run(["espeak-ng", "-v", voice, "-s", str(speed), "-w", str(piece), text], check=True)
        with wave.open(str(piece)) as sound:
            length = sound.getnframes() / sound.getframerate()
        cues.append((at, at + length, text))
        pieces.append(piece)
        at += length + PAUSE
    inputs, parts = [], []
    for number, piece in enumerate(pieces):
        inputs += ["-i", str(piece)]
        parts.append(f"[{number}]apad=pad_dur={PAUSE}[p{number}]")
    joined = "".join(f"[p{number}]" for number in range(len(pieces)))
    graph = ";".join(parts) + f";{joined}concat=n={len(pieces)}:v=0:a=1[all]"
    sound = OUT / f"{name}.mp3"
    subprocess.run(
        ["ffmpeg", "-y", "-loglevel", "error", *inputs, "-filter_complex", graph, "-map", "[all]",
         "-ac", "1", "-ar", "22050", "-b:a", "24k", "-map_metadata", "-1", "-fflags", "+bitexact", str(sound)],
        check=True,
    )
    captions = "WEBVTT\n\n" + "\n\n".join(
        f"{clock(start)} --> {clock(end)}\n{text}" for start, end, text in cues
    )
    (OUT / f"{name}.vtt").write_text(captions + "\n", encoding="utf-8")
    return {
        "course": course,
        "lesson": lesson,
        "lang": lang,
        "file": sound.name,
        "captions": f"{name}.vtt",
        "bytes": sound.stat().st_size,
        "duration": round(at * 1000),
    }


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    listed = []
    with tempfile.TemporaryDirectory() as folder:
        for course in COURSES:
            structure = json.loads((CONTENT / course / "course.json").read_text(encoding="utf-8"))
            lesson = structure["modules"][0]["lessons"][0]["slug"]
            for lang in VOICES:
                markdown = (CONTENT / course / f"{lang}.md").read_text(encoding="utf-8")
                text = re.split(r"(?m)^# .*$", markdown)[1]
                listed.append(narrate(course, lesson, lang, text, Path(folder)))
    (CONTENT / "media.json").write_text(
        json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    lines = [
        f'    ("{it["captions"]}", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/academy/media/{it["captions"]}"))),'
        for it in listed
    ]
    (CONTENT / "captions.rs").write_text(
        "/// Written by `scripts/assets/academy/narrate.py`.\n"
        "const CAPTIONS: &[(&str, &str)] = &[\n" + "\n".join(lines) + "\n];\n",
        encoding="utf-8",
    )


main()
