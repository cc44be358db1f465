package nats

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

// slogger passes what the server says on. Its notices are about itself and of
// no interest to our users: they count as debugging.
type slogger struct {
	to    *slog.Logger
	fatal chan string // the reason why the server gave up, if it did
}

func newSlogger(to *slog.Logger) slogger {
	return slogger{to: to, fatal: make(chan string, 1)}
}

func (l slogger) say(level func(string, ...any), format string, args []any) {
	level("nats", "said", fmt.Sprintf(format, args...))
}

func (l slogger) Noticef(format string, args ...any) { l.say(l.to.Debug, format, args) }
func (l slogger) Debugf(format string, args ...any)  { l.say(l.to.Debug, format, args) }
func (l slogger) Tracef(format string, args ...any)  { l.say(l.to.Debug, format, args) }
func (l slogger) Warnf(format string, args ...any)   { l.say(l.to.Warn, format, args) }
func (l slogger) Errorf(format string, args ...any)  { l.say(l.to.Error, format, args) }

// Fatalf is called where the stand-alone server would exit.
func (l slogger) Fatalf(format string, args ...any) {
	select {
	case l.fatal <- fmt.Sprintf(format, args...):
	default: // the first reason is the one that counts
	}
}

// gaveUp returns why the server gave up during its start, nil if it did not.
func (l slogger) gaveUp(config Config) error {
	select {
	case reason := <-l.fatal:
		if strings.Contains(reason, "JetStream") {
			return fmt.Errorf("%w: %s: %s", errStore, config.StoreDir, reason)
		}
		return errors.New("start NATS: " + reason)
	default:
		return nil
	}
}
