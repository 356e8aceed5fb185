#!/usr/bin/env bash
# Proves the wheel on a machine with nothing and no compiler: in a bare debootstrap root an ordinary user makes an empty
# environment in which the core alone indexes and answers, and says how the window is had; with [desktop,llm] the first
# page and the window's journey pass under Xvfb. Needs root and debootstrap; leaves its folder for a look.
#
#   packaging/prove_wheel.sh WHEEL FOLDER [SUITE]       e.g.  packaging/prove_wheel.sh dist/*.whl /var/tmp/proof bookworm
set -euo pipefail
repo=$(cd "$(dirname "$0")/.." && pwd)
wheel=$(realpath "${1:?where is the wheel?}")
folder=${2:?which folder may the root be made in?}
suite=${3:-bookworm}
root=$folder/$suite-wheel

if [ ! -e "$root/etc/debian_version" ]; then
    mkdir -p "$root"
    debootstrap --variant=minbase "$suite" "$root"
fi
# How this machine reaches the registries, and whose certificates it trusts, holds for the root too.
cp /etc/resolv.conf /etc/hosts "$root/etc/"
kept=(PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8)
while IFS= read -r line; do kept+=("$line"); done < <(
    env | grep -E '^(PIP_INDEX_URL|PIP_DEFAULT_TIMEOUT|https?_proxy|no_proxy)=' || true
)
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
    cp /etc/ssl/certs/ca-certificates.crt "$root/etc/host-certificates.pem"
    kept+=(PIP_CERT=/etc/host-certificates.pem SSL_CERT_FILE=/etc/host-certificates.pem)
fi
mkdir -p "$root/opt/proof" && rm -rf "$root/opt/proof/"*
cp "$wheel" "$repo"/scripts/*.py "$root/opt/proof/"

cat > "$root/opt/proof/inside.sh" <<'INSIDE'
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends python3-venv passwd procps xvfb xdotool openbox libegl1 libgl1 libxkbcommon0 \
    libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libglib2.0-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 \
    libxcb-xkb1 >/dev/null
for compiler in cc gcc clang rustc; do ! command -v $compiler || { echo "there is $compiler"; exit 1; }; done
id writer >/dev/null 2>&1 && userdel --remove writer 2>/dev/null
useradd --create-home writer
chmod -R a+rX /opt/proof
exec runuser -u writer -- sh -eu /opt/proof/user.sh
INSIDE

cat > "$root/opt/proof/user.sh" <<'USER'
export HOME=/home/writer
cd ~
wheel=$(ls /opt/proof/*.whl)
python3 -m venv ~/vaultmind
export PATH=~/vaultmind/bin:$PATH
echo "== the core alone, $(python3 -V), no compiler"
pip install --quiet --disable-pip-version-check --only-binary :all: "$wheel"
du -sh ~/vaultmind
mkdir -p ~/Try
printf '# Rootstocks\n\nAn apple tree on M9 stays small. M9 needs a stake all its life.\n' > ~/Try/Rootstocks.md
printf '# Pruning\n\nPrune in March, before the buds open.\n' > ~/Try/Pruning.md
vaultmind --vault ~/Try index
answer=$(vaultmind --vault ~/Try ask "What does M9 need?")
echo "$answer"
echo "$answer" | grep -q '^M9 needs a stake all its life. \[1\]$'
if said=$(vaultmind 2>&1); then echo "a window without Qt?"; exit 1; fi
echo "$said" | grep -F '[desktop]'
vaultmind --vault ~/Try engine --stop
echo "== with [desktop,llm]"
pip install --quiet --disable-pip-version-check --only-binary :all: "$wheel[desktop,llm]"
du -sh ~/vaultmind
python3 /opt/proof/first_page_journey.py vaultmind
python3 /opt/proof/journey.py vaultmind
USER

unshare --mount --pid --fork bash -euc '
    root=$1; shift
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    exec chroot "$root" env -i "$@" bash /opt/proof/inside.sh
' bash "$root" "${kept[@]}"
