-- Auditors have a list of their own too, and see how far they have read it.
-- (The table came with migration 000004; only its owner writes, as sambatan_web.)
GRANT SELECT ON notification_reads TO sambatan_auditor;
CREATE POLICY own_seen ON notification_reads FOR SELECT TO sambatan_auditor
    USING (recipient = (SELECT viewer()));
