// Passkeys for visitors: the device that holds one is a virtual one.

// named is the program under a name: a passkey can't be bound to a number.
export const named = program => Object.assign(Object.create(Object.getPrototypeOf(program)), program, { url: program.url.replace('127.0.0.1', 'localhost') })

// authenticator gives a visitor's page a device that verifies its owner at once.
export async function authenticator({ context, page }) {
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
}

// addKey adds a passkey on the profile.
export async function addKey({ page }, name) {
  await page.goto('/profil')
  await page.getByRole('link', { name: 'Tambah kunci sandi' }).click()
  await page.getByLabel('Nama kunci').fill(name)
  await page.getByRole('button', { name: 'Buat kunci sandi' }).click()
  await page.waitForURL(/kabar=kunci-tambah/)
  await page.locator('#kunci-sandi ~ ul').getByText(name, { exact: true }).waitFor()
}

// useKey confirms on the page that a visitor was sent to, and comes back.
export async function useKey({ page }) {
  await page.waitForURL(/\/konfirmasi\?kembali=/)
  await page.getByRole('button', { name: 'Pakai kunci sandi' }).click()
  await page.waitForURL(/kabar=konfirmasi/)
}
