package static

import (
	"embed"
	"io/fs"
	"regexp"
	"strings"
	"sync"
)

//go:embed css/*.css css/audit/*.css js/*.js fonts/*.woff2 art/*.svg
var files embed.FS

// file is one asset before and after its first request.
type file struct {
	path  string // with Prefix and digest
	asset func() Asset
}

// library is every file by its plain name, and by its path.
type library struct {
	byName map[string]*file
	byPath map[string]*file
}

var load = sync.OnceValue(func() library {
	lib := library{byName: map[string]*file{}, byPath: map[string]*file{}}
	for _, folder := range [...]string{"fonts", "art", "js"} {
		for name, body := range folderFiles(folder) {
			switch name {
			case core, streams:
				continue
			case "app.js", "file.js", "passkey.js", "print.js":
				body = slimmed(body)
			}
			lib.add(strings.TrimPrefix(folder+"/"+name, "js/"), body)
		}
	}
	lib.add("htmx.js", joined(folderFiles("js"), core, streams))
	lib.add("app.css", lib.style("css"))
	lib.add("audit.css", lib.style("css/audit"))
	return lib
})

// htmx and its extension for streams travel in one file: htmx goes through the page as soon as it is there, and an extension that
// arrives after that is never asked, so that a page on a slow line would not be live.
const (
	core    = "htmx.min.js"
	streams = "hx-sse.min.js"
)

// joined puts scripts behind each other.
func joined(from map[string][]byte, names ...string) []byte {
	var body []byte
	for _, name := range names {
		body = append(append(body, from[name]...), ";\n"...)
	}
	return body
}

// folderFiles reads one embedded folder. Embedded files can always be read.
func folderFiles(folder string) map[string][]byte {
	all := map[string][]byte{}
	err := fs.WalkDir(files, folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := files.ReadFile(path)
		all[entry.Name()] = body
		return err
	})
	if err != nil {
		panic(err)
	}
	return all
}

func (l library) add(name string, body []byte) {
	f := &file{path: Prefix + hashed(name, digest(body)), asset: sync.OnceValue(func() Asset { return newAsset(name, body) })}
	l.byName[name], l.byPath[f.path] = f, f
}

var (
	comment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	space   = regexp.MustCompile(`\s+`)
	tight   = regexp.MustCompile(` ?([{};,>]) ?`)
	address = regexp.MustCompile(`url\((?:\.\./)?((?:fonts|art)/[^)]+)\)`)
)

// slimmed leaves out a script's comment lines and indentation.
func slimmed(body []byte) []byte {
	var b strings.Builder
	for line := range strings.Lines(string(body)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			b.WriteString(line + "\n")
		}
	}
	return []byte(b.String())
}

// style joins the style sheets in a folder in the order of their names, without comments
// and blanks, and points them at the hashed names of what they use.
func (l library) style(folder string) []byte {
	var b strings.Builder
	for _, name := range styleNames(folder) {
		body, err := files.ReadFile(folder + "/" + name)
		if err != nil {
			panic(err) // not reachable: the name was listed from the same embedding
		}
		b.Write(body)
	}
	text := comment.ReplaceAllString(b.String(), "")
	text = tight.ReplaceAllString(space.ReplaceAllString(text, " "), "$1")
	text = address.ReplaceAllStringFunc(text, func(found string) string {
		if f, ok := l.byName[address.FindStringSubmatch(found)[1]]; ok {
			return "url(" + f.path + ")"
		}
		return found
	})
	return []byte(strings.ReplaceAll(text, ";}", "}"))
}

// styleNames are the style sheets in a folder, in order.
func styleNames(folder string) (names []string) {
	entries, err := files.ReadDir(folder)
	if err != nil {
		panic(err) // not reachable: the folder is embedded
	}
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// Path is the address of a named asset: "app.css", "audit.css", "app.js", "htmx.js",
// "file.js", "passkey.js", "print.js", "fonts/poppins-400.woff2", "art/botani-melati.svg". An
// unknown name gives an address that Open refuses.
func Path(name string) string {
	if f, ok := load().byName[name]; ok {
		return f.path
	}
	return Prefix + name
}

// Open finds the asset at the path of a request.
func Open(path string) (Asset, bool) {
	if f, ok := load().byPath[path]; ok {
		return f.asset(), true
	}
	return openPicture(path)
}
