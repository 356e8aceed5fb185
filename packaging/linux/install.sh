#!/bin/sh
# Installs VaultMind for this user, from the folder this script lies in; `install.sh --remove` takes it away again.
# Notes and what is kept about them are not touched: `vaultmind forget` is for that.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
place=$data/vaultmind-app
config=${XDG_CONFIG_HOME:-$HOME/.config}
bin=$HOME/.local/bin
id=io.github.vaultmind.VaultMind

remove() {
    rm -rf "$place"
    rm -f "$bin/vaultmind" "$data/applications/$id.desktop" "$data/metainfo/$id.metainfo.xml"
    rm -f "$config/autostart/$id.desktop"
    for size in 16 24 32 48 64 128 256 512; do rm -f "$data/icons/hicolor/${size}x$size/apps/$id.png"; done
    rm -f "$data/icons/hicolor/scalable/apps/$id.svg"
}

# tidy: the handler of vaultmind:// is taken out of the desktop's list, then caches and folders that hold nothing any more go.
tidy() {
    list=$config/mimeapps.list
    if [ -f "$list" ] && grep -q "$id" "$list"; then
        sed "s/$id\.desktop;*//; /^x-scheme-handler\/vaultmind=$/d" "$list" > "$list.new"
        if grep -q = "$list.new"; then cat "$list.new" > "$list"; else rm "$list"; fi
        rm -f "$list.new"
    fi
    find "$data/applications" -name "*.desktop" 2>/dev/null | grep -q . || rm -f "$data/applications/mimeinfo.cache"
    find "$data/icons/hicolor" -type f ! -name icon-theme.cache 2>/dev/null | grep -q . || rm -f "$data/icons/hicolor/icon-theme.cache"
    for folder in "$data"/icons/hicolor/*/apps "$data"/icons/hicolor/* "$data/icons/hicolor" "$data/icons" "$data/applications" \
        "$data/metainfo" "$config/autostart" "$config" "$bin"; do
        rmdir "$folder" 2>/dev/null || true
    done
}

refresh() {
    command -v update-desktop-database >/dev/null 2>&1 && update-desktop-database -q "$data/applications" || true
    command -v gtk-update-icon-cache >/dev/null 2>&1 && gtk-update-icon-cache -qtf "$data/icons/hicolor" || true
}

case ${1:-} in
    --remove)
        if [ -x "$place/vaultmind" ]; then "$place/vaultmind" models key --remove >/dev/null 2>&1 || true; fi
        remove
        refresh
        tidy
        echo "VaultMind is removed."
        exit 0 ;;
    "") ;;
    *)
        echo "usage: install.sh [--remove]" >&2
        exit 2 ;;
esac

remove
mkdir -p "$place" "$bin" "$data/applications" "$data/metainfo"
cp -R "$here/vaultmind/." "$place/"
ln -s "$place/vaultmind" "$bin/vaultmind"
# A desktop need not have ~/.local/bin on its path: its entry names the program in full.
sed "s|^Exec=vaultmind|Exec=\"$place/vaultmind\"|; s|^TryExec=.*|TryExec=$place/vaultmind|" "$here/$id.desktop" > "$data/applications/$id.desktop"
cp "$here/$id.metainfo.xml" "$data/metainfo/"
for size in 16 24 32 48 64 128 256 512; do
    mkdir -p "$data/icons/hicolor/${size}x$size/apps"
    cp "$here/icons/$size.png" "$data/icons/hicolor/${size}x$size/apps/$id.png"
done
mkdir -p "$data/icons/hicolor/scalable/apps"
cp "$here/icons/vaultmind.svg" "$data/icons/hicolor/scalable/apps/$id.svg"
refresh
command -v xdg-mime >/dev/null 2>&1 && xdg-mime default "$id.desktop" x-scheme-handler/vaultmind || true
echo "VaultMind is installed: $bin/vaultmind"
case ":$PATH:" in *":$bin:"*) ;; *) echo "Add $bin to your PATH to call it by name." ;; esac
