// Comforts only: every link and form works without this file.
(() => {
	const d = document, by = id => d.getElementById(id), on = (name, fn) => d.addEventListener(name, fn, true)
	const say = text => {
		const t = by("toast")
		t.firstElementChild.textContent = text
		t.matches(":popover-open") && t.hidePopover()
		text && t.showPopover()
	}
	let opener
	d.documentElement.classList.add("js")
	on("htmx:before:request", e => {
		if (!by("modal").open && !e.target.hidden) opener = e.target
	})
	on("htmx:after:swap", () => {
		const m = by("modal"), e = d.querySelector("[data-fokus]")
		if (m.firstElementChild && !m.open) m.showModal()
		if (e) { delete e.dataset.fokus; e.focus() }
	})
	on("click", e => {
		const t = e.target, m = by("modal"), c = t.closest("[data-salin]")
		if (c) navigator.clipboard?.writeText(c.dataset.salin).then(() => c.lastElementChild.textContent = "Tersalin")
		if (t.closest("#toast button")) say("")
		if (m.open && (t === m || t.closest("#modal [data-tutup]"))) { e.preventDefault(); m.close() }
	})
	on("close", () => {
		const m = by("modal")
		if (!m.open) { m.replaceChildren(); opener?.focus() } // or open again
	})
	// A stream (its element is hidden) reconnects by itself.
	on("htmx:error", e => e.target.hidden || say("Tidak ada koneksi. Isian Anda aman, coba lagi."))
	on("htmx:response:error", e => {
		const f = e.target, s = f.hidden ? 409 : e.detail.ctx.response.status
		if (s === 403) f.href ? location = f.href : f.submit() // its own page
		else if (s !== 409 && s !== 422) say(s === 401 ? "Masuk dulu, ya." : s === 429 ? "Terlalu cepat. Tunggu sebentar." : "Belum berhasil. Isian Anda aman, coba lagi.")
	})
})()
