-- The row of a mail is made by who sends it, and no more by the read model of messages:
-- a batch of that is followed closely, and a mail is not. Projectors of the version before
-- may still write some while this is rolled out. See docs/adr/0011.
GRANT INSERT ON mails TO sambatan_scheduler;

-- Staff count what waits in the queue, too.
CREATE POLICY staff_counts ON river_job FOR SELECT TO sambatan_web
    USING (kind = 'notification_mails' AND (SELECT viewer_is_staff()));
