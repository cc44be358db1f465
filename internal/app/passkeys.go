package app

import (
	"errors"
	"fmt"
	"net"

	"github.com/sensasiwangi/sambatan/internal/passkey"
)

// StepUp says whether what moves money has to be confirmed with a passkey.
type StepUp struct {
	StepUp string `name:"step-up" enum:",required,off" default:"" env:"SAMBATAN_STEP_UP" help:"Whether staff confirm with a passkey before money moves: required or off. Default: off in development, required elsewhere."`
}

// passkeySettings say where passkeys are used, and whether they are demanded.
type passkeySettings struct {
	origin   string // empty: nowhere
	required bool
}

// settings binds passkeys to the public address. In development that is this machine:
// by its name, for a passkey can't be bound to a number.
func (s StepUp) settings(environment, publicURL, addr string) (passkeySettings, error) {
	development := environment == "development"
	found := passkeySettings{origin: publicURL, required: s.StepUp == "required" || s.StepUp == "" && !development}
	if publicURL == "" && development {
		_, port, err := net.SplitHostPort(addr)
		if err != nil {
			return found, fmt.Errorf("SAMBATAN_ADDR: %w", err)
		}
		found.origin = "http://" + net.JoinHostPort("localhost", port)
	}
	if found.origin == "" && found.required {
		return found, errors.New("SAMBATAN_PUBLIC_URL is not set: passkeys are bound to it; set it, or SAMBATAN_STEP_UP=off")
	}
	return found, nil
}

// usePasskeys has the pages ask for passkeys.
func (p *platform) usePasskeys(settings passkeySettings) (err error) {
	p.stepUp = settings.required
	if !settings.required {
		p.logger.Warn("money moves without a passkey; set SAMBATAN_STEP_UP=required")
	}
	if settings.origin == "" {
		return nil
	}
	p.passkeys, err = passkey.New(passkey.Config{Pool: p.pool, Origin: settings.origin, Logger: p.logger, Changed: p.keyChanged})
	if err != nil {
		return fmt.Errorf("SAMBATAN_PUBLIC_URL: %w", err)
	}
	return nil
}
