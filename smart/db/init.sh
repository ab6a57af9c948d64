#!/bin/sh
# Runs once, when the PostgreSQL container makes its data folder (docker-entrypoint-initdb.d).
set -eu
# A password never appears in a list of processes: it goes in through psql's standard input.
{
    printf "SET smart.owner_password TO '%s';\n" "$(cat /keys/owner/password)"
    printf "SET smart.app_password TO '%s';\n" "$(cat /keys/portal/database_password)"
    printf "SET smart.backup_password TO '%s';\n" "$(cat /keys/postgres/backup_password)"
    cat /smart/roles.sql
} | psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB"
