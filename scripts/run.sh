#!/usr/bin/env bash
# make run: builds what changed, fills the database on the first start, and serves.
source "$(dirname "$0")/lib.sh"
bash scripts/build-site.sh
export TAAWOUNIYA_SITE_ROOT=$LEPTOS_SITE_ROOT
"$BINARY" migrate
bash scripts/seed.sh
exec "$BINARY" serve
