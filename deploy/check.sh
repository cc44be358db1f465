#!/usr/bin/env bash
# Checks what is in deploy and compose.yaml without a container engine, as root on Debian: each file by its own
# tool, and the image by doing the Dockerfile's steps by hand and running the result alone in an empty folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\ncheck: %s\n' "$*"; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

[ "$(id -u)" = 0 ] || { echo 'check: apt-get and chroot need root' >&2; exit 1; }
command -v docker-compose >/dev/null || apt-get -qq -y install --no-install-recommends docker-compose >/dev/null
# Its tool only: installed as a package it would start a server.
(cd "$work" && apt-get -qq -o APT::Sandbox::User=root download prometheus && dpkg -x prometheus_*.deb prometheus)

say 'Prometheus: configuration and alert rules, with their tests'
(cd deploy/prometheus && "$work"/prometheus/usr/bin/promtool check config prometheus.yml &&
	"$work"/prometheus/usr/bin/promtool test rules alerts_test.yml)

say 'the image: what the Dockerfile does, by hand'
mkdir -p "$work/src" "$work/root/tmp"
sed -n 's/^!//p' deploy/Dockerfile.dockerignore | xargs cp -rt "$work/src"
CGO_ENABLED=0 go build -C "$work/src" -trimpath -buildvcs=false -tags timetzdata -ldflags '-s -w' -o "$work/root/sambatan" .
if ldd "$work/root/sambatan" >/dev/null 2>&1; then echo 'the binary is not static' >&2; exit 1; fi
chroot --userspec=65532:65532 "$work/root" /sambatan --help >/dev/null
echo "$(($(stat -c %s "$work/root/sambatan") / 1000000)) MB, static, runs alone as uid 65532"

say 'systemd units'
mkdir "$work/units"
for unit in deploy/systemd/*; do
	sed "s|/usr/local/bin/sambatan|$work/root/sambatan|" "$unit" >"$work/units/${unit##*/}"
done
(cd "$work/units" && systemd-analyze verify ./*.target ./sambatan-{migrate,relay,scheduler}.service ./sambatan-web@8080.service)
echo 'verified'

say 'NATS configuration'
RELAY_PASSWORD=p1 READER_PASSWORD=p2 go run github.com/nats-io/nats-server/v2 -c deploy/nats/nats.conf -t

say 'compose.yaml'
# This older tool knows no top-level name; everything else is read and resolved.
mkdir "$work/compose"
cp -r deploy "$work/compose/"
sed '/^name:/d' compose.yaml >"$work/compose/compose.yaml"
(cd "$work/compose" && deploy/secrets.sh >/dev/null && docker-compose config --quiet && docker-compose config --services | xargs)
