-- A log with events is never taken back. The lock keeps appenders out until the end.
LOCK TABLE events IN ACCESS EXCLUSIVE MODE;
DO $$
BEGIN
    IF EXISTS (SELECT FROM events) THEN
        RAISE EXCEPTION 'the log holds events: it is never taken back' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
END
$$;
DROP TABLE events, log_identity;
DROP FUNCTION refuse_change();
DROP FUNCTION postings_balance(json);
