// The running clock of the item that is talked about. It counts from what the server says has
// passed, so a wrong clock on this machine does not matter.
document.documentElement.classList.add("js");
const place = document.querySelector("[data-elapsed]");
const begun = performance.now() - Number(place.dataset.elapsed) * 1000;

function show() {
  const seconds = Math.floor((performance.now() - begun) / 1000);
  place.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

show();
setInterval(show, 1000);
