#!/bin/sh
# Makes an image that stands in for Node's own where no registry of images can be reached: this machine's Node and npm,
# what they are linked with, a shell, and the user `node`. Needs root and busybox-static.
#   node-image.sh FOLDER NAME   FOLDER is empty, and takes what the image holds
set -eu
root="$1"
image="$2"
node="$(readlink -f "$(command -v node)")"
npm="$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")"

mkdir -p "$root/bin" "$root/usr/bin" "$root/usr/local/bin" "$root/usr/local/lib" "$root/etc/ssl/certs" "$root/home/node"
mkdir -m 1777 "$root/tmp"
cp "$(command -v busybox)" "$root/bin/"
chroot "$root" /bin/busybox --install -s /bin
ln -s /bin/env "$root/usr/bin/env"

cp "$node" "$root/usr/local/bin/node"
for library in $(ldd "$node" | grep -o '/[^ ]*'); do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done
cp -R "$npm" "$root/usr/local/lib/npm"
for name in npm npx; do
  printf '#!/bin/sh\nexec node /usr/local/lib/npm/bin/%s-cli.js "$@"\n' "$name" >"$root/usr/local/bin/$name"
  chmod +x "$root/usr/local/bin/$name"
done

printf 'root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\nnode:x:1000:\n' >"$root/etc/group"
chown 1000:1000 "$root/home/node"
# Whom this machine trusts: its registry may be behind an authority of its own.
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"

tar -C "$root" -c . | podman import --quiet \
  --change 'ENV PATH=/usr/local/bin:/usr/bin:/bin' \
  --change 'ENV npm_config_cafile=/etc/ssl/certs/ca-certificates.crt' - "$image" >/dev/null
