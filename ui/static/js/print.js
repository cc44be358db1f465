// The button that prints a page, which a browser's menu does as well.
document.querySelector("[data-cetak]").addEventListener("click", () => print())
