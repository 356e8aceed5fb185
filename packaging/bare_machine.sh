#!/usr/bin/env bash
# Proves the README on a machine with nothing: a debootstrap root with make, Python and a fresh clone, where the
# targets named (demo and test) run as root. Needs root, git and debootstrap here; leaves its folder for a look.
#
#   packaging/bare_machine.sh FOLDER [SUITE] [TARGET…]       e.g.  packaging/bare_machine.sh /var/tmp/bare bookworm demo
set -euo pipefail
repo=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:?which folder may the root be made in?}
suite=${2:-bookworm}
targets=("${@:3}")
[ ${#targets[@]} -gt 0 ] || targets=(demo test)
root=$folder/$suite

if [ ! -e "$root/etc/debian_version" ]; then
    mkdir -p "$root"
    debootstrap --variant=minbase --include=make,python3 "$suite" "$root"
fi
# How this machine reaches the registries, and whose certificates it trusts, holds for the root too.
cp /etc/resolv.conf /etc/hosts "$root/etc/"
kept=(PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8)
while IFS= read -r line; do kept+=("$line"); done < <(
    env | grep -E '^(PIP_INDEX_URL|PIP_DEFAULT_TIMEOUT|https?_proxy|no_proxy)=' || true
)
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
    cp /etc/ssl/certs/ca-certificates.crt "$root/etc/host-certificates.pem"
    kept+=(PIP_CERT=/etc/host-certificates.pem SSL_CERT_FILE=/etc/host-certificates.pem)
fi

rm -rf "$root/root" "$root/opt/vaultmind" && mkdir -p "$root/root"
git clone --quiet --no-hardlinks "$repo" "$root/opt/vaultmind"
# Mounts made in a namespace of their own go when it ends.
for target in "${targets[@]}"; do
    echo "== make $target on a bare $suite"
    unshare --mount --pid --fork bash -euc '
        root=$1; shift
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        exec chroot "$root" env -i "$@"
    ' bash "$root" "${kept[@]}" sh -c "cd /opt/vaultmind && make $target"
done
