-- Everything here can be derived or is of the moment. The read models go with their
-- checkpoints: rows without one would be applied twice.
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT schema FROM projection_checkpoints LOOP
        EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', name);
    END LOOP;
END
$$;
DROP TABLE notification_reads, projection_effects, projection_parked, projection_checkpoints, lease;
DROP POLICY staff_reads ON events;
REVOKE SELECT ON events FROM sambatan_web;
DROP FUNCTION viewer_is_staff();
DROP FUNCTION viewer_brand();
DROP FUNCTION viewer();
