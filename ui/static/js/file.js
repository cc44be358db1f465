// The name of the file that was chosen; without this file the box says that there is one.
for (const input of document.querySelectorAll(".filepick input")) input.addEventListener("change", () => {
	if (input.files[0]) input.parentNode.querySelector(".chosen").textContent = input.files[0].name
})
