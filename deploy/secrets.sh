#!/bin/sh
# Makes what compose.yaml needs and no repository should hold: passwords in .env, keys in var/secrets. What is there
# already is kept: a lost key-encryption key makes all personal data unreadable, for good.
set -eu
cd "$(dirname -- "$0")/.."

random() { od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n'; }

# The folder is closed on the host; the files must be readable by the container's own user.
(umask 077 && mkdir -p var/secrets)
for key in kek fingerprint; do
	[ -e "var/secrets/$key" ] || { random >"var/secrets/$key" && chmod 0444 "var/secrets/$key"; }
done

umask 077
touch .env
for name in POSTGRES_PASSWORD APP_PASSWORD RELAY_PASSWORD READER_PASSWORD; do
	# A letter first: NATS reads a value that begins with a digit as a number.
	grep -q "^$name=" .env || echo "$name=p$(random)" >>.env
done
echo 'passwords are in .env, keys in var/secrets: keep a copy of both in a safe place'
