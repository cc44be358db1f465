package postgres_test

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

// writer writes JSON that may or may not be postings that balance.
type writer struct{ *rand.Rand }

func (w writer) oneOf(words ...string) string { return words[w.IntN(len(words))] }

// most is the first word two times of three.
func (w writer) most(word string, others ...string) string {
	if w.IntN(3) < 2 {
		return word
	}
	return w.oneOf(others...)
}

func (w writer) posting(amount string) string {
	account := `"account":` + w.most(`"asset:a"`, `"b]"`, `"c}"`, `"d\"e"`, `"\u0061"`, `"karting"`, `7`, `null`, `"{\"amount\":5}"`)
	amount = `"amount":` + w.most(amount, `5`, `-5`, `0`, `-0`, `4`, `5.0`, `5e0`, `"5"`, `null`, `99999999999999999999`)
	both := w.most(account+","+amount, amount+","+account, account, amount, account+","+amount+`,"amount":5`, account+`, `+amount, account+","+amount+`,"Account":1`)
	return "{" + both + "}"
}

func (w writer) postings() string {
	pair := []string{w.posting("5"), w.posting("-5")}
	if w.IntN(2) == 0 {
		pair = []string{w.posting("-5"), w.posting("5")}
	}
	switch w.IntN(8) {
	case 0:
		pair = pair[:1]
	case 1:
		pair = append(pair, w.posting(w.oneOf("0", "5", "-5")))
	case 2:
		pair = nil
	}
	return w.most("["+strings.Join(pair, ",")+"]", "[ "+strings.Join(pair, " , ")+" ]", "null")
}

func (w writer) member() string {
	return w.oneOf(`"a":1`, `"text":"]}"`, `"note":"meeting"`, `"note":"TING"`, `"esc":"\u0041"`, `"back":"\\"`, `"in":{"postings":`+w.postings()+`}`,
		`"say":"\"postings\":[{\"account\":\"a\",\"amount\":5}]"`, `"postings":`+w.postings(), `"Postings":`+w.postings(),
		`"po\u0073tings":`+w.postings(), `"postin\u0067s":`+w.postings(), `"postingſ":`+w.postings(), `"list":[{"postings":`+w.postings()+`}]`)
}

func (w writer) document() string {
	members := []string{`"postings":` + w.postings()}
	for range w.IntN(3) {
		members = append(members, w.member())
	}
	w.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	return w.most("{"+strings.Join(members, ",")+"}", "{ "+strings.Join(members, ", ")+"}", "["+"{"+strings.Join(members, ",")+"}]")
}

// A pair of postings is told by its text; whatever that says of an event, looking into the
// JSON says too.
func TestAPairOfPostingsIsJudgedAsOthersAre(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	before, err := os.ReadFile("../../migrations/000024_two_postings.down.sql")
	require.NoError(t, err)
	_, err = db.Pool.Exec(t.Context(), strings.Replace(string(before), "FUNCTION postings_balance(", "FUNCTION looked_into(", 1))
	require.NoError(t, err)
	w := writer{rand.New(rand.NewPCG(25, 1))}
	documents := make([]string, 30_000)
	for i := range documents {
		documents[i] = w.document()
	}
	var balanced, not int
	var otherwise []string
	const query = `SELECT count(*) FILTER (WHERE postings_balance(said::json)), count(*) FILTER (WHERE NOT postings_balance(said::json)),
			coalesce(array_agg(said) FILTER (WHERE postings_balance(said::json) IS DISTINCT FROM looked_into(said::json)), '{}')
		FROM unnest($1::text[]) AS said`
	require.NoError(t, db.Pool.QueryRow(t.Context(), query, documents).Scan(&balanced, &not, &otherwise))
	require.Empty(t, otherwise)
	require.Greater(t, balanced, len(documents)/20)
	require.Greater(t, not, len(documents)/20)
}
