package drawing

// tint is a mineral ground: wall from light to dark, shelf from dark to light.
type tint struct{ wall1, wall2, shelf1, shelf2 string }

var (
	celadon  = tint{"#e7eee7", "#c7d8ca", "#bdcfc1", "#cfded2"}
	sand     = tint{"#f6eee0", "#e8d7b8", "#dfcba9", "#ebddc3"}
	water    = tint{"#e4eceb", "#bfd2d0", "#b2c8c6", "#c9d9d7"}
	mist     = tint{"#eceaef", "#d3cedb", "#c8c2d2", "#dad5e0"}
	clay     = tint{"#f6e7e0", "#e8c9ba", "#e0bdad", "#ebd1c4"}
	hibiscus = tint{"#f4e7eb", "#e3c6cf", "#dab9c3", "#e7cfd6"}
)

// juice is a liquid: its edge, its body, its light, and the glass's outline.
type juice struct{ edge, body, light, line string }

var (
	straw  = juice{"#bd9850", "#d9b45e", "#e9d4a2", "#765e3e"}
	moss   = juice{"#898a51", "#9aa35f", "#c4caa2", "#5e583e"}
	indigo = juice{"#577a7b", "#5d8f93", "#a1bec0", "#475052"}
	honey  = juice{"#c9b586", "#e8d7a0", "#f2e8c8", "#7c6c57"}
	amber  = juice{"#af7740", "#c98b4a", "#e0bc96", "#704f36"}
	brick  = juice{"#944029", "#a8482f", "#cd9586", "#64352c"}
	rose   = juice{"#9f4b5a", "#b5566a", "#d49da9", "#693b42"}
	yolk   = juice{"#bca149", "#d8bf55", "#e8da9c", "#76633a"}
	tar    = juice{"#7c411b", "#8a4a1e", "#bb967c", "#583625"}
	leaf   = juice{"#6f8f5a", "#8fae6e", "#c3d3ac", "#4f5f42"}
)

// metal is a closure's gradient, from its left edge to its right.
type metal struct{ a, b, c, d string }

var (
	mangosteen = metal{"#5f1848", "#a2628d", "#7a1f5c", "#5a1744"}
	teak       = metal{"#906c44", "#cead89", "#b98a57", "#896640"}
	silver     = metal{"#a1a8a7", "#dde4e2", "#cfd8d6", "#99a09e"}
	pearl      = metal{"#bebab0", "#f7f3eb", "#f4eee2", "#b5b0a7"}
	ebony      = metal{"#301e1b", "#776764", "#3d2622", "#2d1c19"}
	basalt     = metal{"#6c635c", "#ada59f", "#8a7f76", "#665e57"}
	river      = metal{"#9d938b", "#d9d1c9", "#c9bdb2", "#958c84"}
	brass      = metal{"#8f784c", "#cdb891", "#b79a62", "#877249"}
)
