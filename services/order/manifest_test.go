package order_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/services/order"
)

func TestAManifestIsReadAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	want := []order.Line{{2, "SWG-1", "J&T", resi1}, {3, "SWG-2", "jne", "0101234567890123"}}
	for name, content := range map[string]string{
		"commas":     "kode pesanan,kurir,resi\nSWG-1,J&T,jp 1234567890\nswg-2,jne,0101234567890123\n",
		"semicolons": "\ufeffKode;Kurir;Resi;Catatan\nSWG-1;J&T;jp 1234567890;x\nswg-2;jne;0101234567890123;\n",
	} {
		lines, err := order.ReadManifest(content)
		require.NoError(t, err, name)
		require.Equal(t, want, lines, name)
	}
	_, err := order.ReadManifest("kode,kurir,resi\n")
	require.ErrorIs(t, err, order.ErrNoManifest)
	_, err = order.ReadManifest(strings.Repeat("SWG-1,jne,0101234567890123\n", order.MostLines+1))
	require.ErrorIs(t, err, order.ErrLongManifest)
}

func TestEveryLineOfAManifestHasItsFate(t *testing.T) {
	t.Parallel()
	fold := func(h history) order.State { return order.Decider.Fold(h...) }
	orders := map[string]order.State{
		"NEW": fold(opened()), "NEW2": fold(opened()), "SENT": fold(sent()), "HERE": fold(arrived()),
		"DONE": fold(arrived().then(confirmed(order.OnTime))),
	}
	taken := map[order.Label]bool{{Courier: order.JNT, Resi: "JP7777777777"}: true}
	content := strings.Join([]string{
		"NEW,J&T,JP0000000001", "NEW2,jnt,JP0000000001", "NEW,JNE,0101234567890123", "WHO,jnt,JP0000000002", "NEW2,delman,1", "NEW2,jnt,X",
		"SENT,jnt," + resi1, "SENT,jnt,JP0000000003", "HERE,jnt,JP0000000004", "DONE,jnt,JP0000000005", "NEW2,jnt,JP7777777777",
	}, "\n")
	lines, err := order.ReadManifest(content)
	require.NoError(t, err)
	var fates []order.Fate
	for _, judged := range order.JudgeManifest(lines, orders, taken) {
		fates = append(fates, judged.Fate)
	}
	require.Equal(t, []order.Fate{
		order.FateGood, order.FateTwice, order.FateTwice, order.FateNoOrder, order.FateNoCourier, order.FateBadResi,
		order.FateKnown, order.FateTwice, order.FateOver, order.FateOver, order.FateTaken,
	}, fates)
	alone := func(code, resi string) order.Fate {
		return order.JudgeManifest([]order.Line{{1, code, "J&T Express", resi}}, orders, taken)[0].Fate
	}
	require.Equal(t, order.FateChanged, alone("SENT", "JP0000000003"))
}
