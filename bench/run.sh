#!/usr/bin/env bash
# make bench: the numbers, printed and never asserted.
source "$(dirname "$0")/../scripts/lib.sh"
bash scripts/build-site.sh
binary=$CARGO_TARGET_DIR/release/taawouniya
folder=$(mktemp -d /tmp/taawouniya-bench.XXXXXX)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export TAAWOUNIYA_DATA=$folder DATABASE_URL=sqlite://$folder/bench.db TAAWOUNIYA_ADDRESS=127.0.0.1:$port
export TAAWOUNIYA_SITE_ROOT=$LEPTOS_SITE_ROOT TAAWOUNIYA_UNLIMITED=true TAAWOUNIYA_LOG=error
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
scale=${SCALE:-190}
say "seeding $scale times the demo, about $((scale * 53)) listings"
"$binary" seed --demo --scale "$scale" >/dev/null
taskset -c 0 "$binary" serve >/dev/null & server=$!
for _ in $(seq 100); do curl -fs "http://127.0.0.1:$port/readyz" >/dev/null && break; sleep 0.1; done
page="http://127.0.0.1:$port/fr/market"
for target in "$page" "$page?region=09&label=IGP"; do
  curl -fs --compressed -o /dev/null "$target"
  if command -v wrk >/dev/null; then
    say "$target, server on one core, 16 connections"
    taskset -c 1 wrk -t1 -c16 -d10s --latency "$target" | grep -E '99%|Requests/sec|Non-2xx' || true
  else
    say "wrk is missing: install Debian's package wrk"
  fi
done
say "search with two facets, uncached, 200 questions"
for i in $(seq 200); do
  curl -fs -o /dev/null -w '%{time_total}\n' "http://127.0.0.1:$port/api/v1/listings?q=huile&region=09&label=IGP&min=$i"
done | sort -n | awk '{ t[NR] = $1 } END { printf "p50 %.1f ms, p99 %.1f ms\n", t[int(NR * .5)] * 1000, t[int(NR * .99)] * 1000 }'
say "resident memory: $(awk '/VmRSS/ { print $2 " KB" }' "/proc/$server/status")"
for name in "fr" "fr/market"; do
  bytes=$(curl -fs -H 'Accept-Encoding: br' "http://127.0.0.1:$port/$name" | wc -c)
  say "/$name: $bytes bytes of HTML, brotli"
done
