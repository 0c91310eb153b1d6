#!/usr/bin/env bash
# make run: builds what changed, fills the database on the first start, and serves.
source "$(dirname "$0")/lib.sh"
bash scripts/build-site.sh
export TAAWOUNIYA_SITE_ROOT=$LEPTOS_SITE_ROOT
binary=$CARGO_TARGET_DIR/release/taawouniya
"$binary" migrate
# Refuses a database that has data already.
if [ ! -f data/.seeded ]; then
  say "demo data"
  "$binary" seed --demo | tee data/demo-accounts.txt && touch data/.seeded
else
  cat data/demo-accounts.txt
fi
exec "$binary" serve
