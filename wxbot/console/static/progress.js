// The figures of a broadcast that is under way renew themselves, rarely while nobody looks or nothing answers. When its
// state changes the page is loaded again, since other things can then be done, unless somebody is typing in it.

const PAUSE = 2_000;
const LONGEST = 60_000;
const place = document.getElementById("course");
let pause = PAUSE;
let timer = 0;

function busy() {
  return document.activeElement?.matches("textarea, input:not([type=hidden]), select");
}

async function look() {
  try {
    const answer = await fetch(place.dataset.news, { redirect: "manual", headers: { Accept: "text/html" } });
    if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) return;  // Signed out.
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("progress");
    const shown = document.getElementById("progress");
    if (fresh.dataset.state !== shown.dataset.state && !busy()) { location.reload(); return; }
    fresh.dataset.state = shown.dataset.state;
    shown.replaceWith(fresh);
    if (!fresh.dataset.moving) return;
    pause = document.hidden ? Math.min(pause * 2, LONGEST) : PAUSE;
  } catch {
    pause = Math.min(pause * 2, LONGEST);
  }
  timer = setTimeout(look, pause);
}

if (place && document.getElementById("progress")?.dataset.moving) {
  timer = setTimeout(look, pause);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    clearTimeout(timer);
    pause = PAUSE;
    look();
  });
}
