// Comforts only: every link and form works without this file.
(() => {
	const d = document, by = id => d.getElementById(id), on = (name, fn) => d.addEventListener(name, fn, true), m = by("modal")
	const say = text => {
		const t = by("toast")
		t.firstElementChild.textContent = text
		t.matches(":popover-open") && t.hidePopover()
		text && t.showPopover()
	}
	let opener
	d.documentElement.classList.add("js")
	on("htmx:before:request", e => m.open || e.target.hidden || (opener = e.target))
	on("htmx:after:swap", () => {
		const e = d.querySelector("[data-fokus]")
		if (m.firstElementChild && !m.open) m.showModal()
		if (e) { delete e.dataset.fokus; e.focus() }
	})
	on("click", e => {
		const t = e.target, c = t.closest("[data-salin]")
		if (c) navigator.clipboard?.writeText(c.dataset.salin).then(() => c.lastElementChild.textContent = "Tersalin")
		if (t.closest("#toast button")) say("")
		if (m.open && (t === m || t.closest("[data-tutup]"))) { e.preventDefault(); m.close() }
	})
	// It may be open again.
	on("close", () => m.open || (m.replaceChildren(), opener?.focus()))
	const fail = why => say(why + ". Isian Anda aman, coba lagi.")
	// A stream (its element is hidden) connects and reconnects by itself, until it is told to end.
	on("htmx:sse:close", e => e.detail.reason === "message" && e.target.remove())
	on("htmx:error", e => e.target.hidden || fail("Tidak ada koneksi"))
	on("htmx:response:error", e => {
		const f = e.target, s = f.hidden ? 409 : e.detail.ctx.response.status
		// What is forbidden has a page of its own.
		if (s === 403) f.href ? location = f.href : f.submit()
		else if (s === 401) say("Masuk dulu, ya.")
		else if (s === 429) say("Terlalu cepat. Tunggu sebentar.")
		else if (s !== 409 && s !== 422) fail("Belum berhasil")
	})
})()
