package app

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/zerosum"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

func (c *AuditZeroSum) print(w io.Writer, report zerosum.Report, b *books) error {
	if c.JSON {
		return printProofJSON(w, report, b)
	}
	if err := printProof(w, report); err != nil {
		return err
	}
	fmt.Fprintf(w, "\n%d campaigns, %d events read; every row: received less all the others = difference\n", len(report.Campaigns), report.Head)
	for _, account := range b.differ {
		fmt.Fprintf(w, "the read model differs at position %d: %s\n", b.at, account)
	}
	if b.compared && len(b.differ) == 0 {
		fmt.Fprintf(w, "the read model of transactions says the same, up to position %d\n", b.at)
	}
	return nil
}

// column is one kind of place where money is.
type column struct {
	name string
	of   func(wallet.Sums) money.Rupiah
}

var proofColumns = []column{
	{"received", func(s wallet.Sums) money.Rupiah { return s.Received }},
	{"held", func(s wallet.Sums) money.Rupiah { return s.Held }},
	{"released", func(s wallet.Sums) money.Rupiah { return s.Released }},
	{"refund due", func(s wallet.Sums) money.Rupiah { return s.RefundDue }},
	{"refunded", func(s wallet.Sums) money.Rupiah { return s.Refunded }},
	{"fee", func(s wallet.Sums) money.Rupiah { return s.Fee }},
	{"tax", func(s wallet.Sums) money.Rupiah { return s.Tax }},
	{"shipping", func(s wallet.Sums) money.Rupiah { return s.Shipping }},
	{"wallet", func(s wallet.Sums) money.Rupiah { return s.Wallet }},
	{"suspense", func(s wallet.Sums) money.Rupiah { return s.Suspense }},
	{"taken back", func(s wallet.Sums) money.Rupiah { return s.TakenBack }},
	{"short", func(s wallet.Sums) money.Rupiah { return -s.Short }},
	{"lost", func(s wallet.Sums) money.Rupiah { return -s.Lost }},
	{"drawn", func(s wallet.Sums) money.Rupiah { return -s.Drawn }},
}

// empty tells whether nothing is in a column, of the platform and of every campaign: what
// one draws from wallets is in none of the platform's.
func (c column) empty(report zerosum.Report) bool {
	return c.of(report.Platform.Sums) == 0 && c.of(report.Rest.Sums) == 0 &&
		!slices.ContainsFunc(report.Campaigns, func(row zerosum.Row) bool { return c.of(row.Sums) != 0 })
}

// printProof leaves out the columns that are empty.
func printProof(w io.Writer, report zerosum.Report) error {
	var columns []column
	for _, c := range proofColumns {
		if !c.empty(report) || c.name == "received" {
			columns = append(columns, c)
		}
	}
	width := len(nameOfRest)
	for _, row := range report.Campaigns {
		width = max(width, utf8.RuneCountInString(nameOf(row)))
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "%-*s\t", width, "campaign")
	for _, c := range columns {
		fmt.Fprintf(table, "%s\t", c.name)
	}
	fmt.Fprintln(table, "difference\t")
	for _, row := range report.Campaigns {
		printRow(table, columns, fmt.Sprintf("%-*s", width, nameOf(row)), row)
	}
	printRow(table, columns, fmt.Sprintf("%-*s", width, nameOfRest), report.Rest)
	printRow(table, columns, fmt.Sprintf("%-*s", width, "the whole platform"), report.Platform)
	return table.Flush()
}

const nameOfRest = "without a campaign"

func nameOf(row zerosum.Row) string { return row.Campaign.String() + " " + row.Title }

func printRow(w io.Writer, columns []column, name string, row zerosum.Row) {
	fmt.Fprintf(w, "%s\t", name)
	for _, c := range columns {
		fmt.Fprintf(w, "%s\t", c.of(row.Sums))
	}
	if row.Wrong != nil {
		fmt.Fprintf(w, "%v\t\n", row.Wrong)
		return
	}
	fmt.Fprintf(w, "%s\t\n", row.Difference)
}

func printProofJSON(w io.Writer, report zerosum.Report, b *books) error {
	campaigns := make([]map[string]any, len(report.Campaigns))
	for i, row := range report.Campaigns {
		campaigns[i] = rowJSON(row)
		campaigns[i]["campaign"], campaigns[i]["title"] = row.Campaign, row.Title
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(map[string]any{
		"head": report.Head, "proven": report.Proven(), "campaigns": campaigns,
		"without_campaign": rowJSON(report.Rest), "platform": rowJSON(report.Platform),
		"read_model": map[string]any{"position": b.at, "differing_accounts": append([]money.Account{}, b.differ...)},
	})
}

func rowJSON(row zerosum.Row) map[string]any {
	object := map[string]any{"difference": row.Difference}
	for _, c := range proofColumns {
		object[strings.ReplaceAll(c.name, " ", "_")] = c.of(row.Sums)
	}
	if row.Wrong != nil {
		object["wrong"] = row.Wrong.Error()
	}
	return object
}
