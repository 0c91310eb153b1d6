#!/usr/bin/env bash
# Builds the release site with code splitting, and its precompressed files.
source "$(dirname "$0")/lib.sh"
STEPS=2
bash scripts/tools.sh

# cargo-leptos empties the site. A page that a visitor still has open asks for the chunks of its own
# build, so those of the last days, named by their content, are put back afterwards.
before=$CACHE/site-before
if [ -d "$LEPTOS_SITE_ROOT/pkg" ]; then
  rm -rf "$before"
  cp -a "$LEPTOS_SITE_ROOT/pkg" "$before"
fi
step site cargo leptos build --release --split
# The server reads the names' hashes beside the site.
cp "$CARGO_TARGET_DIR/release/hash.txt" "$LEPTOS_SITE_ROOT/hash.txt"
# What only one feature draws: its pages alone load it.
sass --no-source-map --style=compressed style/parts:"$LEPTOS_SITE_ROOT/css"
node scripts/pack.mjs "$LEPTOS_SITE_ROOT"
STEP=1 step compress node scripts/compress.mjs "$LEPTOS_SITE_ROOT"
sort -rn "$LOGS/compress.log" | head -n 8
if [ -d "$before" ]; then
  find "$before" -maxdepth 1 -type f -mtime -3 | while read -r file; do
    [ -e "$LEPTOS_SITE_ROOT/pkg/${file##*/}" ] || mv "$file" "$LEPTOS_SITE_ROOT/pkg/"
  done
  rm -rf "$before"
fi
