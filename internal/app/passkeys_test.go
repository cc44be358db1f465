package app

import (
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMoneyMovesWithAPasskeyUnlessItIsDevelopment(t *testing.T) {
	t.Parallel()
	const public, addr = "https://sambatan.example.com", "127.0.0.1:8080"
	for name, row := range map[string]struct {
		flag, environment, public string
		want                      passkeySettings
	}{
		"development":                   {"", "development", "", passkeySettings{"http://localhost:8080", false}},
		"development, demanded":         {"required", "development", "", passkeySettings{"http://localhost:8080", true}},
		"development behind a name":     {"required", "development", public, passkeySettings{public, true}},
		"staging":                       {"", "staging", public, passkeySettings{public, true}},
		"production":                    {"", "production", public, passkeySettings{public, true}},
		"production, switched off":      {"off", "production", public, passkeySettings{public, false}},
		"production, off and nameless":  {"off", "production", "", passkeySettings{"", false}},
		"development, switched off too": {"off", "development", "", passkeySettings{"http://localhost:8080", false}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := StepUp{StepUp: row.flag}.settings(row.environment, row.public, addr)
			require.NoError(t, err)
			require.Equal(t, row.want, got)
		})
	}
	_, err := StepUp{}.settings("production", "", addr)
	require.ErrorContains(t, err, "SAMBATAN_PUBLIC_URL")
	_, err = StepUp{}.settings("development", "", "8080")
	require.ErrorContains(t, err, "SAMBATAN_ADDR")
	p := &platform{logger: slog.New(slog.DiscardHandler)}
	require.ErrorContains(t, p.usePasskeys(passkeySettings{"http://10.0.0.7", true}), "SAMBATAN_PUBLIC_URL")
	require.NoError(t, p.usePasskeys(passkeySettings{}))
	require.Nil(t, p.passkeys)
}
