// While an answer is written: a canned one is put in without a reload, and its length is told as WeChat counts it.

const form = document.getElementById("answer-form");
const box = form?.querySelector("textarea");
const told = document.getElementById("size-told");
const encoder = new TextEncoder();
const PLACE = 12;  // Bytes for "(2/4)" and the end of its line.

function insert(event) {
  const chosen = form.querySelector("#canned").selectedOptions[0];
  event.preventDefault();
  if (!chosen?.dataset.text) return;
  const before = box.value.slice(0, box.selectionStart);
  const after = box.value.slice(box.selectionEnd);
  box.value = before + chosen.dataset.text + after;
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function messages(bytes) {
  const room = Number(form.dataset.room);
  return bytes <= room ? 1 : Math.ceil(bytes / (room - PLACE));
}

function measure() {
  const bytes = encoder.encode(box.value.trim()).length;
  const count = messages(bytes);
  const most = Number(form.dataset.most);
  const words = count > most ? told.dataset.tooMany : count > 1 ? told.dataset.many : told.dataset.one;
  told.textContent = bytes ? words.replace("{bytes}", bytes).replace("{count}", count).replace("{most}", most) : "";
  told.classList.toggle("text-danger", count > most);
}

if (box && told) {
  form.querySelector("[name=insert]")?.addEventListener("click", insert);
  box.addEventListener("input", measure);
  measure();
}
