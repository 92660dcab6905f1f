// The editor of an item: more rows without a round trip, and a preview that follows what is typed.

const form = document.querySelector("form[data-preview]");
const PAUSE = 700;

// A new row is the last one of its kind, emptied, with the next number in every name.
function addRow(fieldset) {
  const rows = fieldset.querySelectorAll(".row-of");
  const last = rows[rows.length - 1];
  const numbered = new RegExp(`^(${fieldset.dataset.rows}-)(\\d+)`);
  const next = 1 + Math.max(...[...fieldset.querySelectorAll("[name]")].map((field) => Number(field.name.match(numbered)?.[2] ?? -1)));
  const row = last.cloneNode(true);
  for (const attribute of ["name", "id", "for", "aria-describedby"]) {
    row.querySelectorAll(`[${attribute}]`).forEach((element) => {
      element.setAttribute(attribute, element.getAttribute(attribute).replace(numbered, `$1${next}`));
    });
  }
  row.querySelectorAll("input, textarea").forEach((field) => { field.value = ""; field.classList.remove("is-invalid"); });
  row.querySelectorAll("select").forEach((field) => { field.selectedIndex = 0; });
  row.querySelectorAll(".invalid-feedback").forEach((error) => error.remove());
  last.after(row);
  row.querySelector("select, input, textarea").focus();
}

let asked = 0;
async function preview() {
  const mine = ++asked;
  const data = new FormData(form);
  data.set("do", "preview");
  const answer = await fetch(form.action, { method: "POST", body: data }).catch(() => null);
  if (!answer || answer.redirected || mine !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(form.dataset.preview);
  if (fresh?.querySelector(".phone") && mine === asked) document.getElementById(form.dataset.preview).replaceChildren(...fresh.childNodes);
}

if (form) {
  let timer;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(preview, PAUSE); });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    if (button.value.startsWith("add-")) { event.preventDefault(); addRow(button.closest("fieldset")); }
  });
  if (!document.querySelector("#preview .phone")) preview();
}
