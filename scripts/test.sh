#!/usr/bin/env bash
# make test: everything that must hold, ending with one summary line.
source "$(dirname "$0")/lib.sh"
source scripts/postgres.sh
trap postgres_stop EXIT

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  missing=()
  command -v chromium >/dev/null || missing+=(chromium)
  [ -n "$(postgres_bin)" ] || missing+=(postgresql)
  if [ ${#missing[@]} -gt 0 ]; then
    step apt-update apt-get update
    step apt-install apt-get install -y --no-install-recommends "${missing[@]}"
  fi
fi
command -v chromium >/dev/null || { echo "Chromium is missing: install Debian's package chromium"; exit 1; }

PASSED=0 FAILED=0 SKIPPED=0
# nextest: "Summary [ 1s] 5 tests run: 5 passed, 0 skipped"; cargo test: "test result: ok. 5 passed; 0 failed; 0 ignored".
count() { # log
  local number
  for number in $(grep -oE '[0-9]+ passed' "$1" | grep -oE '[0-9]+'); do PASSED=$((PASSED + number)); done
  for number in $(grep -oE '[0-9]+ failed' "$1" | grep -oE '[0-9]+'); do FAILED=$((FAILED + number)); done
  for number in $(grep -oE '[0-9]+ (skipped|ignored)' "$1" | grep -oE '[0-9]+'); do SKIPPED=$((SKIPPED + number)); done
}
rust_tests() { # packages...
  local arguments=()
  for package in "$@"; do arguments+=(-p "$package"); done
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --no-fail-fast "${arguments[@]}"
  else
    cargo test --no-fail-fast "${arguments[@]}"
  fi
}
finish() { # exit code
  say "done"
  echo "$PASSED passed, $FAILED failed, $SKIPPED skipped"
  exit "$1"
}

bash scripts/tools.sh
step format cargo fmt --all --check || finish 1
step clippy-native cargo clippy -p server -p service -p store -p migration -p search -p media -p i18n -p domain --all-targets -- -D warnings || finish 1
step clippy-wasm cargo clippy -p frontend --target wasm32-unknown-unknown -- -D warnings || finish 1
ok=0
step tests-sqlite rust_tests domain i18n media search store service server || ok=1
count "$LOGS/tests-sqlite.log"
postgres_start
step tests-postgres rust_tests store service server || ok=1
count "$LOGS/tests-postgres.log"
postgres_stop
[ $ok = 0 ] || finish 1
bash scripts/build-site.sh || finish 1
step end2end npx playwright test --config end2end/playwright.config.ts || ok=1
count "$LOGS/end2end.log"
finish $ok
