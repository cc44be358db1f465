#!/bin/sh
# Runs once, when the database is made: the role that the program logs in as. It has no right of its own; the
# migrations let it become the narrower roles.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --username postgres --dbname sambatan --set password="$APP_PASSWORD" <<'SQL'
CREATE ROLE sambatan_app LOGIN NOINHERIT PASSWORD :'password';
SQL
