-- Creates the database roles of the portal and opens the current database to them.
-- Idempotent. Run it as a superuser, once in every database that the portal uses:
--   psql -d smart -f smart/db/roles.sql
-- Passwords are taken from session settings when these are not empty:
--   psql -d smart -c "SET smart.owner_password TO '…'" -c "SET smart.app_password TO '…'" \
--        -c "SET smart.backup_password TO '…'" -f smart/db/roles.sql
--
-- smart_owner   owns the schema, runs migrations, may create (test) databases
-- smart_app     web and workers: neither superuser, owner nor BYPASSRLS; bound by row-level security
-- smart_all     no login; smart_app switches to it, one transaction at a time, for work across countries
-- smart_backup  reads everything past row-level security, for pg_dump only

DO $roles$
DECLARE
    wanted record;
    password text;
BEGIN
    IF current_setting('server_version_num')::int < 160000 THEN
        RAISE EXCEPTION 'PostgreSQL % is too old: the portal needs 16 or newer (GRANT … WITH INHERIT FALSE, SET TRUE).',
            current_setting('server_version');
    END IF;
    FOR wanted IN
        SELECT * FROM (VALUES
            ('smart_owner',  'LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOBYPASSRLS',   'smart.owner_password'),
            ('smart_app',    'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', 'smart.app_password'),
            ('smart_all',    'NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', NULL),
            ('smart_backup', 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS',   'smart.backup_password')
        ) AS role (name, attributes, password_setting)
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
            EXECUTE format('CREATE ROLE %I', wanted.name);
        END IF;
        EXECUTE format('ALTER ROLE %I WITH %s', wanted.name, wanted.attributes);
        password := nullif(current_setting(wanted.password_setting, true), '');
        IF password IS NOT NULL THEN
            EXECUTE format('ALTER ROLE %I WITH PASSWORD %L', wanted.name, password);
        END IF;
    END LOOP;
END
$roles$;

-- INHERIT FALSE: the rights across countries are there only after SET ROLE, never by accident.
GRANT smart_all TO smart_app, smart_owner WITH INHERIT FALSE, SET TRUE;
GRANT pg_read_all_data TO smart_backup;

CREATE EXTENSION IF NOT EXISTS btree_gist;  -- exclusion constraints: no two overlapping rows of one thing
CREATE EXTENSION IF NOT EXISTS pg_trgm;     -- search of names that tolerates a slip
CREATE EXTENSION IF NOT EXISTS unaccent;    -- search of names without accents

-- template1 and postgres keep their owner; a database made from template1 inherits all that follows.
DO $database$
BEGIN
    IF current_database() NOT IN ('template1', 'postgres') THEN
        EXECUTE format('ALTER DATABASE %I OWNER TO smart_owner', current_database());
        EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO smart_app, smart_backup', current_database());
        ALTER SCHEMA public OWNER TO smart_owner;
    END IF;
END
$database$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO smart_app, smart_all, smart_backup;

-- Tables and sequences that smart_owner makes later. Append-only tables take UPDATE and DELETE back in their migration.
ALTER DEFAULT PRIVILEGES FOR ROLE smart_owner
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO smart_app, smart_all;
ALTER DEFAULT PRIVILEGES FOR ROLE smart_owner
    GRANT USAGE ON SEQUENCES TO smart_app, smart_all;
