package drawing

// shape is a bottle's glass. Coordinates live in a 240 × 260 box whose shelf is
// at y = 214; every bottle stands on y = 222.
type shape struct {
	outer, inner  string  // outlines
	left, right   int     // of the outer outline
	top           int     // of the outer outline: neck and cap stand on it
	brim, base    float64 // of the juice at 100 % and at 0 %
	gauge         int     // right end of the etched marks; 0: none
	marks         int     // etched marks, one per 10 %
	labelX        int
	labelY        int
	labelW        int
	labelH        int
	facets, shine string // extra strokes
}

var (
	square = shape{
		outer: "M84 96H156Q165 96 165 105V213Q165 222 156 222H84Q75 222 75 213V105Q75 96 84 96Z",
		inner: "M88 104H152Q157 104 157 109V198Q157 203 152 203H88Q83 203 83 198V109Q83 104 88 104Z",
		left:  75, right: 165, top: 96, brim: 104, base: 203, gauge: 158, marks: 9,
		labelX: 90, labelY: 139, labelW: 60, labelH: 46,
		shine: "M88.2 114V177M153 119V162",
	}
	cylinder = shape{
		outer: "M99 84H141Q154 84 154 97V209Q154 222 141 222H99Q86 222 86 209V97Q86 84 99 84Z",
		inner: "M101 91H139Q147 91 147 99V198Q147 206 139 206H101Q93 206 93 198V99Q93 91 101 91Z",
		left:  86, right: 154, top: 84, brim: 91, base: 206, gauge: 147, marks: 9,
		labelX: 98, labelY: 130, labelW: 44, labelH: 58,
		shine: "M97.2 101V176M142 106V158",
	}
	shoulder = shape{
		outer: "M104 88H136C137 100 142 106 152 111C163 116 168 121 168 132V214Q168 222 160 222H80Q72 222 72 214V132C72 121 77 116 88 111C98 106 103 100 104 88Z",
		inner: "M110 96H130C132 106 138 113 148 117C157 121 160 126 160 135V198Q160 204 154 204H86Q80 204 80 198V135C80 126 83 121 92 117C102 113 108 106 110 96Z",
		left:  72, right: 168, top: 88, brim: 97, base: 204, gauge: 161, marks: 6,
		labelX: 89, labelY: 144, labelW: 62, labelH: 44,
		shine: "M85.2 140V185M156 145V176",
	}
	faceted = shape{
		outer: "M86 98H154L172 116L163 214L154 222H86L77 214L68 116Z",
		inner: "M90 106H150L163 119L155 197L148 203H92L85 197L77 119Z",
		left:  68, right: 172, top: 98, brim: 106, base: 203, gauge: 164, marks: 9,
		labelX: 91, labelY: 139, labelW: 58, labelH: 46,
		facets: "M86 98L90 106M154 98L150 106M68 116L77 119M172 116L163 119M77 214L85 197M163 214L155 197",
		shine:  "M85.2 126L87 180M156 131L155 168",
	}
	disc = shape{
		outer: "M96 222C66 210 52 186 52 158C52 121 82 92 120 92C158 92 188 121 188 158C188 186 174 210 144 222Z",
		inner: "M104 206C78 198 62 180 62 157C62 126 88 101 120 101C152 101 178 126 178 157C178 180 162 198 136 206Z",
		left:  52, right: 188, top: 92, brim: 101, base: 206,
		labelX: 90, labelY: 138, labelW: 60, labelH: 44,
		shine: "M72 130C64 146 63 168 72 186M170 134C176 148 176 166 171 180",
	}
	dropper = shape{
		outer: "M98 116H142Q152 116 152 126V212Q152 222 142 222H98Q88 222 88 212V126Q88 116 98 116Z",
		inner: "M100 122H140Q146 122 146 128V202Q146 208 140 208H100Q94 208 94 202V128Q94 122 100 122Z",
		left:  88, right: 152, top: 116, brim: 122, base: 208,
		labelX: 98, labelY: 147, labelW: 44, labelH: 46,
		shine: "M100.5 132V186M140 138V174",
	}
)

// closure draws what sits on the neck; %s is the gradient's id. It is written
// for a bottle whose top is y = 98 and moved from there.
var (
	boxCap    = `<rect x="97" y="39" width="46" height="45" rx="2.5" fill="url(#c)"/><path d="M97 43H143" stroke="#fff" opacity=".4"/><rect x="101" y="47" width="3.5" height="30" rx="1.7" fill="#fff" opacity=".35"/>`
	woodCap   = `<rect x="99" y="43" width="42" height="41" rx="3" fill="url(#c)"/><path d="M103 49C103.700 61 104.500 71 103 82M110 49C111.800 61 112.700 71 110 82M117 49C118.400 61 119.500 71 117 82M124 49C121.200 61 123.800 71 124 82M131 49C133.700 61 131.900 71 131 82M138 49C140.400 61 135.700 71 138 82" fill="none" stroke="#5a3a1e" stroke-width=".7" opacity=".4"/>`
	ballCap   = `<circle cx="120" cy="62" r="22" fill="url(#c)"/><ellipse cx="112" cy="54" rx="6" ry="8" fill="#fff" opacity=".4"/><path d="M110 83H130" stroke="#6b5335" stroke-width="2" opacity=".4"/>`
	stoneCap  = `<path d="M96 83C90 69 96 49 110 45C124 40 144 49 146 67C147 75 145 81 143 83Z" fill="url(#c)"/><path d="M101 73C104 61 112 51 122 49" fill="none" stroke="#fff" stroke-width="2" opacity=".4" stroke-linecap="round"/><path d="M130 55q5 6 3 14M112 71q8 4 14 1" fill="none" stroke="#000" stroke-width=".6" opacity=".25"/>`
	tallCap   = `<rect x="104" y="29" width="32" height="55" rx="2" fill="url(#c)"/><rect x="108" y="35" width="3" height="42" rx="1.500" fill="#fff" opacity=".4"/>`
	rubberCap = `<rect x="103" y="66" width="34" height="24" rx="2" fill="url(#c)"/><path d="M107 68V88M111 68V88M115 68V88M119 68V88M123 68V88M127 68V88M131 68V88" stroke="#000" stroke-width=".6" opacity=".2"/><path d="M110 66C108 52 108 32 114 24Q120 18 126 24C132 32 132 52 130 66Z" fill="#302622"/><path d="M113 58C112 46 113 36 116 29" fill="none" stroke="#fff" stroke-width="2" opacity=".35" stroke-linecap="round"/>`
)
