// Keeps the screen in front of the hall fresh. Asks for this very page every four seconds, a little
// apart from other screens; 304 while nothing changed. What changed takes the place of the old.
const EVERY = 4000;
let etag = "";

// The browser itself reads the answer as a page: no text becomes markup here.
function fetched() {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", location.href);
    request.responseType = "document";
    request.timeout = 3 * EVERY;
    if (etag) request.setRequestHeader("If-None-Match", etag);
    request.onload = () => resolve(request);
    request.onerror = request.ontimeout = () => reject(new Error("no answer"));
    request.send();
  });
}

async function ask() {
  const answer = await fetched();
  const read = answer.getResponseHeader("Takar-Updated");
  if (answer.status === 200 && !read) {
    location.reload(); // somebody logged out: the page says so
    return;
  }
  if (answer.status === 200) {
    etag = answer.getResponseHeader("ETag");
    const page = answer.response;
    document.title = page.title;
    document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
  } else if (answer.status !== 304) {
    throw new Error(String(answer.status));
  }
  document.querySelector("[data-updated]").textContent = read;
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
