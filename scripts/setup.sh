#!/bin/sh
# Makes .venv with everything at the versions of requirements.txt, or with -dev of requirements-dev.txt, which holds the
# former and what the tests need; with -window adds Qt where there is a screen. Called by make; harmless to call again.
# On Debian and Ubuntu, as root or with a sudo that asks nothing, it also installs the few system packages it needs.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-}
PIP_DISABLE_PIP_VERSION_CHECK=1
export PIP_DISABLE_PIP_VERSION_CHECK

say() { printf '%s\n' "$*" >&2; }

# apt_install PACKAGE…: installs them where that is allowed, else returns 1.
apt_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" = 0 ]; then
        sudo=
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo="sudo -n"
    else
        return 1
    fi
    say "Installing from the distribution: $*"
    $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
        $sudo apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# locked NAME…: prints these packages as the larger lock has them, with their sums.
locked() {
    awk -v names="$*" 'BEGIN { split(names, listed, " "); for (i in listed) wanted[listed[i]] = 1 }
        /^[^ #]/ { split($0, name, "=="); keep = name[1] in wanted } keep && (/^[^ #]/ || /^ +--hash/)' requirements-dev.txt
}

window_loads() { .venv/bin/python -c 'import PySide6.QtWidgets' >/dev/null 2>&1; }

# For `make demo`, which opens the window where there is a screen; there may have been none when .venv was made.
if [ "$kind" = -window ]; then
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && ! window_loads || exit 0
    say "Installing the window into .venv"
    locked pyside6-essentials shiboken6 pygments >.venv/desktop.txt
    .venv/bin/python -m pip install --quiet --require-hashes --only-binary :all: --no-deps -r .venv/desktop.txt
    window_loads || apt_install libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 libxcb-cursor0 \
        libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 ||
        say "Qt cannot be loaded here (libegl1 or another library is missing): the demo stays without a window."
    exit 0
fi

# fits COMMAND: is it a CPython that the lock is made for?
fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' >/dev/null 2>&1
}

find_python() {
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
        if [ -n "$candidate" ] && fits "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

python=$(find_python) || {
    apt_install python3 python3-venv || apt_install python3.11 python3.11-venv || true
    python=$(find_python) || {
        say "VaultMind needs Python 3.11, 3.12 or 3.13: please install one, or name it: make PYTHON=/path/to/python3."
        exit 1
    }
}

if ! .venv/bin/python -m pip --version >/dev/null 2>&1 || ! fits .venv/bin/python; then
    if ! "$python" -c 'import ensurepip' >/dev/null 2>&1; then
        venv=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        apt_install "$venv" || {
            say "Python's venv module is incomplete here: please run 'apt-get install $venv' as root, then make again."
            exit 1
        }
    fi
    "$python" -m venv --clear .venv
fi

say "Installing the packages of requirements$kind.txt into .venv"
.venv/bin/python -m pip install --quiet --require-hashes --only-binary :all: -r "requirements$kind.txt"
.venv/bin/python -m pip install --quiet --no-index --no-deps --no-build-isolation --editable .

# The wheels bring their own libraries, but for these. A missing one shows when the module is loaded.
missing_library() { .venv/bin/python -c 'import onnxruntime, qdrant_edge, xllamacpp' 2>&1 >/dev/null | tail -n 1 | grep Error; }

if missing_library >/dev/null; then
    apt_install libgomp1 libstdc++6 || true
    if reason=$(missing_library); then
        say "A system library is missing ($reason): please run 'apt-get install libgomp1 libstdc++6' as root, then make again."
        exit 1
    fi
fi

# Qt needs a few more, even without a screen. Where they cannot be had, the tests of the window are skipped.
if [ "$kind" = -dev ] && ! window_loads; then
    apt_install libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 || true
    window_loads || say "Qt cannot be loaded here (libegl1 or another library is missing): the window's tests are skipped."
fi

# A screen of its own and real keys for the one journey through the window; where they cannot be had, it is skipped.
if [ "$kind" = -dev ] && [ "$(uname)" = Linux ] && ! { command -v Xvfb && command -v xdotool; } >/dev/null 2>&1; then
    apt_install xvfb xauth xdotool openbox dbus libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 \
        libxcb-xkb1 libxkbcommon-x11-0 || say "Xvfb and xdotool cannot be installed here: the journey is skipped."
fi
touch ".venv/complete$kind"
