#!/usr/bin/env bash
# Builds the release site with code splitting, and its precompressed files.
source "$(dirname "$0")/lib.sh"
bash scripts/tools.sh
step site cargo leptos build --release --split
# The server reads the names' hashes beside the site.
cp "$CARGO_TARGET_DIR/release/hash.txt" "$LEPTOS_SITE_ROOT/hash.txt"
node scripts/compress.mjs "$LEPTOS_SITE_ROOT"
