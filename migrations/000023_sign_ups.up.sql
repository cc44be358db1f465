-- Which user an e-mail address becomes, from the button that registers them on: however
-- often it is pressed, in whichever process, the address leads to one stream, and that
-- takes one registration. The address itself is nowhere: a mark is its HMAC with a key that
-- is not in the database. See docs/adr/0029.
CREATE TABLE sign_ups (
    mark    bytea       PRIMARY KEY CHECK (octet_length(mark) = 32),
    user_id uuid        NOT NULL UNIQUE,
    since   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE sign_ups IS 'kind: operational; decides which user an address becomes before the log can know, and must not outlive that user as an event would';

ALTER TABLE sign_ups ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON sign_ups TO sambatan_web;
CREATE POLICY web ON sign_ups TO sambatan_web USING (true) WITH CHECK (true);
ALTER TABLE sign_ups OWNER TO sambatan_owner;

-- Whose key is destroyed has no address any more, not even a mark of one; whoever has that
-- address then may register as somebody new.
CREATE OR REPLACE FUNCTION forget_address() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp
    AS $$
BEGIN
    IF NEW.person ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
        DELETE FROM sign_in_addresses WHERE user_id = NEW.person::uuid;
        DELETE FROM sign_ups WHERE user_id = NEW.person::uuid;
    END IF;
    RETURN NULL;
END
$$;
