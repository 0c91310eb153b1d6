# What every script shares: where things are, and how progress is told. Sourced, never run.
# shellcheck shell=bash disable=SC2034

set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"
# Outside the checkout, so that a clean clone is warm.
CACHE=${TAAWOUNIYA_CACHE:-$HOME/.cache/taawouniya}
TOOLS=$CACHE/tools
LOGS=$CACHE/log
export CARGO_TARGET_DIR=$CACHE/target
export LEPTOS_SITE_ROOT=$CACHE/site
BINARY=$CARGO_TARGET_DIR/release/taawouniya
# cargo-leptos takes sass, wasm-opt and wasm-bindgen from PATH: ours come first.
export PATH="$ROOT/node_modules/.bin:$TOOLS/bin:$HOME/.cargo/bin:$PATH"
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
export CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || echo /usr/bin/chromium)}
mkdir -p "$LOGS"
# One set of packages for lints and tests: another set would unify features otherwise and build
# everything a second time.
PACKAGES=(-p domain -p i18n -p ui -p media -p search -p documents -p packages -p spreadsheets -p migration -p store -p service -p app -p server)
SECONDS=0

# The step under way and how many there are; a script that knows sets STEPS.
STEP=0
STEPS=${STEPS:-}

# say WORDS...: what is being done, and the time since the start.
say() {
    printf '%5ds  %s\n' "$SECONDS" "$*"
}

# step NAME COMMAND...: says which step of how many this is, then runs it logged under its name.
step() {
    STEP=$((STEP + 1))
    say "[$STEP${STEPS:+/$STEPS}] $1"
    logged "$@"
}

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# The process groups under way: an interrupt ends them with us.
RUNNING=
WATCHER=
# shellcheck disable=SC2329
interrupted() {
    local group
    for group in $RUNNING $WATCHER; do kill -- "-$group" 2>/dev/null || true; done
    exit 130
}
trap interrupted INT TERM

# logged NAME COMMAND...: runs it with its output in a file, of which a failure shows the end.
# Whoever reads along gets a sign of life every half minute.
logged() {
    local log=$LOGS/$1.log since=$SECONDS status=0
    shift
    # Each in a process group of its own, so that none outlives this script.
    set -m
    "$@" >"$log" 2>&1 </dev/null &
    RUNNING=$!
    while sleep 30; do
        printf '%5ds    … %s\n' "$SECONDS" "$(tail -c 400 "$log" | tr '\r' '\n' | sed '/^[[:space:]]*$/d' | tail -n 1 | cut -c 1-100)"
    done &
    WATCHER=$!
    set +m
    wait "$RUNNING" || status=$?
    RUNNING=
    kill -- "-$WATCHER" 2>/dev/null || true
    wait "$WATCHER" 2>/dev/null || true
    WATCHER=
    if [ "$status" -ne 0 ]; then
        printf '       failed after %ds; the end of %s:\n' $((SECONDS - since)) "$log"
        tail -n 60 "$log" | sed 's/^/       | /'
    fi
    return "$status"
}

# free_port: a TCP port on loopback that nobody listens on.
free_port() {
    node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'
}

# wait_for URL PID SECONDS: until it answers 200; gives up once the process is gone.
wait_for() {
    local _
    for _ in $(seq 1 $(($3 * 10))); do
        if curl -fsS -o /dev/null "$1" 2>/dev/null; then return 0; fi
        kill -0 "$2" 2>/dev/null || return 1
        sleep 0.1
    done
    return 1
}

# stop PID: asks it to end, and makes it after ten seconds.
stop() {
    local _
    kill "$1" 2>/dev/null || return 0
    for _ in $(seq 1 100); do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -9 "$1" 2>/dev/null || true
}
