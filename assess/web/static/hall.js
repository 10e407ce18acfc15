// Keeps the screen in front of the hall fresh. Asks for this very page every four seconds, a little
// apart from other screens; 304 while nothing changed. What changed takes the place of the old.
const EVERY = 4000;
let etag = "";

async function ask() {
  const response = await fetch(location.href, {
    cache: "no-store",
    headers: etag ? { "If-None-Match": etag } : {},
  });
  if (response.redirected || response.status === 401) {
    location.reload();
    return;
  }
  if (response.status === 200) {
    etag = response.headers.get("ETag");
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    document.title = page.title;
    document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
  } else if (response.status !== 304) {
    throw new Error(String(response.status));
  }
  const read = document.querySelector("[data-updated]");
  read.textContent = response.headers.get("Takar-Updated");
}

async function keepAsking() {
  let lost = false;
  try {
    await ask();
  } catch {
    lost = true;
  }
  document.querySelector("[data-lost]").hidden = !lost;
  setTimeout(keepAsking, EVERY + Math.random() * 500);
}

setTimeout(keepAsking, EVERY);
