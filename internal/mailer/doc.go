// Package mailer sends the mails that projections/notifications wrote: it works
// their river jobs. What becomes of a mail is judged when its time has come, by
// services/notification and by how things stand then.
//
// It also sends letters about somebody's own account, which no event tells of: sign-in
// links and what became of passkeys. They are jobs and nothing else.
//
// A mail is sent at least once. Between the server's yes and the row that says
// Sent lies a moment in which a process can die; then the mail is sent again,
// under the same Message-ID.
package mailer
