// Asks the browser for a passkey, a new one or one that it has, and sends what it answers with the form.
(() => {
	const form = document.querySelector("[data-kunci]"), credential = globalThis.PublicKeyCredential
	if (!form || !credential?.parseRequestOptionsFromJSON) return
	const say = form.querySelector("[data-kabar-kunci]"), button = form.querySelector("[type=submit]")
	form.hidden = false
	document.querySelector("[data-tanpa-kunci]").hidden = true
	const ask = question => form.dataset.kunci === "tambah"
		? navigator.credentials.create({ publicKey: credential.parseCreationOptionsFromJSON(question) })
		: navigator.credentials.get({ publicKey: credential.parseRequestOptionsFromJSON(question) })
	form.addEventListener("submit", async e => {
		e.preventDefault()
		button.disabled = true
		say.textContent = ""
		try {
			form.elements.bukti_kunci.value = JSON.stringify(await ask(JSON.parse(form.dataset.tanya)))
			form.submit()
		} catch (err) {
			button.disabled = false
			say.textContent = err.name === "InvalidStateError" ? "Kunci di perangkat ini sudah terdaftar." : "Belum jadi. Coba sekali lagi, atau pakai kunci lain."
		}
	})
})()
