package smtp

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Config of a [Postman].
type Config struct {
	// URL of the server: smtp://user@host:587 upgrades the connection with
	// STARTTLS, smtps://user@host:465 begins with TLS. Without a port these are
	// the ports. smtp://host?tls=optional goes on in clear when the server offers
	// no STARTTLS, ?tls=none never asks for it; neither sends a password in clear.
	URL string
	// Password of the URL's user. Empty: the one in the URL.
	Password string
	// From is the sender, as "Name <address>". Required.
	From string
	// ReplyTo is where answers go. Empty: to the sender.
	ReplyTo string
	// Timeout bounds each step of the conversation. Zero: 10 s.
	Timeout time.Duration
}

// ConfigError says what is wrong with a Config, without repeating a password.
type ConfigError struct{ Field, Problem string }

// Error implements error.
func (e *ConfigError) Error() string { return e.Field + ": " + e.Problem }

// encryption is how a connection is encrypted.
type encryption int

const (
	startTLS encryption = iota // or nothing
	implicit                   // from the first byte
	optional
	none
)

// server is a mail server, as a Config names it.
type server struct {
	host           string
	port           int
	user, password string
	encryption     encryption
}

func parseServer(config Config) (server, error) {
	wrong := func(problem string) (server, error) { return server{}, &ConfigError{"the mail server's URL", problem} }
	parsed, err := url.Parse(config.URL)
	if err != nil {
		return wrong("it can't be read; write it like smtp://user@mail.example.com:587") // the cause would repeat a password
	}
	s := server{host: parsed.Hostname(), password: config.Password}
	switch parsed.Scheme {
	case "smtp":
		s.port = 587
	case "smtps":
		s.port, s.encryption = 465, implicit
	default:
		return wrong(fmt.Sprintf("it begins with %q; only smtp:// and smtps:// are known", parsed.Scheme+"://"))
	}
	if s.host == "" || strings.Trim(parsed.Path, "/") != "" {
		return wrong("it must name a host and nothing behind it, like smtp://user@mail.example.com:587")
	}
	if text := parsed.Port(); text != "" {
		if s.port, err = strconv.Atoi(text); err != nil {
			return wrong("its port is no number")
		}
	}
	if err := s.encrypt(parsed.Query().Get("tls")); err != nil {
		return server{}, err
	}
	if parsed.User != nil {
		inURL, _ := parsed.User.Password()
		s.user, s.password = parsed.User.Username(), cmp.Or(s.password, inURL)
	}
	if (s.user == "") != (s.password == "") {
		return wrong("a user needs a password, and a password a user; the password can be in a file of its own")
	}
	return s, nil
}

// encrypt reads the URL's tls. A server on this machine needs none.
func (s *server) encrypt(wish string) error {
	switch {
	case wish == "" && s.encryption != implicit && isLoopback(s.host):
		s.encryption = optional
	case wish == "" || wish == "required":
	case s.encryption == implicit:
		return &ConfigError{"the mail server's URL", "smtps:// is always encrypted; leave tls out"}
	case wish == "optional":
		s.encryption = optional
	case wish == "none":
		s.encryption = none
	default:
		return &ConfigError{"the mail server's URL", "tls is required, optional or none"}
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func parseSender(from, field string) (*mail.Address, error) {
	if from == "" {
		return nil, &ConfigError{field, "it is not set; write it like Sambatan <kabar@example.com>"}
	}
	parsed, err := mail.ParseAddress(from)
	if err != nil {
		return nil, errors.Join(&ConfigError{field, "it is no address; write it like Sambatan <kabar@example.com>"}, err)
	}
	return parsed, nil
}
