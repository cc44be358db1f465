-- A mail's id follows from event, recipient, channel and template, so that the key says
-- already that there is one of each.
ALTER TABLE mails DROP CONSTRAINT mails_event_recipient_channel_template_key;

-- River searches by neither; they serve its web pages, which are not used here, and made each
-- job several times as dear to write.
DROP INDEX river_job_args_index, river_job_metadata_index;
