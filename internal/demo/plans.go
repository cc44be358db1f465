package demo

import (
	"time"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// plan is one campaign and how far it has come. Days are counted from today:
// -1 is yesterday.
type plan struct {
	key, product    string
	batch           int
	price, shipping money.Rupiah
	slots, minFill  int
	mostPerBuyer    int
	holdHours       int
	opens           int // day, at 10.00 WIB
	closes          int // day, at 20.00 WIB
	filled          int // day by which the last of the secured slots was paid; 0: a while ago

	secured   int     // slots that were paid
	buyers    int     // how many bought them
	named     []stake // of those, who must be among them
	reported  []late  // transfers that wait for an operator
	held      []late  // joined and not paid yet
	lapsed    int     // buyers who let their hold lapse
	cancelled int     // buyers who gave their slots back

	steps []step
	sent  int // day on which all parcels left, at 15.00 WIB; 0: they did not

	finished bool // it passed its checks, every parcel arrived, and its money was released
}

// stake is what a buyer has in a campaign.
type stake struct {
	buyer string
	slots int
}

// late is something that happened just now.
type late struct {
	stake                          // an empty buyer: anyone of the crowd
	joined, reported time.Duration // ago
}

// step is one that the maker takes.
type step struct {
	command sambatan.Command
	day     int
	hour    int
}

// plans are the campaigns as a visitor finds them.
var plans = []plan{
	{
		key: "vanili-serambi-1", product: "vanili-serambi", batch: 1, price: 245_000, shipping: 17_000,
		slots: 24, minFill: 20, mostPerBuyer: 3, holdHours: 24, opens: -33, closes: -19, filled: -21,
		secured: 24, buyers: 15, named: []stake{{dinar, 1}, {"lestari", 2}}, lapsed: 1,
		steps: []step{{sambatan.StartProduction{}, -20, 9}, {sambatan.PassQuality{}, -6, 10}}, sent: -2,
	},
	{
		key: "kopi-gerimis-1", product: "kopi-gerimis", batch: 1, price: 239_000, shipping: 21_000,
		slots: 30, minFill: 24, mostPerBuyer: 4, holdHours: 24, opens: -25, closes: -8, filled: -10,
		secured: 30, buyers: 19, named: []stake{{dinar, 1}, {"raka", 2}, {"intan", 1}}, lapsed: 1, cancelled: 1,
		steps: []step{{sambatan.StartProduction{}, -9, 9}},
	},
	{
		key: "wening-subuh-4", product: "wening-subuh", batch: 4, price: 265_000, shipping: 18_000,
		slots: 60, minFill: 60, mostPerBuyer: 4, holdHours: 4, opens: -16, closes: 5,
		secured: 42, buyers: 24, named: []stake{{dinar, 2}, {"maya", 1}, {"tirta", 1}, {"intan", 3}, {"raka", 2}}, lapsed: 2, cancelled: 1,
		reported: []late{{stake{slots: 2}, 66 * time.Minute, 41 * time.Minute}},
		held:     []late{{stake{slots: 1}, 19 * time.Minute, 0}},
	},
	{
		key: "lawang-cengkih-1", product: "lawang-cengkih", batch: 1, price: 340_000, shipping: 18_000,
		slots: 30, minFill: 30, mostPerBuyer: 3, holdHours: 4, opens: -12, closes: 1,
		secured: 27, buyers: 18, named: []stake{{"lestari", 1}, {"maya", 2}}, lapsed: 1,
		reported: []late{{stake{"tirta", 1}, 74 * time.Minute, 58 * time.Minute}},
		held:     []late{{stake{dinar, 1}, 31 * time.Minute, 0}},
	},
	{
		key: "kenanga-loteng-1", product: "kenanga-loteng", batch: 1, price: 240_000, shipping: 18_000,
		slots: 30, minFill: 30, mostPerBuyer: 2, holdHours: 4, opens: -12, closes: -1, filled: -1,
		secured: 19, buyers: 16, named: []stake{{dinar, 1}, {"tirta", 1}}, lapsed: 1,
	},
	{
		key: "nilam-biru-1", product: "nilam-biru", batch: 1, price: 245_000, shipping: 18_000,
		slots: 40, minFill: 30, mostPerBuyer: 4, holdHours: 4, opens: -4, closes: 12,
		secured: 12, buyers: 8, named: []stake{{"maya", 1}},
		reported: []late{{stake{slots: 1}, 37 * time.Minute, 22 * time.Minute}},
	},
	{
		key: "pala-banda-1", product: "pala-banda", batch: 1, price: 198_000, shipping: 24_000,
		slots: 40, minFill: 25, mostPerBuyer: 4, holdHours: 4, opens: -3, closes: 18,
		secured: 6, buyers: 4,
		held: []late{{stake{slots: 1}, 12 * time.Minute, 0}},
	},
	{
		key: "kenanga-loteng-2", product: "kenanga-loteng", batch: 2, price: 232_000, shipping: 18_000,
		slots: 20, minFill: 20, mostPerBuyer: 2, holdHours: 4, opens: 7, closes: 21,
	},
	{
		key: "akar-hujan-2", product: "akar-hujan", batch: 2, price: 219_000, shipping: 18_000,
		slots: 72, minFill: 60, mostPerBuyer: 4, holdHours: 24, opens: -46, closes: -36, filled: -38,
		secured: 72, buyers: 24, named: []stake{{dinar, 1}, {"lestari", 2}},
		steps: []step{{sambatan.StartProduction{}, -37, 9}}, finished: true,
	},
}

// submitted waits for the curator.
var submitted = plan{
	key: "cendana-sumba-1", product: "cendana-sumba", batch: 1, price: 336_000, shipping: 19_000,
	slots: 24, minFill: 18, mostPerBuyer: 2, holdHours: 4, opens: 3, closes: 16,
}

// drafted is what the maker to sign in as is working on. Writing it down is the
// last thing that happens.
var drafted = plan{
	key: "jeruk-teras-1", product: "jeruk-teras", batch: 1, price: 119_000, shipping: 16_000,
	slots: 36, minFill: 24, mostPerBuyer: 4, holdHours: 4, opens: 4, closes: 18,
}

func (p plan) item() item {
	for _, one := range items {
		if one.key == p.product {
			return one
		}
	}
	return item{}
}

func (p plan) house() house {
	for _, one := range houses {
		if one.key == p.item().house {
			return one
		}
	}
	return house{}
}

// due is what slots cost, without the unique code.
func (p plan) due(slots int) money.Rupiah { return p.price*money.Rupiah(slots) + p.shipping }

func (p plan) draft(at *agenda) sambatan.Draft {
	of, from := p.item(), p.house()
	deadline := at.day(p.closes, 20)
	return sambatan.Draft{
		Campaign: CampaignID(p.key), Brand: BrandID(from.key), Product: ProductID(of.key), Title: of.name, Batch: p.batch, By: UserID(from.owner.key),
		Terms: sambatan.Terms{
			Price: p.price, RetailPrice: of.price, Shipping: p.shipping, Slots: p.slots, MinFill: p.minFill,
			MinPerBuyer: 1, MaxPerBuyer: p.mostPerBuyer, HoldFor: p.holdHours * 3600, MaxExtensions: 1, CoolOff: 24 * 3600,
			OpensAt: at.day(p.opens, 10), Deadline: deadline, FeePerMille: 50,
			ShipsFrom: from.city, ShipsBy: dates(deadline.AddDate(0, 0, 22), deadline.AddDate(0, 0, 25)),
		},
	}
}
