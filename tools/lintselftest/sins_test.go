package lintselftest

import "strings"

// sin is a planted file that breaks a rule other than the import table; an empty linter means that it breaks none.
type sin struct {
	path   string
	linter string
	source string
}

const sealed = `package planted

//sumtype:decl
type fact interface{ isFact() }

type (
	opened struct{}
	closed struct{}
)

func (opened) isFact() {}
func (closed) isFact() {}
`

func sins() []sin {
	long := "package planted\n\nfunc Long() int {\n\tn := 0\n" + strings.Repeat("\tn++\n", 80) + "\treturn n\n}\n"
	order := "package planted\n\nimport \"encoding/json\"\n\nfunc Filled(data []byte) (int, error) {\n\tread := func(x *int) error { return json.Unmarshal(data, x) }\n\tx := 0\n\t"
	clock := "package planted\n\nimport \"time\"\n\nfunc Now() time.Time { return time.Now() }\n"
	return []sin{
		{path: "services/sambatan/planted/sealed.go", source: sealed},
		{path: "services/sambatan/planted/sealed_missing.go", linter: "gochecksumtype", source: `package planted

func Missing(f fact) {
	switch f.(type) {
	case opened:
	}
}
`},
		{path: "services/sambatan/planted/sealed_default.go", linter: "gochecksumtype", source: `package planted

func Hidden(f fact) {
	switch f.(type) {
	case opened:
	default:
	}
}
`},
		{path: "services/sambatan/planted/sealed_whole.go", source: `package planted

func Whole(f fact) {
	switch f.(type) {
	case opened, closed:
	}
}
`},
		{path: "services/sambatan/planted/clock.go", linter: "forbidigo", source: clock},
		{path: "internal/app/planted/clock.go", source: clock},
		{path: "internal/app/planted/order.go", linter: "gocritic", source: order + "return x, read(&x)\n}\n"},
		{path: "internal/app/planted/order_said.go", source: strings.ReplaceAll(order, "Filled", "Said") + "err := read(&x)\n\treturn x, err\n}\n"},
		{path: "internal/app/planted/long.go", linter: "funlen", source: long},
		{path: "internal/app/planted/long_test.go", source: strings.Replace(long, "Long", "longTest", 1)},
		{path: "internal/app/planted/silenced.go", linter: "nolintlint", source: `package planted

//nolint:depguard
func Silenced() {}
`},
	}
}
