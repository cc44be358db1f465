package spec

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
)

// Constants reads from the source in a folder, which a test names relative to its own,
// what all constants of the type C are, in order: so that a test of each of them can't
// miss one that was added later.
func Constants[C ~string](t T, folder string) (values []C) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatalf("list the source: %v", err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatalf("read the source: %v", err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if declared, ok := node.(*ast.ValueSpec); ok {
				values = append(values, literals[C](declared)...)
			}
			return true
		})
	}
	if len(values) == 0 {
		t.Fatalf("%s holds no constant of the type %s", folder, reflect.TypeFor[C]().Name())
	}
	return values
}

// literals are the values of one declaration, when it is of the type C.
func literals[C ~string](declared *ast.ValueSpec) (values []C) {
	if kind, ok := declared.Type.(*ast.Ident); !ok || kind.Name != reflect.TypeFor[C]().Name() {
		return nil
	}
	for _, value := range declared.Values {
		if literal, ok := value.(*ast.BasicLit); ok {
			if text, err := strconv.Unquote(literal.Value); err == nil {
				values = append(values, C(text))
			}
		}
	}
	return values
}
