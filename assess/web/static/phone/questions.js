// A section: one question a screen, and each tap kept at once. The page works without this file:
// it only hides what is not asked now and sends early what the form would send at the end.
import {add, content, latest, NAMES, questionsOf, takeTheirs, waiting} from './outbox.js';
import {control, fill, lateSince} from './notice.js';
import {words} from './words.js';

const PREFIXES = ['a.', 't.', 'h.', 'n.', 'e.']; // of the fields, as NAMES has them

export function answerQuestions(form, outbox, sending, tell) {
  const questions = [...form.querySelectorAll('.question')];
  const state = form.querySelector('.save-state[role]');
  const next = form.querySelector('.next');
  const back = form.querySelector('.bar a');
  const seen = new Map(); // question -> revision that this page was made with
  const typing = new Map(); // question -> timer, until it is kept
  const shown = new Set(); // questions beside which both answers of a conflict stand
  const keeping = new Map(); // question -> how many taps are on their way into the outbox
  let at = 0;

  for (const entry of form.elements.seen.value.split(' ')) {
    const [question, revision] = entry.split(':');
    if (question) seen.set(question, Number(revision));
  }

  const field = (prefix, question) => form.elements.namedItem(prefix + question);
  const value = (prefix, question) => (field(prefix, question) || {}).value || '';

  function say(kind, text) {
    state.dataset.state = kind;
    state.textContent = text;
  }

  // What the server has confirmed is said, and never a number of this phone's own.
  function standing(kind) {
    const {answered} = outbox.state;
    const count = questionsOf(waiting(outbox.state)).length;
    if ([...keeping.values()].some(Boolean)) return say('saving', words.saving);
    if (kind === 'gone' || kind === 'outdated') return say('waiting', words[kind]);
    if (count && outbox.state.closed) return say('waiting', words.ended);
    if (count && kind === 'saving') return say('saving', words.saving);
    if (count) {
      const late = lateSince(outbox.state);
      say('waiting', fill(late ? words.late : words.waiting, {count, time: late}));
      if (late) state.append(' ', control(words.again, sending.flush));
      return undefined;
    }
    const done = answered === null ? form.querySelector('[data-seat]').dataset.answered : answered;
    return say('saved', fill(words.saved, {done, total: form.dataset.total}));
  }

  function fault(question, text, choices = []) {
    const box = document.getElementById('q-' + question);
    let line = box.querySelector('.error');
    if (!line && !text) return;
    if (!line) {
      line = document.createElement('p');
      line.className = 'error';
      line.setAttribute('role', 'alert');
      box.querySelector('legend').after(line);
    }
    line.textContent = text;
    line.hidden = !text;
    const old = box.querySelector('.buttons');
    if (old) old.remove();
    if (!choices.length) return;
    const buttons = document.createElement('div');
    buttons.className = 'buttons';
    for (const [label, choose] of choices) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'button button--secondary';
      button.textContent = label;
      button.addEventListener('click', choose);
      buttons.append(button);
    }
    line.after(buttons);
  }

  // A target below the present level cannot be meant: it is taken back, and the person told.
  function keepTargetSensible(question) {
    const level = Number(value('a.', question));
    const target = Number(value('t.', question));
    if (!(level > 0 && target > 0 && target < level)) return false;
    for (const radio of form.querySelectorAll(`[name="t.${CSS.escape(question)}"]`)) radio.checked = false;
    return true;
  }

  async function keep(question, given) {
    clearTimeout(typing.get(question));
    typing.delete(question);
    const answer = given || Object.fromEntries(NAMES.map((name, number) => [name, value(PREFIXES[number], question)]));
    const base = seen.get(question) || 0;
    const wish = {...answer, question_id: question, base_revision: base, place: location.pathname};
    const decides = shown.delete(question);
    keeping.set(question, (keeping.get(question) || 0) + 1);
    standing('saving');
    await outbox.change((kept) => add(kept, wish, decides));
    keeping.set(question, keeping.get(question) - 1);
    tell('saving', []);
    sending.soon(250);
  }

  // What the person is just changing is not painted over.
  const inHand = (question) => typing.has(question) || keeping.get(question) > 0;

  const keepTyped = () => Promise.all([...typing.keys()].map((question) => keep(question)));

  function paint(question, answer) {
    NAMES.forEach((name, number) => {
      const input = field(PREFIXES[number], question);
      if (input instanceof RadioNodeList) {
        for (const radio of input) radio.checked = radio.value === answer[name];
      } else if (input) {
        input.value = answer[name];
      }
    });
  }

  // As the server says it: a level by its number, what has none by its words.
  function inWords(question, answer) {
    const card = answer.level && form.querySelector(`[name="a.${CSS.escape(question)}"][value="${answer.level}"]`);
    if (!card) return answer.note || '–';
    const parts = [...card.closest('.card').querySelectorAll('b, span')].map((part) => part.textContent);
    if (parts.length === 1 || !field('t.', question)) return parts.join(' – ');
    return fill(answer.target ? words.both : words.level, answer);
  }

  // What this phone knows beyond the page: what waits, what was refused, what another phone said.
  function paintKept(question) {
    const mine = latest(outbox.state, question);
    const known = outbox.state.answers[question];
    if (mine && mine.conflict) {
      paint(question, mine.conflict);
      shown.add(question);
      const values = {stored: inWords(question, mine.conflict), given: inWords(question, mine)};
      fault(question, fill(words.stale, values), [
        [words.mine, () => { paint(question, mine); keep(question, content(mine)); fault(question, ''); }],
        [words.theirs, async () => {
          await outbox.change((kept) => takeTheirs(kept, question));
          shown.delete(question);
          fault(question, '');
          sending.soon(0);
        }],
      ]);
    } else if (mine) {
      paint(question, mine);
      if (mine.refused) fault(question, mine.refused);
    } else if (known && known.revision > (seen.get(question) || 0)) {
      paint(question, known);
      seen.set(question, known.revision);
    }
  }

  // Results of this phone's own sending, or of another tab of it.
  function settled(results) {
    for (const {question_id: question, outcome, current} of results) {
      if (!document.getElementById('q-' + question) || inHand(question)) continue;
      const isNewest = !latest(outbox.state, question);
      if (isNewest) fault(question, '');
      if (outcome === 'stale' || outcome === 'refused' || (isNewest && current)) paintKept(question);
    }
  }

  function show(index, focus) {
    at = Math.max(0, Math.min(index, questions.length - 1));
    questions.forEach((question, number) => { question.hidden = number !== at; });
    next.textContent = at === questions.length - 1 ? words.finish : words.next;
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
    const box = event.target.closest('.question');
    if (!box) return;
    const {question} = box.dataset;
    fault(question, keepTargetSensible(question) ? words.target : '');
    keep(question);
  });

  form.addEventListener('input', (event) => {
    if (!event.target.matches('textarea, input[type=text]')) return;
    const {question} = event.target.closest('.question').dataset;
    clearTimeout(typing.get(question));
    typing.set(question, setTimeout(() => keep(question), 500));
  });

  next.addEventListener('click', (event) => {
    if (at === questions.length - 1) return;
    event.preventDefault();
    keepTyped().then(sending.flush);
    history.pushState({from: at}, '', address(at + 1));
    show(at + 1, true);
  });

  back.addEventListener('click', (event) => {
    if (at === 0) return;
    event.preventDefault();
    if (history.state && history.state.from === at - 1) {
      history.back();
    } else {
      history.replaceState(null, '', address(at - 1));
      show(at - 1, true);
    }
  });

  // The next section is asked for when the server has this one, or when the phone can show it
  // without the network; what is kept here is not in danger either way.
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    await keepTyped();
    tell('saving', []);
    const sent = await sending.flush();
    const faulty = questions.findIndex((question) => (latest(outbox.state, question.dataset.question) || {}).refused);
    if (faulty >= 0) return show(faulty, true);
    if (sent || (navigator.serviceWorker && navigator.serviceWorker.controller)) location.assign(form.dataset.after);
  });

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keepTyped().then(sending.flush);
  });
  window.addEventListener('pagehide', keepTyped);

  const empty = () => questions.findIndex(({dataset: {question}}) => !value('a.', question)
    && !(field('n.', question) && !field('a.', question) && value('n.', question)));
  function begin(index) {
    show(index, false);
    history.replaceState(history.state, '', address(at));
  }
  // What was kept is painted as soon as it is read; nobody has answered by then.
  function paintAll() {
    const first = empty();
    for (const {dataset: {question}} of questions) if (!inHand(question)) paintKept(question);
    const undecided = questions.findIndex(({dataset: {question}}) => {
      const mine = latest(outbox.state, question);
      return mine && (mine.conflict || mine.refused);
    });
    const better = undecided >= 0 ? undecided : empty();
    if (!wanted && better >= 0 && (first === at || (first < 0 && !at))) begin(better);
  }

  document.documentElement.classList.add('js');
  const faulty = questions.findIndex((question) => question.querySelector('.error'));
  const wanted = faulty >= 0 || addressed() >= 0;
  begin([faulty, addressed(), empty(), 0].find((index) => index >= 0));
  window.addEventListener('popstate', () => {
    const index = addressed();
    if (index >= 0) show(index, true);
  });
  return {standing, settled, paintAll};
}
