DROP TABLE mail_wishes;
DROP TABLE mails;
