// Keeps the running total of points. Without it the server says what the sum is.
const form = document.getElementById("points");
const sum = document.getElementById("sum");
const bar = document.getElementById("spent");
const place = document.getElementById("total");

function points(input) {
  const text = input.value.trim();
  return /^\d{1,3}$/.test(text) ? Number(text) : 0;
}

function add() {
  let total = 0;
  for (const input of form.querySelectorAll("input[inputmode=numeric]")) total += points(input);
  sum.textContent = String(total);
  bar.value = total;
  place.classList.toggle("over", total > bar.max);
  place.classList.toggle("exact", total === bar.max);
}

if (form) {
  form.addEventListener("input", add);
  add();
}
