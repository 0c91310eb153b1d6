#!/usr/bin/env bash
# make bench: the numbers, each beside its aim; printed and never asserted.
# SCALE says how many times the demo is seeded, ROUNDS how often the crowd comes, LISTINGS how many
# the search index holds, SHEETS, PEOPLE and COOPERATIVES how many of each the project bank has, ROWS
# how many rows of listings a file imports.
source "$(dirname "$0")/../scripts/lib.sh"
source scripts/postgres.sh
bash scripts/build-site.sh
folder=$(mktemp -d /tmp/taawouniya-bench.XXXXXX)
port=$(free_port)
export TAAWOUNIYA_DATA=$folder TAAWOUNIYA_ADDRESS=127.0.0.1:$port
export TAAWOUNIYA_SITE_ROOT=$LEPTOS_SITE_ROOT TAAWOUNIYA_UNLIMITED=true TAAWOUNIYA_LOG=error
server=
trap '[ -z "$server" ] || stop "$server"; postgres_stop; rm -rf "$folder"' EXIT
base=http://127.0.0.1:$port
page=$base/fr/market

# The server on one core and who asks on the others, where the machine can.
others=
if command -v taskset >/dev/null && [ "$(nproc)" -gt 1 ]; then others=1-$(($(nproc) - 1)); fi
pinned() { # cores, command...
  local cores=$1
  shift
  if [ -n "$others" ]; then taskset -c "$cores" "$@"; else "$@"; fi
}

# load WHAT AIM WRK-ARGUMENTS...: requests per second and the slowest hundredth.
load() {
  local what=$1 aim=$2
  shift 2
  if ! command -v wrk >/dev/null; then
    echo "  $what: wrk is missing; install Debian's package wrk"
    return 0
  fi
  pinned "$others" wrk -t2 -c16 -d10s --latency "$@" >"$LOGS/bench-wrk.log" 2>&1 || true
  awk -v what="$what" -v aim="$aim" '
    /99%/ { p99 = $2 } /Requests\/sec/ { rate = $2 } /Non-2xx/ { bad = ", " $0 }
    END { printf "  %s: %.0f requests/s, p99 %s%s  (%s)\n", what, rate, p99, bad, aim }' "$LOGS/bench-wrk.log"
}

# resident WHAT AIM: the server's memory, the files that it maps among it.
resident() {
  echo "  $1: $(awk '/VmRSS/ { printf "%.0f MB", $2 / 1024 }' "/proc/$server/status")  ($2)"
}

# catalogue DATABASE-URL: seeds it, serves it on one core and asks for the catalogue.
catalogue() {
  export DATABASE_URL=$1
  rm -rf "${folder:?}"/*
  "$BINARY" seed --demo --scale "$scale" >/dev/null
  local serve=("$BINARY" serve)
  # In its own process, so that the number is the server's.
  if [ -n "$others" ]; then serve=(taskset -c 0 "${serve[@]}"); fi
  "${serve[@]}" >/dev/null 2>"$LOGS/bench-server.log" & server=$!
  wait_for "$base/readyz" "$server" 60 || { tail -n 20 "$LOGS/bench-server.log"; fail "the server did not start"; }
  curl -fs --compressed -o /dev/null "$page"
  load "catalogue, 24 cards with facet counts" "at least 2500, p99 at most 15 ms" "$page"
  resident "resident memory after that" "at most 150 MB"
  # Pages are kept for visitors without cookies: who has one gets his own, rendered each time.
  load "the same, each page rendered" "no aim" -H "Cookie: bench=1" "$page"
  # And nothing kept at all: each asks for a price that nobody has asked for.
  cat >"$folder/distinct.lua" <<'LUA'
local count = 0
function setup(thread) count = count + 1; thread:set("start", count * 1000000) end
function request() start = start + 1; return wrk.format("GET", "/fr/market?min=1&max=" .. start) end
LUA
  load "the same, each question new" "no aim" -s "$folder/distinct.lua" "$base"
  resident "resident memory after all of these" "no aim"
}

# academy: what 200 learners send to the server that runs, until it is durable.
academy() {
  say "progress events accepted and durable, 200 learners, server on one core"
  pinned "$others" node bench/academy.mjs progress "$base" "${EVENTS:-40000}" 200 | sed 's/^/  /' || true
}

[ -n "$others" ] || say "taskset or a second core is missing: the server is not held to one core"
scale=${SCALE:-190}
say "SQLite, about $((scale * 53)) listings, server on one core, 16 connections"
catalogue "sqlite://$folder/bench.db"
say "search over HTTP with two facets, 200 different questions"
for i in $(seq 200); do
  curl -fs -o /dev/null -w '%{time_total}\n' "$base/api/v1/listings?q=huile&region=09&label=IGP&min=$i"
done | sort -n | awk '{ t[NR] = $1 } END { printf "  p50 %.1f ms, p99 %.1f ms\n", t[int(NR * .5)] * 1000, t[int(NR * .99)] * 1000 }'

listing=$(curl -fs "$page" | grep -oE 'href="/fr/market/[^"?#]+"' | head -n 1 | cut -d'"' -f2)
pages=("$base/fr" "$page" ${listing:+"$base$listing"})
if [ -x "$CHROMIUM" ]; then
  say "bytes of a first visit"
  node bench/first-visit.mjs "${pages[@]}"
  say "Lighthouse, mobile: performance, accessibility, best practices, SEO  (95 100 100 100)"
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
else
  say "Chromium is missing: no bytes of a first visit and no Lighthouse; install Debian's package chromium"
fi

say "academy: catalogue and course page, server on one core"
load "courses" "at least 2500" "$base/fr/academy"
load "a course" "at least 2500" "$base/fr/academy/create-a-cooperative"
academy
say "event streams open at once, ${STREAMS:-10000}; a process here may open $(ulimit -n) files"
node bench/academy.mjs streams "$base" "$server" "${STREAMS:-10000}" | sed 's/^/  /' || true
if [ -x "$CHROMIUM" ]; then
  say "bytes of a first visit to a lesson  (at most 300 KB without its recording)"
  LOGIN=acheteuse@demo.taawouniya.ma node bench/first-visit.mjs "$base/fr/academy/create-a-cooperative/lessons/what-it-is"
fi
stop "$server"
server=

# crowd NAME: 64 buyers for the last ten, round after round.
crowd() {
  logged "bench-crowd-$1" env CROWD_ROUNDS="${ROUNDS:-100}" cargo test -q "${PACKAGES[@]}" --test market sixty_four -- --nocapture || return 0
  grep '^crowd:' "$LOGS/bench-crowd-$1.log" | sed 's/^crowd/  '"$1"'/; s/$/  (exactly 10 a round, no negative stock, no orphan)/'
}
say "64 buyers for the last 10 units, ${ROUNDS:-100} rounds"
crowd SQLite
# money NAME: durable checkouts of three lines from two cooperatives, and the books over many orders.
money() {
  cargo run -q --release -p service --example bench_money -- "${CHECKOUTS:-3000}" "${ORDERS:-100000}" | sed "s/^/  $1: /" || true
}
say "checkouts and the books, 16 clients  (SQLite 300/s, PostgreSQL 200/s, p99 150 ms; reconciliation 20 s; the desk of a fifth of the orders 50 ms)"
(unset DATABASE_URL; money SQLite)
if postgres_start; then
  crowd PostgreSQL
  (export DATABASE_URL=$TEST_DATABASE_URL; money PostgreSQL)
  say "PostgreSQL, the same catalogue"
  catalogue "$TEST_DATABASE_URL"
  academy
  stop "$server"
  server=
fi

# import KIND: rows of listings from a file to the database, each kind in a process of its own for its memory.
import_rows() {
  (unset DATABASE_URL; cargo run -q --release -p service --example bench_import -- "${ROWS:-10000}" "$1") | sed 's/^/  /' || true
}
say "import of ${ROWS:-10000} rows of listings  (under 20 s and 200 MB)"
import_rows csv
import_rows xlsx

say "the project bank: ${SHEETS:-20000} sheets, ${PEOPLE:-100000} people, ${COOPERATIVES:-65000} cooperatives"
logged bench-bank cargo run -q --release -p service --example bench_bank -- "${SHEETS:-20000}" "${PEOPLE:-100000}" "${COOPERATIVES:-65000}" && sed 's/^/  /' "$LOGS/bench-bank.log"

say "search with two facets over ${LISTINGS:-100000} listings  (p99 at most 25 ms)"
logged bench-search cargo run -q --release -p search --example bench -- "${LISTINGS:-100000}" && sed 's/^/  /' "$LOGS/bench-search.log"
