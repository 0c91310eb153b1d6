#!/usr/bin/env bash
# make watch: rebuilds and reloads on change, in a site folder of its own.
source "$(dirname "$0")/lib.sh"
bash scripts/tools.sh
export LEPTOS_SITE_ROOT=$CACHE/site-watch
export TAAWOUNIYA_SITE_ROOT=$LEPTOS_SITE_ROOT
# Names that change at each build help nobody here.
export LEPTOS_HASH_FILES=false
sass --no-source-map style/parts:"$LEPTOS_SITE_ROOT/css"
exec cargo leptos watch -- serve
