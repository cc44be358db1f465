-- Keys of persons, in a schema of their own so that they can be backed up apart
-- and for a short time only: an old backup would bring an erased key back.
CREATE SCHEMA keys;

CREATE TABLE keys.persons (
    person     text        PRIMARY KEY CHECK (person <> ''),
    wrapped    bytea, -- the person's key under a key that is not in the database; NULL once destroyed
    created_at timestamptz NOT NULL DEFAULT now(),
    erased_at  timestamptz,
    CHECK ((wrapped IS NULL) = (erased_at IS NOT NULL))
);
COMMENT ON TABLE keys.persons IS 'kind: operational; personal data keys: not in the log, because destroying one is what erases a person';

-- A destroyed key stays destroyed: the row remains, so that no new key is made.
CREATE FUNCTION keys.stay_erased() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.wrapped IS NOT NULL OR NEW.person <> OLD.person OR NEW.created_at <> OLD.created_at
       OR OLD.erased_at IS NOT NULL THEN
        RAISE EXCEPTION 'a person''s key can only be destroyed, once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER stay_erased BEFORE UPDATE ON keys.persons FOR EACH ROW EXECUTE FUNCTION keys.stay_erased();
ALTER TABLE keys.persons ENABLE ALWAYS TRIGGER stay_erased;

ALTER TABLE keys.persons ENABLE ROW LEVEL SECURITY;
ALTER TABLE keys.persons FORCE ROW LEVEL SECURITY;

-- Pages and notifications show names; projections, auditors and the append path do not.
REVOKE ALL ON SCHEMA keys FROM PUBLIC;
GRANT USAGE ON SCHEMA keys TO sambatan_web, sambatan_scheduler;
GRANT SELECT ON keys.persons TO sambatan_web, sambatan_scheduler;
GRANT INSERT (person, wrapped), UPDATE (wrapped, erased_at) ON keys.persons TO sambatan_web;
CREATE POLICY read_all ON keys.persons FOR SELECT TO sambatan_owner, sambatan_web, sambatan_scheduler USING (true);
CREATE POLICY make ON keys.persons FOR INSERT TO sambatan_web WITH CHECK (wrapped IS NOT NULL);
CREATE POLICY destroy ON keys.persons FOR UPDATE TO sambatan_web USING (true) WITH CHECK (wrapped IS NULL);

ALTER SCHEMA keys OWNER TO sambatan_owner;
ALTER TABLE keys.persons OWNER TO sambatan_owner;
ALTER FUNCTION keys.stay_erased() OWNER TO sambatan_owner;
