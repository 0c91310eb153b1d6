#!/usr/bin/env bash
# make bench: the numbers, printed and never asserted.
source "$(dirname "$0")/../scripts/lib.sh"
bash scripts/build-site.sh
folder=$(mktemp -d /tmp/taawouniya-bench.XXXXXX)
port=$(free_port)
export TAAWOUNIYA_DATA=$folder DATABASE_URL=sqlite://$folder/bench.db TAAWOUNIYA_ADDRESS=127.0.0.1:$port
export TAAWOUNIYA_SITE_ROOT=$LEPTOS_SITE_ROOT TAAWOUNIYA_UNLIMITED=true TAAWOUNIYA_LOG=error
server=
trap '[ -z "$server" ] || stop "$server"; rm -rf "$folder"' EXIT
# The server on one core and who asks on the others, where the machine can.
on() { # cores, command...
  local cores=$1
  shift
  if command -v taskset >/dev/null && [ "$(nproc)" -gt 1 ]; then taskset -c "$cores" "$@"; else "$@"; fi
}
others=1-$(($(nproc) - 1))
scale=${SCALE:-190}
say "seeding $scale times the demo, about $((scale * 53)) listings"
"$BINARY" seed --demo --scale "$scale" >/dev/null
command -v taskset >/dev/null || say "taskset is missing: the server is not held to one core"
# In its own process, so that the number is the server's.
serve=("$BINARY" serve)
if command -v taskset >/dev/null && [ "$(nproc)" -gt 1 ]; then serve=(taskset -c 0 "${serve[@]}"); fi
"${serve[@]}" >/dev/null 2>"$LOGS/bench-server.log" & server=$!
wait_for "http://127.0.0.1:$port/readyz" "$server" 30 || { tail -n 20 "$LOGS/bench-server.log"; fail "the server did not start"; }
page="http://127.0.0.1:$port/fr/market"
for target in "$page" "$page?region=09&label=IGP"; do
  curl -fs --compressed -o /dev/null "$target"
  if command -v wrk >/dev/null; then
    say "$target, server on one core, 16 connections"
    on "$others" wrk -t2 -c16 -d10s --latency "$target" | grep -E '99%|Requests/sec|Non-2xx' || true
  else
    say "wrk is missing: install Debian's package wrk"
  fi
done
say "search with two facets, uncached, 200 questions"
for i in $(seq 200); do
  curl -fs -o /dev/null -w '%{time_total}\n' "http://127.0.0.1:$port/api/v1/listings?q=huile&region=09&label=IGP&min=$i"
done | sort -n | awk '{ t[NR] = $1 } END { printf "p50 %.1f ms, p99 %.1f ms\n", t[int(NR * .5)] * 1000, t[int(NR * .99)] * 1000 }'
say "resident memory: $(awk '/VmRSS/ { print $2 " KB" }' "/proc/$server/status")"
base=http://127.0.0.1:$port
listing=$(curl -fs "$page" | grep -oE 'href="/fr/market/[^"?#]+"' | head -n 1 | cut -d'"' -f2)
pages=("$base/fr" "$page" ${listing:+"$base$listing"})
if [ ! -x "$CHROMIUM" ]; then
  say "Chromium is missing: no bytes of a first visit and no Lighthouse; install Debian's package chromium"
  exit 0
fi
say "bytes of a first visit"
node bench/first-visit.mjs "${pages[@]}"
say "Lighthouse, mobile: performance, accessibility, best practices, SEO"
for url in "${pages[@]}"; do
  report=$LOGS/lighthouse.json
  if CHROME_PATH=$CHROMIUM logged lighthouse lighthouse "$url" --quiet --output json --output-path "$report" \
    --only-categories performance,accessibility,best-practices,seo \
    --chrome-flags="--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu"; then
    node -e '
      const report = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
      const scores = Object.values(report.categories).map(({ score }) => String(Math.round(score * 100)).padStart(4));
      console.log(scores.join(" "), new URL(report.finalDisplayedUrl).pathname);
      for (const { id, title, score, scoreDisplayMode } of Object.values(report.audits)) {
        if (score !== null && score < 0.9 && scoreDisplayMode === "binary") console.log("       ", id, "-", title);
      }
    ' "$report"
  fi
done
