DROP POLICY staff_counts ON river_job;
REVOKE INSERT ON mails FROM sambatan_scheduler;
