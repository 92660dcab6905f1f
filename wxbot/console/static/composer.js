// The composer asks for what its buttons show without losing the place on the page: the same form goes to the same
// address, and what the page that comes back has in the composer takes the old one's place. Without it pages load anew.

const SENT_AS_ALWAYS = ["save"];
const PARTS = ["composer-notes", "composer-form", "preview"];  // The form itself stays: what was typed is watched there.

function sendAsAlways(form, button) {
  button.dataset.asked = "yes";
  form.requestSubmit(button);
}

async function ask(form, button) {
  const data = new FormData(form, button);
  form.inert = true;  // Nothing is typed that the answer would overwrite.
  const answer = await fetch(form.action, { method: "POST", body: data }).catch(() => null);
  const words = answer && !answer.redirected ? await answer.text().catch(() => "") : "";
  form.inert = false;
  if (!words) { sendAsAlways(form, button); return; }
  const page = new DOMParser().parseFromString(words, "text/html");
  if (!PARTS.every((name) => page.getElementById(name))) { sendAsAlways(form, button); return; }
  const name = button.value;
  for (const part of PARTS) document.getElementById(part).replaceChildren(...page.getElementById(part).childNodes);
  const again = document.querySelector(`#composer button[value="${CSS.escape(name)}"]`);
  (again ?? document.querySelector("#composer .found button"))?.focus({ preventScroll: true });
  document.getElementById("composer-form").dispatchEvent(new Event("input", { bubbles: true }));
}

let last = null;
document.addEventListener("focusin", (event) => {
  if (event.target.matches?.('input[name^="value-"]')) last = event.target;
});

document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-place]");
  if (place) {
    const field = last?.isConnected ? last : document.querySelector('input[name^="value-"]');
    field?.setRangeText(place.dataset.place, field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length, "end");
    field?.focus();
    return;
  }
  const button = event.target.closest("button[name=do]");
  if (!button?.form || button.formTarget || SENT_AS_ALWAYS.includes(button.value) || button.dataset.asked) return;
  event.preventDefault();
  ask(button.form, button);
});
