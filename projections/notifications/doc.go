// Package notifications writes what the log gives rise to say, once, into the
// lists that people see in the application. View: sambatan_notifications.
package notifications
