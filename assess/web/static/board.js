// Keeps the live board fresh. Asks every four seconds, a little apart from other screens;
// a board whose lines changed, or whose meeting was closed, is loaded anew.
const board = document.getElementById("board");
const address = board?.dataset.board;
const EVERY = 4000;
let etag = "";

function show(numbers) {
  if (numbers.shape !== board.dataset.shape) {
    location.reload();
    return;
  }
  for (const place of board.querySelectorAll("[data-number]")) {
    place.textContent = numbers[place.dataset.number];
  }
  for (const line of board.querySelectorAll("[data-meter]")) {
    const meter = numbers.meters[line.dataset.meter];
    const bar = line.querySelector("progress");
    bar.max = meter.total || 1;
    bar.value = meter.done;
    line.querySelector(".meter-words").textContent = meter.words;
  }
}

async function ask() {
  const response = await fetch(address, {
    cache: "no-store",
    headers: etag ? { "If-None-Match": etag } : {},
  });
  if (response.redirected || response.status === 401) {
    location.reload();
    return;
  }
  if (response.status !== 304 && !response.ok) throw new Error(String(response.status));
  board.querySelector("[data-updated]").textContent = response.headers.get("Takar-Updated");
  if (response.status === 200) {
    etag = response.headers.get("ETag");
    show(await response.json());
  }
}

async function keepAsking() {
  const lost = board.querySelector("[data-lost]");
  try {
    await ask();
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
  setTimeout(keepAsking, EVERY + Math.random() * 500);
}

if (address) setTimeout(keepAsking, EVERY);
