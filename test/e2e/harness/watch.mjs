// watchText notes when an element's text first matches, by the browser's clock.
export async function watchText(page, selector, pattern) {
  await page.evaluate(([selector, source]) => {
    const pattern = new RegExp(source)
    const look = () => {
      if (window.changedAt || !pattern.test(document.querySelector(selector).innerText.replace(/\s+/g, ' '))) return
      window.changedAt = Date.now()
      observer.disconnect()
    }
    window.changedAt = 0
    const observer = new MutationObserver(look)
    observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
    look()
  }, [selector, pattern.source])
  return async () => {
    await page.waitForFunction(() => window.changedAt > 0)
    return page.evaluate(() => window.changedAt)
  }
}
