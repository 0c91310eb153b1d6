#!/usr/bin/env bash
# make test: everything that must hold, ending with one summary line.
source "$(dirname "$0")/lib.sh"
source scripts/postgres.sh
trap postgres_stop EXIT
STEPS=7

PASSED=0 FAILED=0 SKIPPED=0 BROKEN=()

# A step that fails counts as one failure more, and the others still run.
check() { # name, command...
  step "$@" || { FAILED=$((FAILED + 1)); BROKEN+=("$1"); return 1; }
}

# nextest: "Summary [ 1s] 5 tests run: 4 passed, 1 failed, 0 skipped";
# cargo test: "test result: ok. 5 passed; 0 failed; 0 ignored; …", once a test file.
rust_check() { # name, command...
  local broken=0 passed failed skipped
  step "$@" || broken=1
  read -r passed failed skipped < <(sed 's/\x1b\[[0-9;]*m//g' "$LOGS/$1.log" | awk '
    /^ *Summary \[/ || /^test result:/ {
      for (i = 1; i < NF; i++) {
        word = $(i + 1); gsub(/[^a-z]/, "", word)
        if (word == "passed") passed += $i
        else if (word == "failed" || (word == "timed" && $(i + 2) ~ /^out/)) failed += $i
        else if (word == "skipped" || word == "ignored") skipped += $i
      }
    }
    END { print passed + 0, failed + 0, skipped + 0 }')
  # On the second database, what the filter leaves out is not a skipped test.
  if [ "$1" = tests-postgres ]; then skipped=0; fi
  PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed)) SKIPPED=$((SKIPPED + skipped))
  if [ $broken -ne 0 ]; then
    BROKEN+=("$1")
    # It did not even compile.
    if [ "$failed" -eq 0 ]; then FAILED=$((FAILED + 1)); fi
  fi
}

rust_tests() { # the packages to run, all if none
  local only package
  if cargo nextest --version >/dev/null 2>&1; then
    only=$(printf 'package(%s)|' "$@")
    cargo nextest run --color never "${PACKAGES[@]}" ${1:+-E "${only%|}"}
  elif [ $# -gt 0 ]; then
    for package in "$@"; do only+=" -p $package"; done
    # shellcheck disable=SC2086
    cargo test --no-fail-fast ${only# }
  else
    cargo test --no-fail-fast "${PACKAGES[@]}"
  fi
}

# What the machine lacks: installed where it may be, named otherwise.
missing=()
[ -x "$CHROMIUM" ] || missing+=(chromium)
postgres_bin >/dev/null || missing+=(postgresql)
# Recordings are converted where it is there; the tests run with it and without.
command -v ffmpeg >/dev/null || missing+=(ffmpeg)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing ${missing[*]}"
    logged apt-update apt-get update
    DEBIAN_FRONTEND=noninteractive logged apt-install apt-get install -y --no-install-recommends "${missing[@]}"
  else
    fail "missing: ${missing[*]}. Install Debian's packages of these names (apt-get install ${missing[*]})," \
      "or name your own Chromium in CHROMIUM and put PostgreSQL's initdb and pg_ctl on PATH."
  fi
fi
bash scripts/tools.sh

check format cargo fmt --all --check || true
check clippy-native cargo clippy "${PACKAGES[@]}" --all-targets -- -D warnings || true
check clippy-wasm cargo clippy -p frontend --target wasm32-unknown-unknown -- -D warnings || true
rust_check tests-sqlite rust_tests
# Here and not in a step, which would keep its variables to itself.
if postgres_start; then
  rust_check tests-postgres rust_tests store service server
  postgres_stop
else
  FAILED=$((FAILED + 1))
  BROKEN+=(tests-postgres)
fi
if check build-site bash scripts/build-site.sh; then
  export END2END_RESULTS=$LOGS/end2end
  rm -rf "$END2END_RESULTS"
  step end2end playwright test --config end2end/playwright.config.ts || BROKEN+=(end2end)
  counts=$(node -e '
    const { stats } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
    console.log(stats.expected, stats.unexpected + stats.flaky, stats.skipped);
  ' "$END2END_RESULTS/report.json" 2>/dev/null) || counts="0 1 0"
  read -r passed failed skipped <<<"$counts"
  PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed)) SKIPPED=$((SKIPPED + skipped))
  # A setup that fails leaves a report without a test.
  if [[ " ${BROKEN[*]-} " == *" end2end "* ]] && [ "$failed" -eq 0 ]; then FAILED=$((FAILED + 1)); fi
fi

if [ ${#BROKEN[@]} -gt 0 ]; then
  say "failed: ${BROKEN[*]}; their output is in $LOGS"
else
  say "all is well"
fi
echo "$PASSED passed, $FAILED failed, $SKIPPED skipped"
[ "$FAILED" -eq 0 ] && [ ${#BROKEN[@]} -eq 0 ]
