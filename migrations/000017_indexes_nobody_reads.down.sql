CREATE INDEX river_job_args_index ON river_job USING gin (args);
CREATE INDEX river_job_metadata_index ON river_job USING gin (metadata);
ALTER TABLE mails ADD UNIQUE (event, recipient, channel, template);
