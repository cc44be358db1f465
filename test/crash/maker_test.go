//go:build crash

package crash_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/sensasiwangi/sambatan/test/visitor"
)

// campaign is one that the test's maker has published.
type campaign struct {
	ID      string `json:"id"`
	Slots   int    `json:"slots"`
	Phase   string `json:"phase"`
	Terms   string `json:"terms_version"`
	Privacy string `json:"privacy_version"`
}

// maker drafts and submits campaigns, page by page, and its curator approves them.
type maker struct {
	visitor *visitor.Visitor
	curator *visitor.Visitor
	product string
	batch   int
}

var productOption = regexp.MustCompile(`<option value="([0-9a-f-]{36})"`)

func newMaker(ctx context.Context, base, link, curators string) (*maker, error) {
	curator, err := visitor.New(base)
	if err != nil {
		return nil, err
	}
	if err := curator.SignIn(ctx, curators); err != nil {
		return nil, err
	}
	v, err := visitor.New(base)
	if err != nil {
		return nil, err
	}
	if err := v.SignIn(ctx, link); err != nil {
		return nil, err
	}
	page, err := v.Get(ctx, "/kelola/sambatan/baru")
	if err != nil {
		return nil, err
	}
	product := productOption.FindStringSubmatch(page.Body)
	if product == nil {
		return nil, fmt.Errorf("%s offers no product", page.URL.Path)
	}
	return &maker{visitor: v, curator: curator, product: product[1], batch: 100}, nil
}

// publish opens one more campaign for buyers.
func (m *maker) publish(ctx context.Context, slots int) (campaign, error) {
	m.batch++
	page, err := m.visitor.Get(ctx, "/kelola/sambatan/baru")
	if err != nil {
		return campaign{}, err
	}
	form, err := page.Form("/kelola/sambatan")
	if err != nil {
		return campaign{}, err
	}
	page, err = m.visitor.Submit(ctx, form.With(map[string]string{
		"produk": m.product, "judul": "Uji tahan", "batch": strconv.Itoa(m.batch), "harga": strconv.Itoa(100+m.batch) + ".000",
		"ongkir": "15.000", "slot": strconv.Itoa(slots), "minimal": "1", "maks_pembeli": "1", "dikirim_dari": "Yogyakarta",
		"tanggal_tutup": time.Now().Add(72 * time.Hour).Format("02/01/2006"), "jam_tutup": "20.00",
	}))
	if err != nil {
		return campaign{}, err
	}
	id := regexp.MustCompile(`[0-9a-f-]{36}`).FindString(page.URL.Path)
	if err := press(ctx, m.visitor, page.URL.Path+"/tinjauan", "/tinjauan"); err != nil {
		return campaign{}, fmt.Errorf("submit draft %d: %w", m.batch, err)
	}
	if err := press(ctx, m.curator, "/kurator/"+id, "/setujui"); err != nil {
		return campaign{}, fmt.Errorf("approve draft %d: %w", m.batch, err)
	}
	return m.opened(ctx, id)
}

// press submits a form as it stands on a page.
func press(ctx context.Context, by *visitor.Visitor, path, action string) error {
	page, err := by.Get(ctx, path)
	if err != nil {
		return err
	}
	form, err := page.Form(action)
	if err != nil {
		return err
	}
	page, err = by.Submit(ctx, form)
	if err == nil && page.Status != 200 {
		err = fmt.Errorf("%s answered %d", page.URL.Path, page.Status)
	}
	return err
}

// opened waits until buyers may join: a timer opens a campaign.
func (m *maker) opened(ctx context.Context, id string) (c campaign, err error) {
	for c.Phase != "Open" {
		page, err := m.visitor.Get(ctx, "/api/v1/campaigns/"+id)
		if err != nil {
			return c, err
		}
		if err := json.Unmarshal([]byte(page.Body), &c); err != nil {
			return c, fmt.Errorf("%s: %w", page.URL.Path, err)
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return c, fmt.Errorf("campaign %s stays %q: %w", id, c.Phase, ctx.Err())
		}
	}
	return c, nil
}
