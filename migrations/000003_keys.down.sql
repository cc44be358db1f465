-- Without its key, what was sealed for a person is lost: a table with keys stays.
LOCK TABLE keys.persons IN ACCESS EXCLUSIVE MODE;
DO $$
BEGIN
    IF EXISTS (SELECT FROM keys.persons) THEN
        RAISE EXCEPTION 'keys of persons exist: they are never taken back' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
END
$$;
DROP TABLE keys.persons;
DROP FUNCTION keys.stay_erased();
DROP SCHEMA keys;
