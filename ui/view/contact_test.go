package view

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAContactIsAnAddressThatOneCanFollow(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]Contact{
		"":                           {},
		"bantuan@sambatan.example":   {Text: "bantuan@sambatan.example", URL: "mailto:bantuan@sambatan.example"},
		"https://wa.me/628120000447": {Text: "wa.me/628120000447", URL: "https://wa.me/628120000447"},
	} {
		got, err := NewContact(said)
		require.NoError(t, err, said)
		require.Equal(t, want, got)
		require.Equal(t, said != "", got.Given())
	}
	for _, said := range []string{"0812-0000-447", "Bantuan <bantuan@sambatan.example>", "http://sambatan.example", "https://", "javascript:alert(1)"} {
		_, err := NewContact(said)
		require.Error(t, err, said)
	}
}
