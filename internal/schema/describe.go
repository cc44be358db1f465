package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/invopop/jsonschema"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// Members of ours in a schema; a validator ignores them.
const (
	streamMember = "x-stream"
	sinceMember  = "x-since"
)

// baseURL is where the schemas' names begin; it names them, it need not answer.
const baseURL = "https://sensasiwangi.id/events/"

// describe returns the schema of one event, indented, with a final newline.
func (s source) describe(event Event, since string) ([]byte, error) {
	reflector := jsonschema.Reflector{
		Anonymous:      true, // one name for the event, none for its parts
		ExpandedStruct: true,
		Mapper:         s.mapType,
		LookupComment:  s.comment,
	}
	described := reflector.ReflectFromType(event.goType)
	described.ID = jsonschema.ID(baseURL + event.Type + ".json")
	described.Title = event.Type
	described.Description = s.comment(event.goType, "")
	described.Extras = map[string]any{streamMember: event.Stream, sinceMember: since}
	text, err := json.MarshalIndent(described, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("describe %s: %w", event.Type, err)
	}
	return append(readable(text), '\n'), nil
}

// readable undoes what encoding/json does to text for the sake of HTML.
func readable(text []byte) []byte {
	for _, plain := range []byte("<>&") {
		text = bytes.ReplaceAll(text, fmt.Appendf(nil, `\u%04x`, plain), []byte{plain})
	}
	return text
}

// mapType describes what reflection alone can't see: ids, and types that allow
// certain values only. nil leaves a type to the library.
func (s source) mapType(goType reflect.Type) *jsonschema.Schema {
	if goType == reflect.TypeFor[id.ID]() {
		return &jsonschema.Schema{Type: "string", Format: "uuid"}
	}
	if values := s.values[typeName(goType)]; goType.Kind() == reflect.String && len(values) > 0 {
		return &jsonschema.Schema{Type: "string", Enum: values}
	}
	return nil
}

// comment is what the source says about a type, or about one of its fields.
func (s source) comment(goType reflect.Type, field string) string {
	if field == "" {
		return s.comments[typeName(goType)]
	}
	return s.comments[typeName(goType)+"."+field]
}

func typeName(goType reflect.Type) string { return goType.PkgPath() + "." + goType.Name() }
