CREATE OR REPLACE FUNCTION postings_balance(data json) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
BEGIN
    RETURN json_typeof(data) <> 'object' OR NOT EXISTS (
        SELECT FROM json_each(data)
        WHERE translate(lower(key COLLATE "C"), 'ſ', 's') = 'postings' AND json_typeof(value) <> 'null' AND (
            SELECT sum(CASE
                WHEN posting ->> 'amount' ~ '^-?[0-9]+$'
                    AND (SELECT string_agg(name, ' ') FROM json_object_keys(posting) AS name) IN ('account amount', 'amount account')
                THEN (posting ->> 'amount')::numeric ELSE 'NaN' END)
            FROM json_array_elements(value) AS posting
        ) <> 0
    );
END
$$;
