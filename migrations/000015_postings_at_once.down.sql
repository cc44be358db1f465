CREATE OR REPLACE FUNCTION postings_balance(data json) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
DECLARE
    postings json;
    posting  json;
    total    numeric;
BEGIN
    IF json_typeof(data) <> 'object' THEN
        RETURN true;
    END IF;
    FOR postings IN
        SELECT value FROM json_each(data)
        WHERE translate(lower(key COLLATE "C"), 'ſ', 's') = 'postings' AND json_typeof(value) <> 'null'
    LOOP
        total := 0;
        FOR posting IN SELECT value FROM json_array_elements(postings) LOOP
            -- Exactly these two members: a second amount could hide the first.
            IF (SELECT array_agg(key ORDER BY key) FROM json_each(posting)) IS DISTINCT FROM '{account,amount}'
               OR ((posting ->> 'amount') ~ '^-?[0-9]+$') IS NOT TRUE THEN
                RETURN false;
            END IF;
            total := total + (posting ->> 'amount')::numeric;
        END LOOP;
        IF total <> 0 THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END
$$;
