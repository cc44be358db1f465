CREATE OR REPLACE FUNCTION forget_address() RETURNS trigger
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
DROP TABLE sign_ups;
