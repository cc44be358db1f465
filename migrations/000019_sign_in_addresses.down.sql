DROP POLICY letters ON river_notification;
DROP POLICY letters ON river_job;
REVOKE USAGE ON SEQUENCE river_job_id_seq, river_notification_id_seq FROM sambatan_web;
REVOKE ALL ON river_job, river_notification FROM sambatan_web;
DROP TRIGGER forget_address ON keys.persons;
DROP FUNCTION forget_address();
DROP TABLE sign_in_addresses;
