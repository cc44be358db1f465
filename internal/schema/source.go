package schema

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// module is the import path of the root.
const module = "github.com/sensasiwangi/sambatan"

// closed is where the constants of a string type are all of its values; those of
// money.Account, say, are a few of many.
const closed = module + "/services/"

// folders hold the types that events are made of.
var folders = []string{"services", "eventstore", "internal/money"}

// source is what the compiler forgets: comments, and which values belong to a type.
type source struct {
	comments map[string]string // "import/path.Type" or "import/path.Type.Field"
	values   map[string][]any  // "import/path.Type": its string constants, in their order
}

// readSource parses the packages of the module at root.
func readSource(root string) (source, error) {
	found := source{comments: map[string]string{}, values: map[string][]any{}}
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
				return err
			}
			return found.readFile(root, name)
		})
		if err != nil {
			return source{}, fmt.Errorf("read the comments of %s: %w", folder, err)
		}
	}
	return found, nil
}

func (s source) readFile(root, name string) error {
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	folder, err := filepath.Rel(root, filepath.Dir(name))
	if err != nil {
		return err
	}
	pkg := path.Join(module, filepath.ToSlash(folder))
	for _, declaration := range file.Decls {
		group, ok := declaration.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range group.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				s.readType(pkg, spec, group)
			case *ast.ValueSpec:
				s.readConstant(pkg, spec)
			}
		}
	}
	return nil
}

func (s source) readType(pkg string, spec *ast.TypeSpec, group *ast.GenDecl) {
	name := pkg + "." + spec.Name.Name
	comment := spec.Doc
	if comment == nil {
		comment = group.Doc
	}
	s.comments[name] = withoutName(spec.Name.Name, oneLine(comment))
	body, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range body.Fields.List {
		for _, fieldName := range field.Names {
			s.comments[name+"."+fieldName.Name] = withoutName(fieldName.Name, oneLine(field.Doc, field.Comment))
		}
	}
}

// readConstant notes the value of a constant that states its type and a string.
func (s source) readConstant(pkg string, spec *ast.ValueSpec) {
	typeName, ok := spec.Type.(*ast.Ident)
	if !ok || len(spec.Values) != 1 {
		return
	}
	literal, ok := spec.Values[0].(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return
	}
	if value, err := strconv.Unquote(literal.Value); err == nil && strings.HasPrefix(pkg, closed) {
		name := pkg + "." + typeName.Name
		s.values[name] = append(s.values[name], value)
	}
}

// oneLine joins the lines of the first comment that is there.
func oneLine(comments ...*ast.CommentGroup) string {
	i := slices.IndexFunc(comments, func(c *ast.CommentGroup) bool { return c != nil })
	if i < 0 {
		return ""
	}
	return strings.Join(strings.Fields(comments[i].Text()), " ")
}

// withoutName takes the Go name off a comment. "SlotsHeld: a buyer joined." and
// "SlotsHeld means that a buyer joined." both become the plain sentence.
func withoutName(name, comment string) string {
	for _, opening := range []string{name + ": ", name + " means that ", name + " is "} {
		if rest, ok := strings.CutPrefix(comment, opening); ok && rest != "" {
			return strings.ToUpper(rest[:1]) + rest[1:]
		}
	}
	return comment
}
