#!/usr/bin/env bash
# Proves the Linux packages on a machine with nothing: in a bare debootstrap root the .deb is installed by apt, indexes,
# answers and forgets, passes the first page and the window's journey under Xvfb, and is removed; notes, home and file
# system are compared with before. The tar and its installer do the same as a user without rights. Needs root and
# debootstrap; leaves its folder for a look.
#
#   packaging/prove_bundle.sh DIST FOLDER [SUITE]       e.g.  packaging/prove_bundle.sh dist /var/tmp/proof bookworm
set -euo pipefail
repo=$(cd "$(dirname "$0")/.." && pwd)
dist=$(cd "${1:?where are the packages?}" && pwd)
folder=${2:?which folder may the root be made in?}
suite=${3:-bookworm}
root=$folder/$suite

if [ ! -e "$root/etc/debian_version" ]; then
    mkdir -p "$root"
    debootstrap --variant=minbase "$suite" "$root"
fi
cp /etc/resolv.conf /etc/hosts "$root/etc/"
mkdir -p "$root/opt/proof" && rm -rf "$root/opt/proof/"*
cp "$dist"/vaultmind_*.deb "$dist"/vaultmind-*-linux-*.tar.xz "$root/opt/proof/"
cp -R "$repo/resources/sample_vault" "$root/opt/proof/vault"
cp "$repo"/scripts/*.py "$root/opt/proof/"

cat > "$root/opt/proof/inside.sh" <<'INSIDE'
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
cd /opt/proof
say() { printf '== %s\n' "$*"; }
files() { find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /opt/proof -o -path /run \) -prune -o -print | LC_ALL=C sort; }

say "what the journey itself needs"
apt-get update -qq
apt-get install -y -qq --no-install-recommends xvfb xdotool openbox xclip python3 procps passwd xz-utils >/dev/null
id writer >/dev/null 2>&1 || useradd --create-home writer
chown -R writer /opt/proof/vault

use() { # use PROGRAM AS…: the program's day, as an ordinary user
    program=$1
    day=$(mktemp -d) && chown writer "$day"
    cat > /opt/proof/day.sh <<DAY
set -eu
export HOME=$day LANG=C.UTF-8
cd $day
sums() { find /opt/proof/vault -type f -exec sha256sum {} + | LC_ALL=C sort; }
before=\$(sums)
$program --version
$program --vault /opt/proof/vault index
answer=\$($program --vault /opt/proof/vault ask "Какой сорт оказался у дерева Г-7?")
echo "\$answer"
echo "\$answer" | grep -q '\[1\]'
$program --vault /opt/proof/vault forget --yes
[ "\$before" = "\$(sums)" ]
left=\$(find $day -type f -size +0 ! -name vaults.json)
[ -z "\$left" ] || { echo "FORGET LEFT \$left"; exit 1; }
echo "== forgotten: the notes are as they were, the home holds an empty list of vaults"
python3 /opt/proof/first_page_journey.py $program
python3 /opt/proof/journey.py $program
DAY
    runuser -u writer -- sh /opt/proof/day.sh
}

say "the .deb: install, use, remove"
apt-get install -y -qq --no-install-recommends $(dpkg-deb -f vaultmind_*.deb Depends | tr ',' '\n' | sed 's/|.*//; s/(.*)//' | xargs) >/dev/null 2>&1 || true
apt-get clean
files > before
apt-get install -y -qq --no-install-recommends ./vaultmind_*.deb >/dev/null
use vaultmind
apt-get purge -y -qq vaultmind >/dev/null
apt-get clean
files > after
# dpkg's and apt's own books, and the caches of the desktop, are theirs.
own='^/var/lib/(dpkg|apt)|^/var/cache|^/var/log|^/etc/ld.so.cache'
if diff <(grep -vE "$own" before) <(grep -vE "$own" after); then say "the .deb left nothing behind"; else say "LEFT BEHIND"; exit 1; fi

say "the tar: install, use, remove, without rights"
tar -xf vaultmind-*-linux-*.tar.xz
place=$(echo /opt/proof/vaultmind-*-linux-*/)
chmod -R a+rX "$place"
runuser -u writer -- sh -c 'find ~ | LC_ALL=C sort' > home.before
runuser -u writer -- sh -c "'$place/install.sh'"
use /home/writer/.local/bin/vaultmind
runuser -u writer -- sh -c "'$place/install.sh' --remove >/dev/null; rmdir -p ~/.config ~/.local/share; find ~ | LC_ALL=C sort" > home.after 2>/dev/null || true
diff home.before home.after && say "the tar left nothing behind"
INSIDE

unshare --mount --pid --fork bash -euc '
    mount -t proc proc "$1/proc"
    mount --rbind /dev "$1/dev"
    exec chroot "$1" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 ${http_proxy:+http_proxy=$http_proxy} bash /opt/proof/inside.sh
' bash "$root"
