DROP POLICY own_seen ON notification_reads;
REVOKE SELECT ON notification_reads FROM sambatan_auditor;
