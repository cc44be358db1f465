-- Most events with postings have two, as the program writes them: the same amount in and out.
-- Such a pair is told by its text, for a third of what looking into the JSON takes; whatever
-- else is written is looked into as before. What may enter is the same: without a backslash
-- in the event, and with the letters "ting" in it once, no other member can be named postings.
CREATE OR REPLACE FUNCTION postings_balance(data json) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
DECLARE
    said   text COLLATE "C" := data::text;
    two    text COLLATE "C" := split_part(split_part(said, '"postings":[', 2), ']', 1);
    first  text COLLATE "C" := split_part(split_part(two, '"amount":', 2), '}', 1);
    second text COLLATE "C" := split_part(split_part(two, '"amount":', 3), '}', 1);
BEGIN
    IF (second = '-' || first OR first = '-' || second)
        AND strpos(said, '\') = 0 AND split_part(lower(said), 'ting', 3) = ''
        AND two ~ '^\{"account":"[^"]*","amount":-?[0-9]+\},\{"account":"[^"]*","amount":-?[0-9]+\}$' THEN
        RETURN true;
    END IF;
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
