#!/usr/bin/env bash
# make seed: fills an empty database with the demo data, once, and prints the demo accounts.
source "$(dirname "$0")/lib.sh"
data=${TAAWOUNIYA_DATA:-data}
mkdir -p "$data"
if [ ! -f "$data/.seeded" ]; then
  say "demo data"
  if ! "$BINARY" seed --demo >"$data/demo-accounts.txt"; then
    fail "The database holds data, but not the whole of the demo's." \
      "Remove the folder $data to begin again, or keep the data with: touch $data/.seeded"
  fi
  touch "$data/.seeded"
fi
cat "$data/demo-accounts.txt" 2>/dev/null || true
