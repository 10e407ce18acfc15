// One question a screen, and each tap saved at once. The page works without this file: it only
// hides what is not asked now and sends early what the form would send at the end.
const form = document.querySelector('.section-form');
const questions = [...form.querySelectorAll('.question')];
const state = form.querySelector('.save-state[role]');
const next = form.querySelector('.next');
const back = form.querySelector('.bar a');
const words = {}; // filled in for each language: script_words.py
const page = form.elements.page.value;
const revisions = new Map();   // question -> revision this phone has seen
const waiting = new Map();     // question -> operation that the server has not confirmed
let answered = Number(form.dataset.answered);
let counter = 0;
let timer = 0;
let pause = 1000;
let sending = false;
let at = 0;

for (const entry of form.elements.seen.value.split(' ')) {
  const [question, revision] = entry.split(':');
  if (question) revisions.set(question, Number(revision));
}

const field = (prefix, question) => form.elements.namedItem(prefix + question);
const value = (prefix, question) => field(prefix, question)?.value ?? '';

function say(kind, text) {
  state.dataset.state = kind;
  state.textContent = text;
}

function sayProgress() {
  say('saved', words.saved.replace('{done}', answered).replace('{total}', form.dataset.total));
}

// A target below the present level cannot be meant: it is taken back, and the person told.
function keepTargetSensible(question) {
  const level = Number(value('a.', question));
  const target = Number(value('t.', question));
  if (!(level > 0 && target > 0 && target < level)) return;
  for (const radio of form.querySelectorAll(`[name="t.${CSS.escape(question)}"]`)) radio.checked = false;
  fault(question, words.target);
}

function fault(question, text) {
  const box = document.getElementById('q-' + question);
  let line = box.querySelector('.error');
  if (!line) {
    line = document.createElement('p');
    line.className = 'error';
    line.setAttribute('role', 'alert');
    box.querySelector('legend').after(line);
  }
  line.textContent = text;
  line.hidden = !text;
}

function note(question) {
  counter += 1;
  waiting.set(question, {
    operation_id: `${page}-${counter}`,
    question_id: question,
    base_revision: revisions.get(question) ?? 0,
    level: value('a.', question),
    target: value('t.', question),
    horizon: value('h.', question),
    note: value('n.', question),
    evidence: value('e.', question),
  });
  say('saving', words.saving);
  schedule(250);
}

function schedule(delay) {
  clearTimeout(timer);
  timer = setTimeout(flush, delay);
}

async function flush() {
  if (sending || waiting.size === 0) return;
  sending = true;
  const batch = [...waiting.values()].slice(0, 50);
  try {
    const reply = await fetch(form.dataset.save, {
      method: 'POST',
      headers: {'Content-Type': 'application/json', 'X-CSRFToken': form.dataset.token},
      body: JSON.stringify({operations: batch}),
    });
    if (reply.status === 409) return closed();
    if (reply.status === 401 || reply.status === 400) return say('waiting', words.refused);
    if (!reply.ok) throw new Error(String(reply.status));
    confirm(batch, await reply.json());
    pause = 1000;
  } catch {
    say('waiting', words.waiting.replace('{count}', waiting.size));
    pause = Math.min(pause * 2, 30000);
    schedule(pause * (0.5 + Math.random()));
  } finally {
    sending = false;
  }
}

function confirm(batch, reply) {
  for (const result of reply.results) {
    const question = result.question_id;
    const sent = batch.find((operation) => operation.operation_id === result.operation_id);
    const newer = waiting.get(question) !== sent;
    if (result.outcome === 'refused') {
      fault(question, result.message);
    } else {
      revisions.set(question, result.revision);
      if (result.outcome === 'stale') conflict(question, sent, result);
      else if (!newer) fault(question, '');
    }
    if (newer) waiting.get(question).base_revision = revisions.get(question) ?? 0;
    else waiting.delete(question);
  }
  answered = reply.answered;
  if (waiting.size) schedule(0);
  else sayProgress();
}

// As the server says it: a level by its number, what has none by its words.
function inWords(question, answer) {
  const card = answer.level && form.querySelector(`[name="a.${CSS.escape(question)}"][value="${answer.level}"]`)?.closest('.card');
  if (!card) return answer.note || '–';
  const parts = [...card.querySelectorAll('b, span')].map((part) => part.textContent);
  if (parts.length === 1 || !field('t.', question)) return parts.join(' – ');
  const sentence = answer.target ? words.both : words.level;
  return sentence.replace('{level}', answer.level).replace('{target}', answer.target);
}

// Both values are shown and the person chooses; nothing was overwritten.
function conflict(question, mine, result) {
  for (const [prefix, name] of [['a.', 'level'], ['t.', 'target'], ['h.', 'horizon'], ['n.', 'note'], ['e.', 'evidence']]) {
    const input = field(prefix, question);
    if (input instanceof RadioNodeList) {
      for (const radio of input) radio.checked = radio.value === result.current[name];
    } else if (input) {
      input.value = result.current[name];
    }
  }
  fault(question, words.stale.replace('{stored}', inWords(question, result.current)).replace('{given}', inWords(question, mine)));
}

function closed() {
  clearTimeout(timer);
  say('waiting', words.closed.replace('{count}', waiting.size));
}

function show(index, focus) {
  at = Math.max(0, Math.min(index, questions.length - 1));
  questions.forEach((question, number) => { question.hidden = number !== at; });
  const last = at === questions.length - 1;
  next.textContent = last ? words.finish : words.next;
  if (focus) {
    const legend = questions[at].querySelector('legend');
    legend.tabIndex = -1;
    legend.focus({preventScroll: true});
    window.scrollTo(0, 0);
  }
}

// Each question has its place in the history: the phone's own back button leads to the one before.
const address = (index) => '#' + questions[index].id;
const addressed = () => questions.findIndex((question) => '#' + question.id === location.hash);

form.addEventListener('change', (event) => {
  const question = event.target.closest('.question')?.dataset.question;
  if (!question) return;
  keepTargetSensible(question);
  note(question);
});

let typing = 0;
form.addEventListener('input', (event) => {
  if (!event.target.matches('textarea, input[type=text]')) return;
  const question = event.target.closest('.question').dataset.question;
  clearTimeout(typing);
  typing = setTimeout(() => note(question), 800);
});

next.addEventListener('click', (event) => {
  if (at < questions.length - 1) {
    event.preventDefault();
    flush();
    history.pushState({from: at}, '', address(at + 1));
    show(at + 1, true);
  }
});

back.addEventListener('click', (event) => {
  if (at === 0) return;
  event.preventDefault();
  if (history.state?.from === at - 1) {
    history.back();
  } else {
    history.replaceState(null, '', address(at - 1));
    show(at - 1, true);
  }
});

// What is confirmed need not travel again, and must not be taken for a wish of this phone.
form.addEventListener('submit', () => {
  clearTimeout(timer);
  clearTimeout(typing);
  const touched = document.createElement('input');
  touched.type = 'hidden';
  touched.name = 'touched';
  touched.value = [...waiting.keys()].join(' ');
  form.append(touched);
});

window.addEventListener('pageshow', () => { form.querySelector('[name=touched]')?.remove(); });
window.addEventListener('online', () => schedule(Math.random() * 1000));
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') flush();
});
window.addEventListener('beforeunload', (event) => {
  if (waiting.size && !form.querySelector('[name=touched]')) event.preventDefault();
});

document.documentElement.classList.add('js');
const faulty = questions.findIndex((question) => question.querySelector('.error'));
const empty = questions.findIndex((question) => {
  const name = question.dataset.question;
  return !value('a.', name) && !(field('n.', name) && !field('a.', name) && value('n.', name));
});
show([faulty, addressed(), empty, 0].find((index) => index >= 0), false);
history.replaceState(history.state, '', address(at));
window.addEventListener('popstate', () => {
  const index = addressed();
  if (index >= 0) show(index, true);
});
