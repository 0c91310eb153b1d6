#!/usr/bin/env bash
# Installs what the build needs and this machine lacks, once, into the cache folder:
# the wasm target, wasm-bindgen-cli, cargo-leptos, and the npm packages of package.json.
source "$(dirname "$0")/lib.sh"

LEPTOS=0.3.11
# The two halves of wasm-bindgen must be of the same version.
BINDGEN=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock)
CHANNEL=$(awk -F'"' '/^channel/ { print $2 }' rust-toolchain.toml)

command -v rustup >/dev/null || fail "rustup is missing: install it from https://rustup.rs"
command -v cc >/dev/null || fail "a C compiler is missing: install Debian's build-essential, or Xcode's command line tools"
command -v npm >/dev/null || fail "Node 20.19 or newer with npm is missing: https://nodejs.org"
node -e 'const [a,b]=process.versions.node.split(".").map(Number); process.exit(a>20||(a===20&&b>=19)?0:1)' ||
    fail "Node $(node --version) is too old: 20.19 or newer is needed"

# install CRATE VERSION FLAGS...: a prebuilt binary where cargo-binstall is there and reaches one,
# otherwise from source, quickly built: these tools run for seconds, their build took minutes.
install() {
    local crate=$1 version=$2
    shift 2
    mkdir -p "$TOOLS"
    if command -v cargo-binstall >/dev/null &&
        logged "tools-$crate" cargo binstall --no-confirm --disable-strategies compile \
            --root "$TOOLS" "$crate@$version"; then
        return 0
    fi
    # Not in the checkout, whose lints and profiles are not the tools'.
    (
        cd "$CACHE"
        export RUSTUP_TOOLCHAIN=$CHANNEL CARGO_TARGET_DIR=$CACHE/tools-target
        export CARGO_PROFILE_RELEASE_LTO=false CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
        logged "tools-$crate" cargo install "$crate" --version "$version" --root "$TOOLS" "$@"
    )
}

if ! rustup target list --toolchain "$CHANNEL" --installed 2>/dev/null | grep -qx wasm32-unknown-unknown; then
    say "Rust $CHANNEL with the wasm target"
    logged tools-rust rustup toolchain install "$CHANNEL" --profile minimal \
        --component rustfmt --component clippy --target wasm32-unknown-unknown
fi

if [ "$("$TOOLS/bin/cargo-leptos" --version 2>/dev/null | awk '{print $NF}')" != "$LEPTOS" ]; then
    say "cargo-leptos $LEPTOS (from source about 10 minutes, once)"
    # Two of its locked dependencies declare a newer Rust than they need.
    install cargo-leptos "$LEPTOS" --locked --ignore-rust-version --features no_downloads
fi

if [ "$("$TOOLS/bin/wasm-bindgen" --version 2>/dev/null | awk '{print $2}')" != "$BINDGEN" ]; then
    say "wasm-bindgen-cli $BINDGEN (from source about 3 minutes, once)"
    install wasm-bindgen-cli "$BINDGEN" --force
fi
rm -rf "$CACHE/tools-target"

# The packages are kept by the lock file's content; the checkout only points at them.
PACKAGES=$CACHE/npm/$(cat package.json package-lock.json | sha256sum | cut -c 1-16)
if [ ! -e "$PACKAGES/node_modules/.complete" ]; then
    say "npm packages: sass, binaryen, Playwright, axe, Lighthouse"
    mkdir -p "$PACKAGES"
    cp package.json package-lock.json .npmrc "$PACKAGES/"
    (cd "$PACKAGES" && logged tools-npm npm ci --ignore-scripts)
    touch "$PACKAGES/node_modules/.complete"
fi
# A folder that someone installed by hand stays theirs; only our own link is renewed.
if [ -L node_modules ] || [ ! -e node_modules ]; then
    ln -sfn "$PACKAGES/node_modules" node_modules
fi
