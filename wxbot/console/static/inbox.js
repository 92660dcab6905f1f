// New letters appear in an open inbox: it asks for them now and then, rarely while nobody looks or nothing answers.

const PAUSE = 15_000;
const LONGEST = 300_000;
const inbox = document.getElementById("inbox");
const fresh = document.getElementById("new");
const listed = document.getElementById("listed");
const title = document.title;
let pause = PAUSE;
let since = inbox?.dataset.now;
let timer = 0;

async function asked() {
  const address = new URL(inbox.dataset.news, location.href);
  address.searchParams.set("since", since);
  const answer = await fetch(address, { redirect: "manual", headers: { Accept: "text/html" } });
  if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) return null;  // Signed out.
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("news");
}

function known(number) {
  return document.querySelector(`#inbox tr[data-number="${CSS.escape(number)}"]`);
}

function show(news) {
  document.getElementById("tabs").replaceWith(news.querySelector("#tabs"));
  for (const row of [...news.querySelectorAll("tr[data-number]")].reverse()) {
    if (known(row.dataset.number)) continue;
    fresh.prepend(row);
    fresh.hidden = false;
    inbox.classList.remove("d-none");
    document.getElementById("nothing")?.remove();
  }
  if (fresh.children.length && document.hidden) document.title = `(${fresh.children.length}) ${title}`;
}

async function look() {
  try {
    const news = await asked();
    if (news === null) return;
    since = news.dataset.now;
    show(news);
    pause = document.hidden ? Math.min(pause * 2, LONGEST) : PAUSE;
  } catch {
    pause = Math.min(pause * 2, LONGEST);
  }
  timer = setTimeout(look, pause);
}

function lookAgain() {
  if (document.hidden) return;
  document.title = title;
  clearTimeout(timer);
  pause = PAUSE;
  look();
}

if (inbox?.dataset.news && fresh && listed) {
  timer = setTimeout(look, pause);
  document.addEventListener("visibilitychange", lookAgain);
}
