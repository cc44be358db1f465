#!/usr/bin/env bash
# The README's two commands on a bare Debian 12: only Go, git and CA certificates, all caches empty. Postgres, Node,
# Chromium and a C compiler have to be fetched by the product's own means. Run it as root:
#
#     test/bare.sh [--dir DIR] [--repo DIR] [--keep]
#
# --dir   where the system is laid, some 6 GB (default /var/tmp/sambatan-bare)
# --repo  what is cloned: what is committed there (default: this repository)
# --keep  leave the folder; a later run still lays a new one
#
# Registries and certificates are this machine's own: they are read from its settings at run time and end up
# in the folder only.
set -euo pipefail

dir=/var/tmp/sambatan-bare
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
keep=
suite=bookworm

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
while [ $# -gt 0 ]; do
	case $1 in
	--dir) dir=${2:?}; shift 2 ;;
	--repo) repo=${2:?}; shift 2 ;;
	--keep) keep=yes; shift ;;
	*) usage ;;
	esac
done

say() { printf 'bare: %s\n' "$*"; }
die() { say "$*" >&2; exit 1; }

# sources prints this machine's own apt sources of Debian 12, as one-line entries.
sources() {
	# shellcheck disable=SC2016 # apt's own variables
	apt-get indextargets --format '$(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
		awk -v suite="$suite" '$2 ~ "^" suite "(-security|-updates)?$" && $3 == "main" { print "deb " $1, $2, $3 }' | sort -u
}

lay_system() {
	local mirror
	mirror=$(sources | awk -v suite="$suite" '$3 == suite { print $2; exit }')
	[ -n "$mirror" ] || die "this machine's apt knows no $suite: nowhere to take Debian 12 from"
	say "laying a bare Debian 12 into $dir"
	debootstrap --variant=minbase --include=git,ca-certificates "$suite" "$dir" "$mirror" >"$dir.log" 2>&1 ||
		{ tail -n 20 "$dir.log" >&2; die 'debootstrap failed'; }
	sources >"$dir/etc/apt/sources.list"
}

# lend_settings copies how this machine reaches its registries, never what it has installed.
lend_settings() {
	local file
	for file in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt /etc/apt/auth.conf /etc/apt/apt.conf.d/*proxy*; do
		if [ -e "$file" ]; then cp -fL "$file" "$dir$file"; fi
	done
	command -v npm >/dev/null || return 0
	for file in registry proxy https-proxy noproxy; do
		npm config get "$file" 2>/dev/null | awk -v key="$file" '$0 != "" && $0 != "null" && $0 != "undefined" { print key "=" $0 }'
	done >"$dir/root/.npmrc"
}

# settings prints the environment that says how registries are reached.
settings() {
	env | grep -iE '^(https?_proxy|no_proxy|all_proxy|npm_config_[a-z_]+)=' || :
	local key
	for key in GOPROXY GOSUMDB GONOSUMDB GOPRIVATE GONOPROXY GOINSECURE; do
		printf '%s=%s\n' "$key" "$(go env "$key")"
	done
	# The certificates that were copied are all that the inside has, so every client is pointed at them.
	printf '%s=/etc/ssl/certs/ca-certificates.crt\n' SSL_CERT_FILE NODE_EXTRA_CA_CERTS
}

# both_commands prints what runs inside.
both_commands() {
	cat <<'INSIDE'
set -euo pipefail
mount -t proc proc /proc
cd /root/sambatan
say() { printf 'bare: %s\n' "$*"; }

ready() {
	{
		exec 3<>/dev/tcp/127.0.0.1/18080 || return 1
		printf 'GET /readyz HTTP/1.0\r\nHost: 127.0.0.1:18080\r\n\r\n' >&3
		IFS= read -r status <&3
		exec 3>&-
	} 2>/dev/null
	[[ $status == HTTP/*' 200'* ]]
}

say 'go run . up'
set -m # a job of its own: Ctrl-C reaches go and the program together, as it does from a keyboard
go run . up --addr 127.0.0.1:18080 &
up=$!
set +m
trap 'kill -KILL -- -$up 2>/dev/null || :' EXIT
started=$SECONDS
until ready; do
	kill -0 $up 2>/dev/null || { say 'up has ended'; exit 1; }
	((SECONDS - started < 1200)) || { say 'not ready after 20 minutes'; exit 1; }
	sleep 1
done
say "/readyz answered 200 after $((SECONDS - started)) s"
started=$SECONDS
kill -INT -- -$up
wait $up || :
say "Ctrl-C: stopped in $((SECONDS - started)) s"
((SECONDS - started <= 6)) || { say 'that is too long'; exit 1; }

say './task test'
./task test
say 'both commands hold on a bare Debian 12'
INSIDE
}

[ "$(id -u)" = 0 ] || die 'debootstrap and chroot need root'
goroot=$(go env GOROOT) || die 'Go is lent to the bare system by this machine, and there is none'
[ ! -e "$dir" ] || rm -rf --one-file-system "$dir"
command -v debootstrap >/dev/null || { apt-get -qq update && apt-get -qq -y install debootstrap >/dev/null; }
mkdir -p "$dir"
[ -n "$keep" ] || trap 'rm -rf --one-file-system "$dir" "$dir.log"' EXIT

lay_system
lend_settings
mkdir -p "$dir/usr/local/go"
git clone -q "file://$repo" "$dir/root/sambatan"
both_commands >"$dir/root/both-commands.sh"
mapfile -t environment < <(settings)

# Namespaces of its own: whatever is started or mounted inside ends with it.
# shellcheck disable=SC2016 # expanded inside
unshare --mount --pid --fork --kill-child bash -euc '
	goroot=$1 dir=$2
	shift 2
	mount --make-rprivate /
	mount --bind "$goroot" "$dir/usr/local/go"
	mount -o remount,bind,ro "$dir/usr/local/go"
	mount --rbind /dev "$dir/dev"
	mount --rbind /sys "$dir/sys"
	exec env -i HOME=/root USER=root LANG=C.UTF-8 TERM=dumb \
		PATH=/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		"$@" chroot "$dir" bash /root/both-commands.sh
' bash "$goroot" "$dir" "${environment[@]}"
