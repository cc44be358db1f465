-- Whose an e-mail address is, for those who ask for a sign-in link. The address itself
-- is nowhere: a mark is its HMAC with a key that is not in the database. See
-- docs/adr/0025.
CREATE TABLE sign_in_addresses (
    user_id    uuid   PRIMARY KEY,
    mark       bytea  NOT NULL CHECK (octet_length(mark) = 32),
    registered bigint NOT NULL CHECK (registered > 0) -- position of the registration
);
CREATE INDEX sign_in_addresses_mark ON sign_in_addresses (mark);
CREATE INDEX sign_in_addresses_registered ON sign_in_addresses (registered);
COMMENT ON TABLE sign_in_addresses IS 'kind: derived; keyed hashes of the addresses in identity_users, made by who may open them; emptied, it fills itself again';

ALTER TABLE sign_in_addresses ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON sign_in_addresses TO sambatan_web;
CREATE POLICY web ON sign_in_addresses TO sambatan_web USING (true) WITH CHECK (true);
ALTER TABLE sign_in_addresses OWNER TO sambatan_owner;

-- Whose key is destroyed has no address any more, not even a mark of one.
CREATE FUNCTION forget_address() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp
    AS $$
BEGIN
    IF NEW.person ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
        DELETE FROM sign_in_addresses WHERE user_id = NEW.person::uuid;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER forget_address AFTER UPDATE ON keys.persons FOR EACH ROW
    WHEN (NEW.wrapped IS NULL) EXECUTE FUNCTION forget_address();
ALTER FUNCTION forget_address() OWNER TO sambatan_owner;

-- Pages put letters that somebody waits for into a queue of their own, and see no other.
GRANT SELECT, INSERT, UPDATE ON river_job TO sambatan_web;
GRANT SELECT, INSERT ON river_notification TO sambatan_web;
GRANT USAGE ON SEQUENCE river_job_id_seq, river_notification_id_seq TO sambatan_web;
CREATE POLICY letters ON river_job TO sambatan_web USING (queue = 'letter') WITH CHECK (queue = 'letter');
CREATE POLICY letters ON river_notification TO sambatan_web USING (true) WITH CHECK (true);
